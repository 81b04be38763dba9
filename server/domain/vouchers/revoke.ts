// Revokes vouchers: their codes are refused from now on, and what was set aside for them is free.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { endVouchers } from './end-vouchers.ts'
import { voucherRow } from './queries.ts'

/** Answers how many there were to revoke: those that are redeemed, expired or revoked already stay as they are. A hold does
 * not save a voucher. */
export async function revokeVouchers(tx: Tx, ids: string[], reason: string): Promise<number> {
  const mayEnd = ({ state }: { state: string }) => state === 'issued' || state === 'held'
  return (await endVouchers(tx, ids, { state: 'revoked', reason, mayEnd })).length
}

/** 404 `voucher.not_found`, 409 `voucher.wrong_state`. */
export async function revokeOne(tx: Tx, id: string, reason: string): Promise<void> {
  if ((await revokeVouchers(tx, [id], reason)) === 1) return
  const row = await voucherRow(tx, id)
  if (row === undefined) throw new Refusal('voucher.not_found')
  throw new Refusal('voucher.wrong_state', { detail: `The voucher is ${row.state}` })
}
