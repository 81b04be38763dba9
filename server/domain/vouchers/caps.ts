// How much of their frequency caps people have used: vouchers, holdouts and reminders alike, counted together for people
// who share an address (decisions.md, 15 and 22). Three caps may hold at once: the campaign's own, its purpose's, and the house's.
import { readDeliveryRules } from '#campaigns/delivery-rules.ts'
import type { Permitted } from '#consent/gate.ts'
import { shareAddress } from '#customers/share-address.ts'
import type { Queries, Tx } from '#db/store.ts'
import { countHoldouts } from '#experiments/hold-out.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { DAY_MS } from '#shared/time.ts'
import type { Caps } from './decide-page.ts'
import { countVouchers } from './queries.ts'
import { entriesForPurpose, remindersSince } from './queries-reminders.ts'

interface Cap {
  max: number
  withinDays: number
  /** Undefined when whatever somebody has had counts. */
  purpose: string | undefined
}

/** An open write, or a reader who says what time it is to be. */
type Asking = Queries & Pick<Tx, 'now'>
type Reached = ReadonlyMap<string, Pick<Permitted, 'channel'>>

/** Null without a cap. The windows roll: `withinDays` times 24 hours back from now. Of several caps the one that leaves
 * least is told. */
export async function readCaps(
  tx: Asking,
  { frequency, purpose }: Pick<NewCampaign, 'frequency' | 'purpose'>,
  permitted: Reached,
): Promise<Caps | null> {
  const { caps } = await readDeliveryRules(tx)
  const ofPurpose = caps.purposes[purpose]
  const wanted: Cap[] = [
    ...(frequency === undefined ? [] : [{ ...frequency, purpose: undefined }]),
    ...(caps.all === null ? [] : [{ ...caps.all, purpose: undefined }]),
    ...(ofPurpose === undefined ? [] : [{ ...ofPurpose, purpose }]),
  ]
  if (wanted.length === 0) return null
  const { groupOf, members } = await groupsOf(tx, permitted)
  const max = Math.max(...wanted.map((cap) => cap.max))
  const used = new Map<string, number>()
  for (const cap of wanted) {
    for (const [group, entries] of await entriesOf(tx, members, cap)) {
      // As if there were one cap: what is left of the tightest is what is left.
      const asUsed = max - (cap.max - entries)
      used.set(group, Math.max(used.get(group) ?? 0, asUsed))
    }
  }
  return { max, groupOf, used }
}

/** By group, those without any entry as well. */
async function entriesOf(tx: Asking, members: ReadonlyMap<string, string>, cap: Cap): Promise<Map<string, number>> {
  const since = tx.now - cap.withinDays * DAY_MS
  const everybody = [...members.keys()]
  const counts =
    cap.purpose === undefined
      ? await Promise.all([
          countVouchers(tx, everybody, since),
          countHoldouts(tx, everybody, since),
          remindersSince(tx, everybody, since),
        ])
      : [await entriesForPurpose(tx, everybody, cap.purpose, since)]
  const entries = new Map<string, number>()
  for (const [customerId, group] of members) {
    const own = counts.reduce((sum, count) => sum + (count.get(customerId) ?? 0), 0)
    entries.set(group, (entries.get(group) ?? 0) + own)
  }
  return entries
}

interface Groups {
  groupOf: Map<string, string>
  /** Everybody whose entries count, with the group they count for. */
  members: Map<string, string>
}

/** People whom a message would reach at one address are one group; without an address everybody is her own. */
async function groupsOf(tx: Asking, permitted: Reached): Promise<Groups> {
  const groupOf = new Map([...permitted.keys()].map((id) => [id, id]))
  const members = new Map(groupOf)
  for (const channel of ['email', 'sms'] as const) {
    const ids = [...permitted].flatMap(([id, cut]) => (cut.channel === channel ? [id] : []))
    for (const { customerId, print } of ids.length === 0 ? [] : await shareAddress(tx, channel, ids)) {
      const group = `${channel}:${print}`
      if (permitted.get(customerId)?.channel === channel) groupOf.set(customerId, group)
      members.set(customerId, group)
    }
  }
  return { groupOf, members }
}
