// Pure: what an offer added against the holdout, or why that cannot be said.
import { incrementalOrders, incrementalRoi } from './incrementality.ts'
import { addSums, metricMoments, type Stretch } from './sums.ts'
import type { Incrementality } from './verdicts.ts'
import { stratified } from './welch.ts'

const LEVEL = 0.05
const none = { low: null, high: null }
const unknown = (status: Incrementality['status']): Incrementality => ({
  status,
  rate: null,
  rateInterval: none,
  orders: null,
  ordersInterval: none,
  redemptionRate: null,
  shareOfRedemptions: null,
  discountPerIncrementalOrderMinor: null,
  marginPerRecipientMinor: null,
  marginInterval: none,
  marginTotalMinor: null,
  roi: null,
  roiInterval: { ...none, status: 'no_estimate' },
})

/** `redeemed`: vouchers of the mature recipients that were used. */
export function readIncrementality(
  stretches: Stretch[],
  { redeemed, measured }: { redeemed: number; measured: boolean },
): Incrementality {
  if (!measured) return unknown('not_measurable')
  const usable = stretches.filter(({ control, treatment }) => control.n > 0 && treatment.n > 0)
  const holdout = addSums(usable.map(({ control }) => control))
  const offer = addSums(usable.map(({ treatment }) => treatment))
  const discountMinor = Number(offer.discount.sum)
  const orders = incrementalOrders({ holdout, offer, redeemed, discountMinor }, LEVEL, rateOf(usable))
  if (orders === null) return unknown('no_data')
  const { rate, rateInterval, ordersInterval, redemptionRate, shareOfRedemptions } = orders
  const { discountPerIncrementalOrderMinor } = orders
  const roi = roiOf(usable)
  return {
    status: 'ok',
    rate,
    rateInterval,
    orders: orders.orders,
    ordersInterval,
    redemptionRate,
    shareOfRedemptions,
    discountPerIncrementalOrderMinor,
    marginPerRecipientMinor: roi?.marginPerRecipient ?? null,
    marginInterval: roi?.marginInterval ?? none,
    marginTotalMinor: roi?.marginTotal ?? null,
    roi: roi?.roi ?? null,
    roiInterval: roi?.interval ?? { ...none, status: 'no_estimate' },
  }
}

/** Only where weights changed: otherwise the counts say it themselves. */
function rateOf(stretches: Stretch[]): { rate: number; se: number } | undefined {
  if (stretches.length < 2) return undefined
  const strata = stretches.flatMap(({ control, treatment }) => {
    const [c, t] = [metricMoments(control, 'conversion'), metricMoments(treatment, 'conversion')]
    return c === null || t === null || control.n < 2 || treatment.n < 2 ? [] : [{ control: c, treatment: t }]
  })
  const { difference, se } = stratified(strata)
  return difference === null ? undefined : { rate: difference, se: se ?? 0 }
}

function roiOf(stretches: Stretch[]) {
  const pairs = stretches.flatMap(({ control, treatment }) => {
    if (control.margin === null || treatment.margin === null) return []
    const side = ({ n, margin }: { n: number; margin: { sum: bigint; squares: bigint } }) => ({
      n,
      margin: margin.sum,
      marginSquares: margin.squares,
    })
    const { discount } = treatment
    return [
      {
        holdout: side({ n: control.n, margin: control.margin }),
        offer: {
          ...side({ n: treatment.n, margin: treatment.margin }),
          discount: discount.sum,
          discountSquares: discount.squares,
          timesDiscount: treatment.margin.timesDiscount,
        },
      },
    ]
  })
  return incrementalRoi(pairs, LEVEL)
}
