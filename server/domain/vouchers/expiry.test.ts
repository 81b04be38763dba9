import { expect, test } from 'vitest'
import { expiresAt } from './expiry.ts'

const at = (iso: string) => Date.parse(iso)
const last = (validity: { days: number } | { until: string }, timeZone: string, now: string) =>
  new Date(expiresAt({ validity, timeZone }, at(now))).toISOString()

test('a voucher lives to the close of the last local day', () => {
  expect(last({ days: 0 }, 'UTC', '2026-06-15T12:00:00Z')).toBe('2026-06-15T23:59:59.999Z')
  expect(last({ days: 7 }, 'Europe/Berlin', '2026-06-15T12:00:00Z')).toBe('2026-06-22T21:59:59.999Z')
  // In Berlin it is the 16th already, in Honolulu the 15th still.
  expect(last({ days: 1 }, 'Europe/Berlin', '2026-06-15T22:30:00Z')).toBe('2026-06-17T21:59:59.999Z')
  expect(last({ days: 1 }, 'Pacific/Honolulu', '2026-06-15T22:30:00Z')).toBe('2026-06-17T09:59:59.999Z')
})

test('the clocks may change meanwhile', () => {
  expect(last({ days: 1 }, 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T21:59:59.999Z')
  expect(last({ days: 1 }, 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T22:59:59.999Z')
})

test('until is a day of the campaign zone, inclusive, and days reach over leap days', () => {
  expect(last({ until: '2026-12-31' }, 'America/New_York', '2026-06-15T12:00:00Z')).toBe('2027-01-01T04:59:59.999Z')
  expect(last({ days: 1 }, 'UTC', '2028-02-28T12:00:00Z')).toBe('2028-02-29T23:59:59.999Z')
  expect(last({ days: 365 }, 'UTC', '2027-03-01T00:00:00Z')).toBe('2028-02-29T23:59:59.999Z')
})
