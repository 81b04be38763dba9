// Hands one profile's vouchers, holdouts and used limits over to another of the same person; nothing that was promised is lost.
import { mergeCustomerCaps } from '#budget/merge.ts'
import type { Tx } from '#db/store.ts'
import { moveHoldouts } from '#experiments/move.ts'
import { lockByIds, voucherIdsOf } from './claim.ts'
import { moveVouchers } from './queries-merge.ts'
import { renameReminded } from './queries-reminders.ts'

/** Both people are locked. Where both had a voucher on one occasion both stay good. Answers how many moved. */
export async function mergeVouchers(tx: Tx, from: string, into: string): Promise<number> {
  const ids = await voucherIdsOf(tx, from)
  await lockByIds(tx, ids)
  await moveVouchers(tx, from, into)
  await renameReminded(tx, from, into)
  await moveHoldouts(tx, from, into)
  await mergeCustomerCaps(tx, from, into)
  return ids.length
}
