// Pure: what a campaign will have spent when every code that is out has been used or has run out.
// Expected: the share of vouchers redeemed so far, applied to those still open, at the mean discount so far.
// Worst: every open voucher redeemed at its dearest, but never above the limit. (Intervals come with the experiments.)
import type { TallyRow } from './queries.ts'

export interface ForecastInput {
  total: Pick<TallyRow, 'issued' | 'redeemed' | 'reversed' | 'expired' | 'revoked' | 'discountMinor'>
  spentMinor: number
  heldMinor: number
  reservedMinor: number
  limitMinor: number | null
  /** The dearest discount one voucher of the campaign can take. */
  worstPerVoucherMinor: number
}

/** Whole minor units; null while nothing was issued, because there is nothing to foresee from. */
export function forecast(input: ForecastInput): { expectedSpendMinor: number; worstCaseMinor: number } | null {
  const { total, spentMinor, heldMinor, limitMinor } = input
  if (total.issued === 0) return null
  const used = Math.max(0, total.redeemed - total.reversed)
  const open = Math.max(0, total.issued - used - total.expired - total.revoked)
  const closed = used + total.expired + total.revoked
  const share = closed === 0 ? 0 : used / closed
  const mean = total.redeemed === 0 ? 0 : total.discountMinor / total.redeemed
  const cap = (minor: number) => (limitMinor === null ? minor : Math.min(minor, limitMinor))
  return {
    expectedSpendMinor: cap(Math.round(spentMinor + heldMinor + open * share * mean)),
    worstCaseMinor: cap(spentMinor + heldMinor + Math.max(input.reservedMinor, open * input.worstPerVoucherMinor)),
  }
}
