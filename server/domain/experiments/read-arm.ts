// Pure: what one arm shows by itself, before anything is compared.
import type { Evidence } from './evidence.ts'
import type { Plan, PlannedArm } from './plan.ts'
import { wilson } from './rates.ts'
import { armTotal } from './sums.ts'
import type { ArmReadout } from './verdicts.ts'

const LEVEL = 0.05

/** Over everybody assigned so far; per recipient means per assigned recipient. */
export function readArm(plan: Plan, evidence: Evidence, { key, kind }: PlannedArm): ArmReadout {
  const total = armTotal(evidence, key)
  const { all } = total
  const isOffer = kind === 'offer'
  const perRecipient = (sum: bigint | undefined) => (all.n === 0 || sum === undefined ? null : Number(sum) / all.n)
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  return {
    key,
    kind,
    assigned: total.assigned,
    mature: total.mature.n,
    planned: plan.plannedRecipients?.[key] ?? null,
    issued: isOffer ? total.issued : null,
    redeemed: isOffer ? total.redeemed : null,
    redeemedByOthers: isOffer ? total.redeemedByOthers : null,
    redemptionRate: isOffer ? share(total.redeemed, total.issued) : null,
    purchasers: all.purchasers,
    conversion: share(all.purchasers, all.n),
    conversionInterval: wilson({ yes: all.purchasers, n: all.n }, LEVEL) ?? { low: null, high: null },
    revenuePerRecipientMinor: perRecipient(all.revenue.sum),
    discountPerRecipientMinor: perRecipient(all.discount.sum),
    marginPerRecipientMinor: perRecipient(all.margin?.sum),
    totals: {
      revenueMinor: all.revenue.sum.toString(),
      discountMinor: all.discount.sum.toString(),
      marginMinor: all.margin === null ? null : all.margin.sum.toString(),
    },
    revenuePerPurchaserMinor: all.purchasers === 0 ? null : Number(all.revenue.sum) / all.purchasers,
    referenceShare: share(total.ordersWithReference, total.orders),
  }
}
