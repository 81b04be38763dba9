// Pure: what a campaign will have spent when every code that is out has been used or has run out.
// Expected: the share of vouchers redeemed so far, applied to those still open, at the mean discount so far.
// Low and high: where it ends in nine cases of ten, by the share's posterior, the binomial spread of the open ones and the
// widest spread that amounts between nothing and the dearest can have.
// Worst: every open voucher redeemed at its dearest, but never above the limit.
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
export interface Forecast {
  expectedSpendMinor: number
  worstCaseMinor: number
  lowMinor: number
  highMinor: number
}
/** Nine of ten. */
const Z = 1.645

/** Whole minor units; null while nothing was issued, because there is nothing to foresee from. `by` is how much of what is
 * open has had its time (1: all, so that this is the end): each open voucher is used until then with that part of its
 * chance. */
export function forecast(input: ForecastInput, by = 1): Forecast | null {
  const { total, spentMinor, heldMinor, limitMinor, worstPerVoucherMinor: dearest } = input
  if (total.issued === 0) return null
  const used = Math.max(0, total.redeemed - total.reversed)
  const open = Math.max(0, total.issued - used - total.expired - total.revoked)
  const closed = used + total.expired + total.revoked
  const share = closed === 0 ? 0 : used / closed
  const mean = total.redeemed === 0 ? 0 : Math.max(0, total.discountMinor / total.redeemed)
  const cap = (minor: number) => (limitMinor === null ? minor : Math.min(minor, limitMinor))
  const certain = spentMinor + heldMinor
  const worst = certain + Math.max(input.reservedMinor, open * dearest)
  const likely = certain + open * share * by * mean
  const spread = Z * spreadOf({ open, used, closed, mean, dearest, by })
  const isKnown = closed > 0
  return {
    expectedSpendMinor: cap(Math.round(likely)),
    worstCaseMinor: cap(worst),
    lowMinor: cap(Math.round(isKnown ? Math.max(certain, likely - spread) : certain)),
    highMinor: cap(Math.round(isKnown ? Math.min(worst, likely + spread) : worst)),
  }
}

interface Open {
  open: number
  used: number
  closed: number
  mean: number
  dearest: number
  by: number
}

function spreadOf({ open, used, closed, mean, dearest, by }: Open): number {
  const p = (used + 1) / (closed + 2)
  const ofShare = (open * open * by * by * p * (1 - p)) / (closed + 3)
  const ofOpen = open * p * by * (1 - p * by)
  const ofAmounts = open * p * by * Math.max(0, dearest - mean) * mean
  return Math.sqrt((ofShare + ofOpen) * mean * mean + ofAmounts)
}
