// Pure: what an offer added against people who got none, in orders, in margin, and per unit of discount given.
import { finite, normalQuantile } from './distributions.ts'
import { fieller, type Ratio } from './fieller.ts'
import { exactCovariance, exactVariance } from './moments.ts'
import type { Interval, RelativeStatus } from './verdicts.ts'

/** Buyers and recipients of both sides; redemptions and the whole discount in minor units of the offer. */
export interface Bought {
  holdout: { n: number; purchasers: number }
  offer: { n: number; purchasers: number }
  redeemed: number
  discountMinor: number
}
export interface IncrementalOrders {
  rate: number
  se: number
  rateInterval: { low: number; high: number }
  orders: number
  ordersInterval: { low: number; high: number }
  redemptionRate: number
  shareOfRedemptions: number | null
  discountPerIncrementalOrderMinor: number | null
}

/** Null where either side has nobody. `told`: rate and error where they come from several stretches of weights. */
export function incrementalOrders(
  { holdout, offer, redeemed, discountMinor }: Bought,
  level: number,
  told?: { rate: number; se: number },
): IncrementalOrders | null {
  if (holdout.n === 0 || offer.n === 0) return null
  const [pH, pT] = [holdout.purchasers / holdout.n, offer.purchasers / offer.n]
  const { rate, se } = told ?? {
    rate: pT - pH,
    se: Math.sqrt((pT * (1 - pT)) / offer.n + (pH * (1 - pH)) / holdout.n),
  }
  const half = normalQuantile(1 - level / 2) * se
  const [low, high] = [rate - half, rate + half]
  const redemptionRate = redeemed / offer.n
  return {
    rate,
    se,
    rateInterval: { low, high },
    orders: rate * offer.n,
    ordersInterval: { low: low * offer.n, high: high * offer.n },
    redemptionRate,
    shareOfRedemptions: redeemed === 0 ? null : rate / redemptionRate,
    discountPerIncrementalOrderMinor: rate > 0 ? discountMinor / (rate * offer.n) : null,
  }
}

/** Exact sums over recipients: margin after discount and refunds, its squares; of the offer also the discount. */
export interface MarginSums {
  n: number
  margin: bigint
  marginSquares: bigint
}
export interface OfferSums extends MarginSums {
  discount: bigint
  discountSquares: bigint
  timesDiscount: bigint
}
export interface Roi {
  marginPerRecipient: number
  seMargin: number
  marginInterval: { low: number; high: number }
  discountPerRecipient: number
  marginTotal: number
  roi: number | null
  se: number | null
  delta: Interval
  interval: Interval & { status: RelativeStatus }
}

/**
 * Null where either side of every stretch has fewer than two recipients. Stretches of different weights weigh what they
 * hold of all recipients. Without any discount there is no ratio.
 */
export function incrementalRoi(stretches: { holdout: MarginSums; offer: OfferSums }[], level: number): Roi | null {
  const usable = stretches.filter(({ holdout, offer }) => holdout.n > 1 && offer.n > 1)
  const total = usable.reduce((sum, { holdout, offer }) => sum + holdout.n + offer.n, 0)
  if (total === 0) return null
  const ratio = { a: 0, b: 0, vA: 0, vB: 0, cov: 0 }
  for (const { holdout, offer } of usable) addTo(ratio, holdout, offer, (holdout.n + offer.n) / total)
  const { a, b, vA, vB, cov } = ratio
  const z = normalQuantile(1 - level / 2)
  const seMargin = Math.sqrt(vA)
  const margin = {
    marginPerRecipient: a,
    seMargin,
    marginInterval: { low: a - z * seMargin, high: a + z * seMargin },
    discountPerRecipient: b,
    marginTotal: a * usable.reduce((sum, { offer }) => sum + offer.n, 0),
  }
  const none = { low: null, high: null }
  if (b <= 0) return { ...margin, roi: null, se: null, delta: none, interval: { ...none, status: 'no_estimate' } }
  const roi = a / b
  const se = Math.sqrt(Math.max(0, vA - 2 * roi * cov + roi * roi * vB)) / b
  const { low, high, status } = fieller(ratio, z)
  return {
    ...margin,
    roi: finite(roi),
    se: finite(se),
    delta: { low: finite(roi - z * se), high: finite(roi + z * se) },
    interval: { low, high, status },
  }
}

/** One stretch's share of the margin gained (a), the discount given (b) and their errors. */
function addTo(ratio: Ratio, holdout: MarginSums, offer: OfferSums, weight: number): void {
  const squared = weight * weight
  const variance = (n: number, sum: bigint, squares: bigint) => (exactVariance(n, sum, squares) ?? 0) / n
  ratio.a += weight * (Number(offer.margin) / offer.n - Number(holdout.margin) / holdout.n)
  ratio.b += (weight * Number(offer.discount)) / offer.n
  ratio.vA +=
    squared *
    (variance(offer.n, offer.margin, offer.marginSquares) + variance(holdout.n, holdout.margin, holdout.marginSquares))
  ratio.vB += squared * variance(offer.n, offer.discount, offer.discountSquares)
  ratio.cov += (squared * (exactCovariance(offer.n, offer.margin, offer.discount, offer.timesDiscount) ?? 0)) / offer.n
}
