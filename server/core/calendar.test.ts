// Days, birthdays and ages: ordinary days, days on which clocks change, and days that never were.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import {
  addCalendarMonths,
  addDays,
  ageBandOn,
  ageOn,
  birthdaysOn,
  closeOfLocalDay,
  isDay,
  isZone,
  localDay,
  localHour,
} from './calendar.ts'

const at = (iso: string) => Date.parse(iso)
const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/Lisbon',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'America/Nuuk',
  'Atlantic/Azores',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Beirut',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Chatham',
  'Etc/GMT+12',
]
const zone = fc.constantFrom(...zones)
const instant = fc.integer({ min: at('1970-01-03T00:00:00Z'), max: at('2040-01-01T00:00:00Z') })
const day = instant.map((ms) => new Date(ms).toISOString().slice(0, 10))

describe('isZone', () => {
  it.each(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta', 'Etc/GMT+12'])(
    'knows %s',
    (name) => {
      expect(isZone(name)).toBe(true)
    },
  )
  it.each(['', '+02:00', 'local', 'system', 'Mars/Olympus', 'Europe', 'Europe/Berlin ', `${'A/'.repeat(99)}`])(
    'does not know %j',
    (name) => {
      expect(isZone(name)).toBe(false)
    },
  )
})

describe('isDay', () => {
  it.each(['2024-02-29', '2000-02-29', '1900-01-01', '0001-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(isDay(text)).toBe(true)
  })
  it.each(['2023-02-29', '1900-02-29', '2024-04-31', '2024-13-01', '2024-00-10', '2024-01-00', '24-01-01', '2024-1-1'])(
    '%s is none',
    (text) => {
      expect(isDay(text)).toBe(false)
    },
  )
  it.each(['', '2024-01-01T00:00:00Z', '+002024-01-01', ' 2024-01-01', '2024-01-01\n', '２０２４-01-01'])(
    '%j is none',
    (text) => {
      expect(isDay(text)).toBe(false)
    },
  )
})

describe('localDay and localHour', () => {
  it.each([
    ['2024-01-01T00:00:00Z', 'UTC', '2024-01-01', 0],
    ['2023-12-31T23:00:00Z', 'Europe/Berlin', '2024-01-01', 0],
    ['2023-12-31T22:59:59.999Z', 'Europe/Berlin', '2023-12-31', 23],
    ['2024-06-30T22:00:00Z', 'Europe/Berlin', '2024-07-01', 0],
    ['2024-01-01T04:59:59Z', 'America/New_York', '2023-12-31', 23],
    ['2024-01-01T10:00:00Z', 'Pacific/Kiritimati', '2024-01-02', 0],
    ['2024-01-01T11:59:59Z', 'Etc/GMT+12', '2023-12-31', 23],
    ['2024-01-01T18:15:00Z', 'Asia/Kathmandu', '2024-01-02', 0],
    ['2011-12-30T09:59:59.999Z', 'Pacific/Apia', '2011-12-29', 23],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31', 0],
  ])('%s in %s is %s, hour %i', (iso, name, expectedDay, hour) => {
    expect(localDay(at(iso), name)).toBe(expectedDay)
    expect(localHour(at(iso), name)).toBe(hour)
  })

  it('agree with the clocks of Intl everywhere', () => {
    fc.assert(
      fc.property(instant, zone, (ms, name) => {
        const clock = new Intl.DateTimeFormat('sv-SE', {
          timeZone: name,
          dateStyle: 'short',
          timeStyle: 'short',
        }).format(ms)
        expect(`${localDay(ms, name)} ${String(localHour(ms, name)).padStart(2, '0')}`).toBe(clock.slice(0, 13))
      }),
    )
  })

  it('refuse an unknown zone and a broken instant', () => {
    expect(() => localDay(0, 'Mars/Olympus')).toThrow(RangeError)
    expect(() => localDay(Number.NaN, 'UTC')).toThrow(RangeError)
  })
})

describe('closeOfLocalDay', () => {
  it.each([
    ['an ordinary day', '2024-05-05', 'UTC', '2024-05-05T23:59:59.999Z'],
    ['winter', '2024-01-15', 'Europe/Berlin', '2024-01-15T22:59:59.999Z'],
    ['summer', '2024-07-15', 'Europe/Berlin', '2024-07-15T21:59:59.999Z'],
    ['the eve of a spring change', '2024-03-30', 'Europe/Berlin', '2024-03-30T22:59:59.999Z'],
    ['a day of 23 hours', '2024-03-31', 'Europe/Berlin', '2024-03-31T21:59:59.999Z'],
    ['a day of 25 hours', '2024-10-27', 'Europe/Berlin', '2024-10-27T22:59:59.999Z'],
    ['29 February', '2024-02-29', 'America/New_York', '2024-03-01T04:59:59.999Z'],
    ['no midnight on the next day', '2024-09-07', 'America/Santiago', '2024-09-08T03:59:59.999Z'],
    ['the last hour twice', '2024-04-06', 'America/Santiago', '2024-04-07T03:59:59.999Z'],
    ['no midnight on the next day', '2024-04-25', 'Africa/Cairo', '2024-04-25T21:59:59.999Z'],
    ['the last hour twice', '2024-10-31', 'Africa/Cairo', '2024-10-31T21:59:59.999Z'],
    ['midnight twice', '2024-11-02', 'America/Havana', '2024-11-03T03:59:59.999Z'],
    ['back over midnight at 00:01', '2010-11-06', 'America/St_Johns', '2010-11-07T03:29:59.999Z'],
    ['forward over midnight from 23:30', '1919-03-30', 'America/Toronto', '1919-03-31T04:29:59.999Z'],
    ['before a day that never was', '2011-12-29', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
    ['a day that never was', '2011-12-30', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
    ['after a day that never was', '2011-12-31', 'Pacific/Apia', '2011-12-31T09:59:59.999Z'],
    ['half an hour of summer time', '2024-04-07', 'Australia/Lord_Howe', '2024-04-07T13:29:59.999Z'],
    ['the furthest east', '2024-01-01', 'Pacific/Kiritimati', '2024-01-01T09:59:59.999Z'],
    ['the furthest west', '2024-01-01', 'Etc/GMT+12', '2024-01-02T11:59:59.999Z'],
  ])('%s: %s in %s ends at %s', (_, text, name, iso) => {
    expect(new Date(closeOfLocalDay(text, name)).toISOString()).toBe(iso)
  })

  it('is the last instant that shows the day or an earlier one', () => {
    fc.assert(
      fc.property(day, zone, fc.integer({ min: 1, max: 40 * HOUR_MS }), (text, name, later) => {
        const close = closeOfLocalDay(text, name)
        expect(localDay(close, name) <= text).toBe(true)
        expect(localDay(close + 1, name) > text).toBe(true)
        expect(localDay(close + later, name) > text).toBe(true)
        if (name !== 'Pacific/Apia') expect(localDay(close, name)).toBe(text)
      }),
      { numRuns: 400 },
    )
  })

  it('holds on every day of twelve years in the zones whose clocks change at midnight', () => {
    const tricky = [
      'America/Santiago',
      'Africa/Cairo',
      'America/St_Johns',
      'Asia/Gaza',
      'Atlantic/Azores',
      'Pacific/Apia',
    ]
    const wrong: string[] = []
    for (const name of tricky) {
      for (let text = '2005-01-01'; text < '2017-01-01'; text = addDays(text, 1)) {
        const close = closeOfLocalDay(text, name)
        if (localDay(close, name) > text || localDay(close + 1, name) <= text) wrong.push(`${name} ${text}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('comes after every instant of the day itself, and days close in order', () => {
    fc.assert(
      fc.property(instant, zone, (ms, name) => {
        const today = localDay(ms, name)
        expect(closeOfLocalDay(today, name)).toBeGreaterThanOrEqual(ms)
        expect(closeOfLocalDay(addDays(today, 1), name)).toBeGreaterThanOrEqual(closeOfLocalDay(today, name))
      }),
    )
  })

  it('refuses what is not a day or not a zone', () => {
    expect(() => closeOfLocalDay('2023-02-29', 'UTC')).toThrow(RangeError)
    expect(() => closeOfLocalDay('2024-01-01', 'Nowhere/Land')).toThrow(RangeError)
  })
})

describe('addDays and addCalendarMonths', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-01-01', -1, '2023-12-31'],
    ['2024-03-30', 0, '2024-03-30'],
    ['2011-12-29', 1, '2011-12-30'],
    ['2000-01-01', 10_000, '2027-05-19'],
  ])('%s plus %i days is %s', (from, n, to) => {
    expect(addDays(from, n)).toBe(to)
  })

  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2024-12-15', 1, '2025-01-15'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-05-31', 24, '2026-05-31'],
  ])('%s plus %i months is %s', (from, n, to) => {
    expect(addCalendarMonths(from, n)).toBe(to)
  })

  it('go there and back, and a month is 28 to 31 days', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, n) => {
        expect(addDays(addDays(from, n), -n)).toBe(from)
        const days = (Date.parse(addCalendarMonths(from, 1)) - Date.parse(from)) / DAY_MS
        expect(days >= 28 && days <= 31).toBe(true)
      }),
    )
  })

  it('refuse to leave the years of four digits', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError)
    expect(() => addCalendarMonths('9999-12-31', 1)).toThrow(RangeError)
    expect(() => addDays('soon', 1)).toThrow(RangeError)
  })
})

describe('birthdaysOn', () => {
  it.each([
    ['2024-02-28', ['02-28']],
    ['2024-02-29', ['02-29']],
    ['2023-02-28', ['02-28', '02-29']],
    ['1900-02-28', ['02-28', '02-29']],
    ['2000-02-28', ['02-28']],
    ['2023-03-01', ['03-01']],
    ['2023-12-31', ['12-31']],
  ])('on %s: %j', (text, keys) => {
    expect(birthdaysOn(text)).toEqual(keys)
  })

  it('keeps each of the 366 birthdays exactly once in every year', () => {
    for (const year of [1900, 2000, 2023, 2024, 2100]) {
      const kept: string[] = []
      for (let text = `${year}-01-01`; text.startsWith(`${year}`); text = addDays(text, 1))
        kept.push(...birthdaysOn(text))
      expect(kept).toHaveLength(366)
      expect(new Set(kept).size).toBe(366)
    }
  })
})

describe('ageOn and ageBandOn', () => {
  it.each([
    [{ year: 2000, monthDay: '06-15' }, '2018-06-14', 17],
    [{ year: 2000, monthDay: '06-15' }, '2018-06-15', 18],
    [{ year: 2000, monthDay: '02-29' }, '2018-02-27', 17],
    [{ year: 2000, monthDay: '02-29' }, '2018-02-28', 18],
    [{ year: 2000, monthDay: '02-29' }, '2020-02-28', 19],
    [{ year: 2000, monthDay: '02-29' }, '2020-02-29', 20],
    [{ year: 2000, monthDay: '12-31' }, '2001-01-01', 0],
    [{ year: 2000, monthDay: '01-01' }, '1999-12-31', -1],
  ])('%j on %s is %i', (birth, text, age) => {
    expect(ageOn(birth, text)).toBe(age)
  })

  it('grows by one on each birthday and on no other day', () => {
    const birth = fc.record({ year: fc.integer({ min: 1900, max: 2030 }), monthDay: day.map((text) => text.slice(5)) })
    fc.assert(
      fc.property(birth, day, (born, text) => {
        const grown = ageOn(born, addDays(text, 1)) - ageOn(born, text)
        expect(grown).toBe(birthdaysOn(addDays(text, 1)).includes(born.monthDay) ? 1 : 0)
      }),
    )
  })

  it('says who is of age', () => {
    expect(ageBandOn({ year: 2000, monthDay: '06-15' }, '2018-06-14')).toBe('minor')
    expect(ageBandOn({ year: 2000, monthDay: '06-15' }, '2018-06-15')).toBe('adult')
    expect(ageBandOn({ year: 2000, monthDay: '06-15' }, '2016-06-15', 16)).toBe('adult')
    expect(ageBandOn({ year: null, monthDay: '06-15' }, '2018-06-15')).toBe('unknown')
  })
})
