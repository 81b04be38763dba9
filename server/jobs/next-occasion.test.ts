import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, birthdaysOn, localDay } from '#core/calendar.ts'
import { forEachHouse } from '#core/test-house.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { nextBirthday } from './next-occasion.ts'
import { birthdaysKnown } from './queries.ts'

const at = (instant: string) => Date.parse(instant)
const isoOf = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())

test.each([
  [['UTC'], 0, '2026-06-15T12:00:00Z', ['06-16'], '2026-06-16T00:00:00.000Z'],
  [['UTC'], 0, '2026-06-16T00:00:00Z', ['06-16'], '2027-06-16T00:00:00.000Z'],
  [['UTC'], 10, '2026-12-20T12:00:00Z', ['01-01'], '2026-12-22T00:00:00.000Z'],
  [['UTC'], 0, '2026-06-15T12:00:00Z', [], null],
  [['UTC'], 0, '2026-03-01T12:00:00Z', ['02-29'], '2027-02-28T00:00:00.000Z'],
  [['UTC'], 0, '2027-03-01T12:00:00Z', ['02-29'], '2028-02-29T00:00:00.000Z'],
  [
    ['Pacific/Honolulu', 'Pacific/Kiritimati'],
    0,
    '2026-06-14T12:00:00Z',
    ['06-14', '06-15'],
    '2026-06-15T10:00:00.000Z',
  ],
  [
    ['Pacific/Honolulu', 'Pacific/Kiritimati'],
    0,
    '2026-06-14T09:00:00Z',
    ['06-14', '06-15'],
    '2026-06-14T10:00:00.000Z',
  ],
  [['Asia/Kathmandu'], 0, '2026-06-14T09:00:00Z', ['06-15'], '2026-06-14T18:15:00.000Z'],
])('in %j, %i days ahead, after %s, with birthdays on %j: %s', (zones, leadDays, after, monthDays, next) => {
  expect(isoOf(nextBirthday(zones, leadDays, at(after), new Set(monthDays)))).toBe(next)
})

test('is the first instant at which the day changes to one with a birthday, as looking at every quarter finds it', () => {
  const zones = ['Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu']
  const monthDay = fc.constantFrom('03-28', '03-29', '03-30', '04-01')
  fc.assert(
    fc.property(
      fc.subarray(zones, { minLength: 1 }),
      fc.uniqueArray(monthDay, { minLength: 1 }),
      fc.integer({ min: 0, max: 24 * 4 }),
      (some, days, quarter) => {
        const after = at('2026-03-27T00:00:00Z') + quarter * 15 * MINUTE_MS
        const known = new Set<string>([...days, '04-02'])
        const changes = (instant: number, zone: string) => localDay(instant, zone) !== localDay(instant - 1, zone)
        const isOne = (instant: number) =>
          some.some(
            (zone) =>
              changes(instant, zone) && birthdaysOn(addDays(localDay(instant, zone), 0)).some((d) => known.has(d)),
          )
        let slow = after + 15 * MINUTE_MS
        while (!isOne(slow)) slow += 15 * MINUTE_MS
        expect(nextBirthday(some, 0, after, known)).toBe(slow)
        expect(slow - after).toBeLessThan(7 * 24 * HOUR_MS)
      },
    ),
    { numRuns: 25 },
  )
})

forEachHouse('birthdays known', (open) => {
  test('are told once each', async () => {
    const house = await open()
    expect(await birthdaysKnown(house.store.read)).toEqual([])
    for (const [i, birthDate] of ['--02-29', '--06-15', '1990-06-15', undefined].entries()) {
      await upsertCustomer(house, `c${i}`, { birthDate }, { keepBirthYear: false })
    }
    expect(await birthdaysKnown(house.store.read)).toEqual(['02-29', '06-15'])
  })
})
