import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { MOST_ATTEMPTS, waitAfter } from './backoff.ts'

test('the wait doubles, up to six hours', () => {
  const planned = [1, 2, 3, 9, 10, 16].map((attempts) => waitAfter(attempts, 0.5))
  expect(planned).toEqual([1, 2, 4, 256, 360, 360].map((minutes) => minutes * MINUTE_MS))
})

test('the wait is always later than now, and never a fifth longer than planned', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
      const wait = waitAfter(attempts, chance)
      expect(wait).toBeGreaterThan(0)
      expect(wait).toBeLessThanOrEqual(7.2 * HOUR_MS)
    }),
  )
})

test('giving up takes between one and three days', () => {
  let total = 0
  for (let attempts = 1; attempts < MOST_ATTEMPTS; attempts++) total += waitAfter(attempts, 0.5)
  expect(total).toBeGreaterThan(DAY_MS)
  expect(total).toBeLessThan(3 * DAY_MS)
})
