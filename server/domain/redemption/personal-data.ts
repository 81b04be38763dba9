// What this room holds of a person: what was redeemed with her vouchers. It names vouchers, never her, so when they pass
// to a random unit nothing here needs to change.
import { iso } from '#core/clock.ts'
import type { Queries, Tx } from '#db/store.ts'
import { latestUsesOf } from '#vouchers/claim.ts'
import { redemptionsOfVouchers } from './queries.ts'
import { blankReasons } from './queries-story.ts'

export async function exportPersonalData(q: Queries, customerId: string) {
  const { voucherIds, redemptionIds } = await latestUsesOf(q, customerId)
  const rows = await redemptionsOfVouchers(q, voucherIds, redemptionIds)
  return {
    redemptions: rows.map((row) => ({
      id: row.id,
      voucherId: row.voucherId,
      orderReference: row.orderReference,
      orderAmountMinor: row.orderAmountMinor,
      discountMinor: row.discountMinor,
      reversedMinor: row.reversedMinor,
      currency: row.currency,
      redeemedAt: iso(row.redeemedAt),
    })),
  }
}

/** Budgets and reports stay as they are (decisions.md, 15); why somebody gave something back, in her own or the shop's words,
 * goes. */
export async function erasePersonalData(tx: Tx, customerId: string): Promise<void> {
  const { voucherIds, redemptionIds } = await latestUsesOf(tx, customerId)
  const rows = await redemptionsOfVouchers(tx, voucherIds, redemptionIds)
  await blankReasons(
    tx,
    rows.map(({ id }) => id),
  )
}
