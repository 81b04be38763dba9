// What follows from a withdrawal, in its transaction: nothing queued is sent, what nobody has heard of is revoked with its
// budget, and data that rested on nothing else is deleted (consent.md, 5; decisions.md, 23 and 27).
import { liveCampaigns } from '#campaigns/load.ts'
import type { Use } from '#consent/gate.ts'
import { categoriesWithoutBasis } from '#consent/without-basis.ts'
import { withholdCategories } from '#customers/withhold.ts'
import type { Tx } from '#db/store.ts'
import { cancelQueued } from '#delivery/cancel.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { contactCategory } from '#shared/kinds.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'

/** Call it after the withdrawal is recorded. Vouchers that were sent stay as they are: no detriment. */
export async function settleWithdrawal(
  tx: Tx,
  customerId: string,
  withdrawn: readonly Cell[],
): Promise<{ messagesCancelled: number; vouchersRevoked: number }> {
  if (withdrawn.length === 0) return { messagesCancelled: 0, vouchersRevoked: 0 }
  const voucherIds = new Set<string>()
  let messagesCancelled = 0
  for (const use of await usesTouched(tx, withdrawn)) {
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

/** Purposes and channels whose messages cannot go any more. A category that no live campaign of the purpose reads stops
 * nothing; for a campaign that is paused now, the gate is asked again before anything is sent. */
async function usesTouched(tx: Tx, withdrawn: readonly Cell[]): Promise<Pick<Cell, 'purpose' | 'channel'>[]> {
  const isContact = ({ channel, category }: Cell) => contactCategory[channel] === category
  const campaigns = withdrawn.every(isContact) ? [] : await liveCampaigns(tx)
  const stopped = withdrawn.filter((cell) => isContact(cell) || campaigns.some(({ use }) => reads(use, cell)))
  return [...new Map(stopped.map(({ purpose, channel }) => [`${purpose} ${channel}`, { purpose, channel }])).values()]
}

function reads({ purpose, channels, needs }: Use, cell: Cell): boolean {
  return purpose === cell.purpose && channels.includes(cell.channel) && needs.includes(cell.category)
}
