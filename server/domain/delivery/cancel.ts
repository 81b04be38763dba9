// Cancels what waits to be sent to a person; what is marked for sending counts as sent (decisions.md, 28).
import type { Tx } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import { alignMarks, campaignsOf, cancelVouchers, cancelWaiting, type Whose } from './queries.ts'

export interface Cancelled {
  /** Vouchers that nobody will hear of now, in the order of ids; whether they are revoked is the caller's to say. */
  voucherIds: string[]
  messages: number
}

/** The campaigns that have something for a person on a channel, sent or not. */
export async function campaignsFor(tx: Tx, customerId: string, channel: Channel): Promise<string[]> {
  return (await campaignsOf(tx, customerId, channel)).map(({ campaignId }) => campaignId)
}

/**
 * Call it after the withdrawal is written, in the same transaction. Without `purpose` or `channel`: whatever it is for.
 * A marking that this transaction had to wait for came first, whatever the two clocks read when they began.
 */
export async function cancelQueued(tx: Tx, whose: Whose, reason = 'consent_withdrawn'): Promise<Cancelled> {
  const cancelled = await cancelWaiting(tx, whose, reason)
  await alignMarks(tx, whose.customerId)
  const voucherIds = [...new Set(cancelled.map((row) => row.voucherId))].sort()
  return { voucherIds, messages: cancelled.length }
}

/** What waits to tell of a voucher. Call it before the voucher is revoked: messages are locked before vouchers. */
export async function cancelForVoucher(tx: Tx, voucherId: string, reason: string): Promise<void> {
  await cancelVouchers(tx, voucherId, reason)
}
