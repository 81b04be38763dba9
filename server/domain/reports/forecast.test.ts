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
    expect(forecast(base)).toEqual({ expectedSpendMinor: 20_000 + 30_000, worstCaseMinor: 20_000 + 120_000 })
  })

  it('never goes above the limit, and has none without one', () => {
    expect(forecast({ ...base, limitMinor: 40_000 })).toEqual({ expectedSpendMinor: 40_000, worstCaseMinor: 40_000 })
    expect(forecast({ ...base, limitMinor: null })?.worstCaseMinor).toBe(140_000)
  })
})
