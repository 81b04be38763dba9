// When one way to a person fails, the next one that she has agreed to and that was not tried yet.
import type { LoadedCampaign } from '#campaigns/load.ts'
import { permit } from '#consent/gate.ts'
import { newId } from '#core/ids.ts'
import type { Tx } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import { messagesById, type NewMessage, waysTried } from './queries.ts'
import type { MessageKind } from './tone.ts'

interface Stuck {
  id: string
  customerId: string
  channel: Channel
  campaign: LoadedCampaign
}
interface Way {
  channel: Channel
  voucherId: string
  kind: MessageKind
}

/** By message. Locks people: call it before messages are locked. */
export async function waysLeft(tx: Tx, stuck: readonly Stuck[]): Promise<Map<string, Way>> {
  const found = new Map<string, Way>()
  const candidates = stuck.filter(({ campaign }) => campaign.use.channels.length > 1)
  if (candidates.length === 0) return found
  const tried = await triedBy(tx, candidates)
  const groups = Map.groupBy(candidates, ({ id, campaign }) => {
    const left = campaign.use.channels.filter((channel) => !tried.get(id)?.channels.has(channel))
    return `${campaign.id} ${left.join(' ')}`
  })
  for (const group of groups.values()) {
    const [first] = group
    if (first === undefined) continue
    const channels = first.campaign.use.channels.filter((channel) => !tried.get(first.id)?.channels.has(channel))
    if (channels.length === 0) continue
    const people = group.map(({ customerId }) => customerId)
    const permitted = await permit(tx, { ...first.campaign.use, channels }, people)
    for (const { id, customerId } of group) {
      const way = permitted.get(customerId)?.channel
      const own = tried.get(id)
      if (way !== undefined && own !== undefined) found.set(id, { channel: way, ...own })
    }
  }
  return found
}

async function triedBy(tx: Tx, stuck: readonly Stuck[]) {
  const ids = new Set(stuck.map(({ id }) => id))
  const own = await messagesById(tx, [...ids])
  const rows = await waysTried(tx, [...new Set(own.map(({ voucherId }) => voucherId))])
  return new Map(
    own.map(({ id, voucherId, kind }) => {
      const same = rows.filter((row) => row.voucherId === voucherId && row.kind === kind)
      const channels = new Set(same.map(({ channel }) => channel as Channel))
      return [id, { voucherId, kind: kind as MessageKind, channels }] as const
    }),
  )
}

/** A new message for each that failed and has another way left; the one that failed stays as it ended. */
export async function otherWays(
  tx: Tx,
  failed: readonly (Stuck & { campaignId: string; voucherId: string; kind: MessageKind })[],
): Promise<NewMessage[]> {
  const ways = await waysLeft(tx, failed)
  return failed.flatMap(({ id, campaignId, customerId, voucherId, kind, campaign }) => {
    const way = ways.get(id)
    if (way === undefined) return []
    const purpose = campaign.use.purpose
    const row = { voucherId, campaignId, customerId, purpose, kind, channel: way.channel }
    return [{ ...row, id: newId('message', tx.now), state: 'queued', dueAt: tx.now, reason: 'by_another_way' }]
  })
}
