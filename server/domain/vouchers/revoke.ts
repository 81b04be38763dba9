// Revokes vouchers: their codes are refused from now on, and what was set aside for them is free.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { endVouchers } from './end-vouchers.ts'
import { type By, noteChanges } from './note-change.ts'
import { voucherRow } from './queries.ts'

/** Answers how many there were to revoke: those that are redeemed, expired or revoked already stay as they are. A hold does
 * not save a voucher. */
export async function revokeVouchers(tx: Tx, ids: string[], reason: string): Promise<number> {
  const mayEnd = ({ state }: { state: string }) => state === 'issued' || state === 'held'
  return (await endVouchers(tx, ids, { state: 'revoked', reason, mayEnd })).length
}

/** The same by hand; answers the ids of those that were revoked. */
export async function revokeByHand(tx: Tx, ids: string[], reason: string, by: By): Promise<string[]> {
  const mayEnd = ({ state }: { state: string }) => state === 'issued' || state === 'held'
  const ended = await endVouchers(tx, ids, { state: 'revoked', reason, mayEnd })
  await noteChanges(
    tx,
    by,
    'revoked',
    ended.map(({ id: voucherId }) => ({ voucherId, detail: { reason } })),
  )
  return ended.map(({ id }) => id)
}

/** Without `by` the house does it. 404 `voucher.not_found`, 409 `voucher.wrong_state`. */
export async function revokeOne(tx: Tx, id: string, reason: string, by?: By): Promise<void> {
  const revoked =
    by === undefined ? await revokeVouchers(tx, [id], reason) : (await revokeByHand(tx, [id], reason, by)).length
  if (revoked === 1) return
  const row = await voucherRow(tx, id)
  if (row === undefined) throw new Refusal('voucher.not_found')
  throw new Refusal('voucher.wrong_state', { detail: ['The voucher is {{state}}', { state: row.state }] })
}
