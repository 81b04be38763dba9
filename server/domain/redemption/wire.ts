// Redemptions and reversals as they are told at the checkout; an answer that is repeated is built from the same row.
import { iso } from '#core/clock.ts'
import type { DiscountLine, Redemption, Reversal } from '#shared/contracts/redemptions.ts'
import type { RedemptionRow, ReversalRow } from './queries.ts'

export function toRedemption(row: RedemptionRow): Redemption {
  return {
    id: row.id,
    voucherId: row.voucherId,
    campaignId: row.campaignId,
    variantKey: row.variantKey,
    orderReference: row.orderReference,
    discountMinor: row.discountMinor,
    currency: row.currency,
    ...(row.lines === null ? {} : { lines: JSON.parse(row.lines) as DiscountLine[] }),
    ...(row.remainingMinor === null ? {} : { remainingMinor: row.remainingMinor }),
    redeemedAt: iso(row.redeemedAt),
  }
}

export function toReversal(row: ReversalRow, currency: string): Reversal {
  return {
    id: row.id,
    redemptionId: row.redemptionId,
    amountMinor: row.amountMinor,
    currency,
    remainingDiscountMinor: row.remainingMinor,
    voucherRestored: row.voucherRestored === 1,
    reversedAt: iso(row.reversedAt),
  }
}
