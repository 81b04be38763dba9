// The forecast of a budget from what happened so far.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { burnDown } from './burn-down.ts'
import { forecast } from './forecast.ts'

const total = { issued: 100, redeemed: 20, reversed: 0, expired: 20, revoked: 0, discountMinor: 20_000 }
const base = {
  total,
  spentMinor: 20_000,
  heldMinor: 0,
  reservedMinor: 0,
  limitMinor: 1_000_000,
  worstPerVoucherMinor: 2_000,
}

describe('the forecast', () => {
  it('foresees nothing from nothing', () => {
    expect(forecast({ ...base, total: { ...total, issued: 0 } })).toBeNull()
  })

  it('applies the share redeemed so far to what is open', () => {
    // half of what closed was redeemed at 1,000 each; 60 are open
    expect(forecast(base)).toMatchObject({ expectedSpendMinor: 20_000 + 30_000, worstCaseMinor: 20_000 + 120_000 })
  })

  it('is an interval that holds what is expected, and narrows as more vouchers have closed', () => {
    const few = forecast(base)
    const scale = 10
    const many = forecast({
      ...base,
      spentMinor: 20_000 * scale,
      limitMinor: null,
      total: { issued: 1_000, redeemed: 200, reversed: 0, expired: 200, revoked: 0, discountMinor: 200_000 },
    })
    for (const told of [few, many]) {
      expect(told?.lowMinor).toBeLessThan(told?.expectedSpendMinor ?? 0)
      expect(told?.highMinor).toBeGreaterThan(told?.expectedSpendMinor ?? 0)
    }
    const width = (told: ReturnType<typeof forecast>) =>
      ((told?.highMinor ?? 0) - (told?.lowMinor ?? 0)) / (told?.expectedSpendMinor ?? 1)
    expect(width(many)).toBeLessThan(width(few) / 2)
    expect(forecast({ ...base, total: { ...total, redeemed: 0, expired: 0 } })).toMatchObject({
      lowMinor: 20_000,
      highMinor: 220_000,
    })
  })

  it('never goes above the limit, and has none without one', () => {
    expect(forecast({ ...base, limitMinor: 40_000 })).toMatchObject({
      expectedSpendMinor: 40_000,
      worstCaseMinor: 40_000,
      highMinor: 40_000,
    })
    expect(forecast({ ...base, limitMinor: null })?.worstCaseMinor).toBe(140_000)
  })
})

describe('the budget over days', () => {
  const days = [
    { key: '2026-06-01', issued: 60, discountMinor: 5_000 },
    { key: '2026-06-04', issued: 40, discountMinor: 15_000 },
  ]
  const on = { validity: { days: 9 }, today: '2026-06-06' }

  it('ends behind with what is spent, and ahead, on the last day of the last voucher, with the forecast', () => {
    const { spent, coming } = burnDown(base, days, on)
    expect(spent).toEqual([
      { day: '2026-06-01', spentMinor: 5_000 },
      { day: '2026-06-04', spentMinor: 20_000 },
    ])
    const end = forecast(base)
    expect(coming.map(({ day }) => day)).toEqual(
      ['06', '07', '08', '09', '10', '11', '12', '13'].map((day) => `2026-06-${day}`),
    )
    expect(coming.at(-1)).toEqual({
      day: '2026-06-13',
      lowMinor: end?.lowMinor,
      expectedMinor: end?.expectedSpendMinor,
      highMinor: end?.highMinor,
    })
    // 60 vouchers have 5 days, 40 have 8: one day is a fifth of the ones and an eighth of the others.
    expect(coming[0]?.expectedMinor).toBe(20_000 + 30_000 * ((60 / 5 + 40 / 8) / 100))
  })

  it('is a band around what is expected that never falls, for any campaign', () => {
    const amount = fc.integer({ min: 0, max: 5_000 })
    const some = fc.record({
      issued: amount,
      redeemed: amount,
      expired: amount,
      mean: amount,
      limit: fc.option(amount),
    })
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 400 }), ({ issued, redeemed, expired, mean, limit }, valid) => {
        const counts = { issued: issued + redeemed + expired, redeemed, reversed: 0, expired, revoked: 0 }
        const spentMinor = redeemed * mean
        const limitMinor = limit === null ? null : spentMinor + limit * 100
        const input = { ...base, total: { ...counts, discountMinor: spentMinor }, spentMinor, limitMinor }
        const given = { ...input, worstPerVoucherMinor: 5_000 }
        const { coming } = burnDown(given, days, { ...on, validity: { days: valid } })
        const end = forecast(given)
        let before = { lowMinor: 0, expectedMinor: 0, highMinor: 0 }
        for (const point of coming) {
          expect(point.lowMinor).toBeLessThanOrEqual(point.expectedMinor)
          expect(point.expectedMinor).toBeLessThanOrEqual(point.highMinor)
          for (const key of ['lowMinor', 'expectedMinor', 'highMinor'] as const) {
            expect(point[key]).toBeGreaterThanOrEqual(before[key])
          }
          before = point
        }
        expect(coming.length).toBeLessThanOrEqual(92)
        if (coming.length > 0) expect(coming.at(-1)?.highMinor).toBe(end?.highMinor)
      }),
    )
  })
})
