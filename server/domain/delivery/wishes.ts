// The channel that somebody would rather be reached by; it widens no consent, it only says which of several comes first.
import { loadCampaign } from '#campaigns/load.ts'
import { permit } from '#consent/gate.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import type { QueuedVoucher } from '#vouchers/issue.ts'
import { deleteWish, putWish, wishesOf } from './queries-wishes.ts'

/** Null takes the wish back. The customer has to be there. */
export async function wishForChannel(tx: Tx, customerId: string, channel: Channel | null): Promise<void> {
  if (channel === null) await deleteWish(tx, customerId)
  else await putWish(tx, { customerId, channel, at: tx.now })
}

export async function wishedChannel(q: Queries, customerId: string): Promise<Channel | null> {
  const [row] = await wishesOf(q, [customerId])
  return (row?.channel as Channel | undefined) ?? null
}

/** The same rows by the channels that people wish for, where the campaign uses them and the gate lets it. */
export async function byWish<T extends QueuedVoucher>(tx: Tx, rows: readonly T[]): Promise<readonly T[]> {
  const wishes = new Map(
    (await wishesOf(tx, [...new Set(rows.map((row) => row.customerId))])).map((one) => [one.customerId, one.channel]),
  )
  const wishing = rows.filter(({ customerId, channel }) => (wishes.get(customerId) ?? channel) !== channel)
  if (wishing.length === 0) return rows
  const moved = new Map<T, string>()
  const groups = Map.groupBy(wishing, ({ campaignId, customerId }) => `${campaignId} ${wishes.get(customerId)}`)
  for (const group of groups.values()) {
    const [first] = group
    const wish = first && (wishes.get(first.customerId) as Channel)
    const campaign = first && (await loadCampaign(tx, first.campaignId))
    if (!wish || !campaign?.use.channels.includes(wish)) continue
    const people = group.map(({ customerId }) => customerId)
    const permitted = await permit(tx, { ...campaign.use, channels: [wish] }, people)
    for (const row of group) if (permitted.has(row.customerId)) moved.set(row, wish)
  }
  return rows.map((row) => {
    const channel = moved.get(row)
    return channel === undefined ? row : { ...row, channel }
  })
}
