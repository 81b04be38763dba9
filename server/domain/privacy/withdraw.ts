// What follows from a withdrawal, in its transaction: nothing queued is sent, what nobody has heard of is revoked with its
// budget, and data that rested on nothing else is deleted (consent.md, 5; decisions.md, 23 and 27).
import { categoriesWithoutBasis } from '#consent/without-basis.ts'
import { withholdCategories } from '#customers/withhold.ts'
import type { Tx } from '#db/store.ts'
import { cancelQueued } from '#delivery/cancel.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'

/** Call it after the withdrawal is recorded. Vouchers that were sent stay as they are: no detriment. */
export async function settleWithdrawal(
  tx: Tx,
  customerId: string,
  withdrawn: readonly Cell[],
): Promise<{ messagesCancelled: number; vouchersRevoked: number }> {
  if (withdrawn.length === 0) return { messagesCancelled: 0, vouchersRevoked: 0 }
  const uses = new Map(withdrawn.map(({ purpose, channel }) => [`${purpose} ${channel}`, { purpose, channel }]))
  const voucherIds = new Set<string>()
  let messagesCancelled = 0
  for (const use of uses.values()) {
    const cancelled = await cancelQueued(tx, { customerId, ...use })
    messagesCancelled += cancelled.messages
    for (const id of cancelled.voucherIds) voucherIds.add(id)
  }
  const vouchersRevoked = await revokeVouchers(tx, [...voucherIds].sort(), 'consent_withdrawn')
  const touched = withdrawn.map(({ category }) => category)
  const ended = await categoriesWithoutBasis(tx, customerId, touched, tx.now)
  await withholdCategories(tx, customerId, ended)
  return { messagesCancelled, vouchersRevoked }
}
