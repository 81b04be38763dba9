import { expect, test } from 'vitest'
import { randomId } from '#core/ids.ts'
import { shareSeen, stillDue } from './progress.ts'

const at = (customerId: string, matched: number) => ({
  pageCursor: JSON.stringify([customerId, 'broadcast']),
  matched,
  finishedAt: null,
})

test('a cursor in the middle of all ids is the middle of the audience', () => {
  expect(shareSeen(at('cus_G0000000000000000000000000', 500))).toBe(0.5)
  expect(stillDue(at('cus_G0000000000000000000000000', 500))).toBe(500)
  expect(shareSeen(at('cus_ZZZZZZZZZZZZZZZZZZZZZZZZZZ', 9))).toBeCloseTo(1, 5)
})

test('what is not begun, or looks at ids that nobody drew, says nothing; what is finished is at its end', () => {
  expect(shareSeen({ pageCursor: null, finishedAt: null })).toBe(0)
  expect(stillDue({ pageCursor: null, matched: 0, finishedAt: null })).toBe(0)
  expect(stillDue(at('cus_clone_10000', 7))).toBe(0)
  expect(shareSeen({ pageCursor: null, finishedAt: 1 })).toBe(1)
})

test('of people with ids as they are drawn it is right to a few percent', () => {
  const ids = Array.from({ length: 20_000 }, () => randomId('customer')).sort()
  for (const seen of [2000, 5000, 15_000]) {
    const about = stillDue(at(String(ids[seen - 1]), seen))
    expect(Math.abs(about - (20_000 - seen))).toBeLessThan(2000)
  }
})
