// Cancels what waits to be sent to a person; what is marked for sending counts as sent (decisions.md, 28).
import type { Tx } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import { alignMarks, cancelWaiting } from './queries.ts'

export interface Cancelled {
  /** Vouchers that nobody will hear of now, in the order of ids; whether they are revoked is the caller's to say. */
  voucherIds: string[]
  messages: number
}

/**
 * Call it after the withdrawal is written, in the same transaction. Without `purpose` or `channel`: whatever it is for.
 * A marking that this transaction had to wait for came first, whatever the two clocks read when they began.
 */
export async function cancelQueued(
  tx: Tx,
  whose: { customerId: string; purpose?: string; channel?: Channel },
  reason = 'consent_withdrawn',
): Promise<Cancelled> {
  const cancelled = await cancelWaiting(tx, whose, reason)
  await alignMarks(tx, whose.customerId)
  const voucherIds = [...new Set(cancelled.map((row) => row.voucherId))].sort()
  return { voucherIds, messages: cancelled.length }
}
