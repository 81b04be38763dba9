// How much of a campaign's frequency cap people have used: vouchers and holdouts of every campaign alike, counted together
// for people who share an address (decisions.md, 15 and 22).
import type { Permitted } from '#consent/gate.ts'
import { shareAddress } from '#customers/share-address.ts'
import type { Tx } from '#db/store.ts'
import { countHoldouts } from '#experiments/hold-out.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { DAY_MS } from '#shared/time.ts'
import type { Caps } from './decide-page.ts'
import { countVouchers } from './queries.ts'

/** Null without a cap. The window rolls: `withinDays` times 24 hours back from now. */
export async function readCaps(
  tx: Tx,
  frequency: NewCampaign['frequency'],
  permitted: ReadonlyMap<string, Permitted>,
): Promise<Caps | null> {
  if (frequency === undefined) return null
  const { groupOf, members } = await groupsOf(tx, permitted)
  const since = tx.now - frequency.withinDays * DAY_MS
  const everybody = [...members.keys()]
  const vouchers = await countVouchers(tx, everybody, since)
  const holdouts = await countHoldouts(tx, everybody, since)
  const used = new Map<string, number>()
  for (const [customerId, group] of members) {
    const entries = (vouchers.get(customerId) ?? 0) + (holdouts.get(customerId) ?? 0)
    used.set(group, (used.get(group) ?? 0) + entries)
  }
  return { max: frequency.max, groupOf, used }
}

interface Groups {
  groupOf: Map<string, string>
  /** Everybody whose entries count, with the group they count for. */
  members: Map<string, string>
}

/** People whom a message would reach at one address are one group; without an address everybody is her own. */
async function groupsOf(tx: Tx, permitted: ReadonlyMap<string, Permitted>): Promise<Groups> {
  const groupOf = new Map([...permitted.keys()].map((id) => [id, id]))
  const members = new Map(groupOf)
  for (const channel of ['email', 'sms'] as const) {
    const ids = [...permitted.values()].filter((cut) => cut.channel === channel).map(({ customerId }) => customerId)
    for (const { customerId, print } of ids.length === 0 ? [] : await shareAddress(tx, channel, ids)) {
      const group = `${channel}:${print}`
      if (permitted.get(customerId)?.channel === channel) groupOf.set(customerId, group)
      members.set(customerId, group)
    }
  }
  return { groupOf, members }
}
