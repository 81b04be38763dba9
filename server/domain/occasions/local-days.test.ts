// Which days touch a stretch of time, and what holds where.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byZone, daysTouched } from './local-days.ts'

const at = (text: string) => Date.parse(text)

describe('days touched', () => {
  it.each([
    ['within a day', '2026-06-15T10:00:00Z', '2026-06-15T11:00:00Z', 'UTC', ['2026-06-15']],
    ['over midnight', '2026-06-15T23:30:00Z', '2026-06-16T00:30:00Z', 'UTC', ['2026-06-15', '2026-06-16']],
    ['from midnight on', '2026-06-16T00:00:00Z', '2026-06-16T01:00:00Z', 'UTC', ['2026-06-16']],
    ['from its last millisecond on', '2026-06-15T23:59:59.999Z', '2026-06-16T01:00:00Z', 'UTC', ['2026-06-16']],
    ['up to midnight', '2026-06-15T23:00:00Z', '2026-06-16T00:00:00Z', 'UTC', ['2026-06-15', '2026-06-16']],
    ['no time at all', '2026-06-15T10:00:00Z', '2026-06-15T10:00:00Z', 'UTC', ['2026-06-15']],
    ['far east', '2026-06-15T09:30:00Z', '2026-06-15T10:30:00Z', 'Pacific/Kiritimati', ['2026-06-15', '2026-06-16']],
    ['far west', '2026-06-15T10:30:00Z', '2026-06-15T11:30:00Z', 'Pacific/Pago_Pago', ['2026-06-14', '2026-06-15']],
    [
      'a day that was left out',
      '2011-12-30T09:00:00Z',
      '2011-12-30T11:00:00Z',
      'Pacific/Apia',
      ['2011-12-29', '2011-12-30', '2011-12-31'],
    ],
    ['over New Year', '2025-12-31T20:00:00Z', '2026-01-01T20:00:00Z', 'UTC', ['2025-12-31', '2026-01-01']],
    ['a spring night', '2026-03-28T22:30:00Z', '2026-03-28T23:30:00Z', 'Europe/Berlin', ['2026-03-28', '2026-03-29']],
  ])('%s', (_, since, asOf, zone, days) => {
    expect(daysTouched(at(since), at(asOf), zone)).toEqual(days)
  })

  it('one look after the other leaves out no day', () => {
    const zone = fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Santiago', 'Africa/Cairo')
    const start = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })
    const hops = fc.array(fc.integer({ min: 0, max: 90_000_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(zone, start, hops, (where, first, steps) => {
        const seen = new Set<string>()
        let now = first
        for (const step of steps) {
          for (const day of daysTouched(now, now + step, where)) seen.add(day)
          now += step
        }
        expect([...seen]).toEqual(daysTouched(first, now, where).filter((day) => seen.has(day)))
        expect(daysTouched(first, now, where).every((day) => seen.has(day))).toBe(true)
      }),
    )
  })
})

describe('by zone', () => {
  it('groups zones that answer otherwise than home, and passes over names that are no zone', () => {
    const offsets: Record<string, number> = { UTC: 0, 'Europe/Berlin': 1, 'Europe/Paris': 1, 'Asia/Tokyo': 9 }
    const asked = byZone(
      ['Europe/Paris', 'Asia/Tokyo', 'UTC', 'No/Where', 'Europe/Berlin'],
      'UTC',
      (z) => offsets[z],
      String,
    )
    expect(asked).toEqual({
      usual: 0,
      others: [
        { zones: ['Europe/Paris', 'Europe/Berlin'], answer: 1 },
        { zones: ['Asia/Tokyo'], answer: 9 },
      ],
    })
  })
})
