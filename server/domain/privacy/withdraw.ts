// What follows from a withdrawal, in its transaction: nothing queued is sent, what nobody has heard of is revoked with its
// budget, and data that rested on nothing else is deleted (consent.md, 5; decisions.md, 23 and 27).
import { loadCampaign } from '#campaigns/load.ts'
import type { Use } from '#consent/gate.ts'
import { categoriesWithoutBasis } from '#consent/without-basis.ts'
import { attributesByKey } from '#customers/attributes.ts'
import { withholdCategories } from '#customers/withhold.ts'
import type { Tx } from '#db/store.ts'
import { campaignsFor, cancelQueued } from '#delivery/cancel.ts'
import { forgetCategories } from '#occasions/forget.ts'
import { freezePerson } from '#reports/recount-units.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { type Category, type Channel, contactCategory } from '#shared/kinds.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'
import { rooms } from './rooms.ts'

type Stopped = { purpose?: string; channel: Channel; campaignIds?: string[] }

/** Call it after the withdrawal is recorded. Vouchers that were sent stay as they are: no detriment. */
export async function settleWithdrawal(
  tx: Tx,
  customerId: string,
  withdrawn: readonly Cell[],
): Promise<{ messagesCancelled: number; vouchersRevoked: number }> {
  if (withdrawn.length === 0) return { messagesCancelled: 0, vouchersRevoked: 0 }
  const voucherIds = new Set<string>()
  let messagesCancelled = 0
  for (const what of await stopped(tx, customerId, withdrawn)) {
    const cancelled = await cancelQueued(tx, { customerId, ...what })
    messagesCancelled += cancelled.messages
    for (const id of cancelled.voucherIds) voucherIds.add(id)
  }
  const vouchersRevoked = await revokeVouchers(tx, [...voucherIds].sort(), 'consent_withdrawn')
  const touched = withdrawn.map(({ category }) => category)
  const ended = await categoriesWithoutBasis(tx, customerId, touched, tx.now)
  await withholdCategories(tx, customerId, ended)
  if (ended.includes('purchase_history')) await freezePerson(tx, customerId)
  await forgetCategories(tx, customerId, ended, await customTypesOf(tx, ended))
  for (const { data } of rooms) await data.forgetCategories?.(tx, customerId, ended)
  return { messagesCancelled, vouchersRevoked }
}

/** What cannot be sent any more: without its contact point nothing of a purpose on a channel; without any other category
 * what the campaigns that read it have waiting, whatever their state, and nothing else: no detriment. */
async function stopped(tx: Tx, customerId: string, withdrawn: readonly Cell[]): Promise<Stopped[]> {
  const isContact = ({ channel, category }: Cell) => contactCategory[channel] === category
  const silenced = withdrawn.filter(isContact).map(({ purpose, channel }) => ({ purpose, channel }))
  const others = Map.groupBy(
    withdrawn.filter((cell) => !isContact(cell)),
    ({ channel }) => channel,
  )
  const narrowed: Stopped[] = []
  for (const [channel, cells] of others) {
    const campaignIds: string[] = []
    for (const id of await campaignsFor(tx, customerId, channel)) {
      const campaign = await loadCampaign(tx, id)
      if (campaign !== null && cells.some((cell) => reads(campaign.use, cell))) campaignIds.push(id)
    }
    if (campaignIds.length > 0) narrowed.push({ channel, campaignIds })
  }
  return [...silenced, ...narrowed]
}

function reads({ purpose, needs }: Use, cell: Cell): boolean {
  return purpose === cell.purpose && needs.includes(cell.category)
}

/** The types of custom events that were declared in one of the categories. */
async function customTypesOf(tx: Tx, categories: readonly Category[]): Promise<string[]> {
  const declared = [...(await attributesByKey(tx))].filter(([key]) => key.startsWith('custom.'))
  return declared.filter(([, own]) => own.categories.some((one) => categories.includes(one))).map(([key]) => key)
}
