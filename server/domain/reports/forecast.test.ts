// The forecast of a budget from what happened so far.
import { describe, expect, it } from 'vitest'
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
