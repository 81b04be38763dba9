// Birth dates with and without a year, and those that nobody can have.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#core/calendar.ts'
import { parseBirthDate } from './born-on.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

describe('parseBirthDate', () => {
  it.each([
    ['1966-04-08', '04-08', 1966],
    ['2000-02-29', '02-29', 2000],
    ['1900-01-01', '01-01', 1900],
    ['2026-03-01', '03-01', 2026],
    ['2026-03-02', '03-02', 2026],
    ['--02-29', '02-29', null],
    ['--12-31', '12-31', null],
    ['--01-01', '01-01', null],
  ])('%s is %s of %s', (text, monthDay, year) => {
    expect(parseBirthDate(text, now)).toEqual({ monthDay, year })
  })

  it.each([
    '',
    '2001-02-29',
    '1900-02-29',
    '1899-12-31',
    '2026-03-03',
    '9999-01-01',
    '--02-30',
    '--04-31',
    '--13-01',
    '--00-01',
    '--1-1',
    '-02-29',
    '---02-29',
    '0000-01-01',
    '04/08/1966',
    '08.04.1966',
    '1966-4-8',
    '66-04-08',
    '1966-04-08T00:00:00Z',
    ' 1966-04-08',
    '1966-04-08 ',
    '--02-29\n',
    'yesterday',
  ])('%j is nobody’s', (text) => {
    expect(parseBirthDate(text, now)).toBeNull()
  })

  it('takes today by the real clock when no other is given', () => {
    const today = new Date().toISOString().slice(0, 10)
    expect(parseBirthDate(today)).not.toBeNull()
    expect(parseBirthDate(addDays(today, 3))).toBeNull()
  })

  it('gives back what every day of the years since 1900 says', () => {
    const days = fc.integer({ min: 0, max: 46_000 }).map((n) => addDays('1900-01-01', n))
    fc.assert(
      fc.property(days, (day) => {
        const read = parseBirthDate(day, now)
        expect(`${read?.year}-${read?.monthDay}`).toBe(day)
        expect(parseBirthDate(`--${day.slice(5)}`, now)).toEqual({ monthDay: day.slice(5), year: null })
      }),
    )
  })

  const folder = join(
    process.env.VOUCHSAFE_DATA ?? join(import.meta.dirname, '../../../../shared/data'),
    'adventureworks',
  )
  const isThere = existsSync(folder)
  if (!isThere) console.warn(`NOT RUN: the birth dates of a real shop are not at ${folder}; set VOUCHSAFE_DATA`)

  it.runIf(isThere)('reads 18,148 real birth dates', () => {
    const read = (file: string) => readFileSync(join(folder, file), 'utf8')
    const rows = parse<{ birth_date: string }>(read('customers.csv'), { columns: true, bom: true })
    const births = rows.map((row) => parseBirthDate(row.birth_date, now))
    const truth = JSON.parse(read('truth.json'))
    expect(births).toHaveLength(truth.customers)
    expect(births).not.toContain(null)
    for (const [monthDay, count] of Object.entries(truth.birthdays_on)) {
      expect(births.filter((birth) => birth?.monthDay === monthDay)).toHaveLength(Number(count))
    }
    expect(births.filter((birth) => birth?.year === 1969)).toHaveLength(truth.turning_50_in_2019)
  })
})
