// Takes due messages to send: asks the gate again and marks them in the same write, so that a withdrawal comes either
// before, and nothing is sent, or after, and the message counts as sent (decisions.md, 28).
import { readDeliveryRules } from '#campaigns/delivery-rules.ts'
import { isOpen } from '#campaigns/is-open.ts'
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { tally } from '#campaigns/tally.ts'
import { comesToHer, type Permitted, permit } from '#consent/gate.ts'
import { localDay } from '#core/calendar.ts'
import type { Tx } from '#db/store.ts'
import type { DeliveryRules } from '#shared/contracts/delivery.ts'
import type { Channel } from '#shared/kinds.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { isOutOfStock } from '#vouchers/issue.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'
import { MOST_ATTEMPTS } from './backoff.ts'
import { waysLeft } from './other-ways.ts'
import {
  type Candidate,
  closeMessages,
  closeSent,
  dueMessages,
  lockDue,
  type Message,
  markSending,
  putOff,
} from './queries.ts'
import { SNOOZED } from './wake.ts'
import { sendableFrom, windowsFor } from './when.ts'

/** Longer than any attempt to send takes: only a process that died leaves a lease behind. */
export const LEASE_MS = 10 * MINUTE_MS
/** How long a message waits whose offer is for something that is sold out, before the stock is asked again. */
const SOLD_OUT_MS = HOUR_MS

/** Marked for sending. Only `lease` makes one, out of the gate's permission. */
export interface Leased extends Message {
  campaign: LoadedCampaign
  permitted: Permitted
  /** The number of this attempt. */
  attempts: number
}
export interface Lease {
  leased: Leased[]
  cancelled: number
  failed: number
  /** How many were due, whoever took them. */
  due: number
  /** How many wait for another hour, or go another way. */
  putOff: number
  /** How many of the leased may have been delivered before. */
  redelivered: number
}

/** At most `limit` messages of channels that can send. Locks people, then messages, then vouchers, then budgets. */
export async function lease(
  tx: Tx,
  channels: Channel[],
  limit: number,
  { leaseMs = LEASE_MS, campaignId }: { leaseMs?: number; campaignId?: string } = {},
): Promise<Lease> {
  const candidates = await dueMessages(tx, channels, tx.now, limit, campaignId)
  const campaigns = await campaignsBehind(tx, candidates)
  const permissions = await askGate(tx, campaigns, candidates)
  const elsewhere = await askElsewhere(tx, campaigns, candidates, permissions)
  const rules = await readDeliveryRules(tx)
  const messages = await lockDue(
    tx,
    candidates.map(({ id }) => id),
  )
  const soldOut = await soldOutAmong(tx, campaigns.values())
  const facts = { now: tx.now, campaigns, permissions, elsewhere, soldOut, quiet: rules.quiet }
  const sorted = messages.flatMap((message) => judge(facts, message) ?? [])
  const leased = sorted.filter((one) => 'campaign' in one)
  const dropped = sorted.filter((one) => 'reason' in one)
  await markSending(
    tx,
    leased.map(({ id }) => id),
    tx.now + leaseMs,
  )
  await drop(tx, dropped, campaigns)
  const delayed = sorted.filter((one) => 'to' in one)
  for (const group of Map.groupBy(delayed, ({ to }) => JSON.stringify(to)).values()) {
    const ids = group.map(({ message }) => message.id)
    if (group[0] !== undefined) await putOff(tx, ids, group[0].to)
  }
  return {
    leased,
    cancelled: dropped.filter(({ state }) => state === 'cancelled').length,
    failed: dropped.filter(({ state }) => state === 'failed').length,
    putOff: delayed.length,
    due: candidates.length,
    redelivered: leased.filter(({ state }) => state === 'sending').length,
  }
}

interface Dropped {
  message: Message
  state: 'cancelled' | 'failed'
  reason: string
}
interface Delayed {
  message: Message
  to: { dueAt?: number; channel?: Channel; reason: string }
}
type Campaigns = Map<string, LoadedCampaign>
type Permissions = Map<string, Permitted>

const keyOf = ({ campaignId, channel, customerId }: Candidate) => `${campaignId} ${channel} ${customerId}`

async function campaignsBehind(tx: Tx, candidates: Candidate[]): Promise<Campaigns> {
  const campaigns: Campaigns = new Map()
  for (const id of new Set(candidates.map(({ campaignId }) => campaignId))) {
    const campaign = await loadCampaign(tx, id)
    if (campaign !== null) campaigns.set(id, campaign)
  }
  return campaigns
}

/** Those whose offer is for something that is sold out. */
export async function soldOutAmong(tx: Tx, campaigns: Iterable<LoadedCampaign>): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const campaign of campaigns) if (await isOutOfStock(tx, campaign)) found.add(campaign.id)
  return found
}

/** A campaign may use several channels; what is asked is whether it may use the one that the message goes by. */
async function askGate(tx: Tx, campaigns: Campaigns, candidates: Candidate[]): Promise<Permissions> {
  const groups = Map.groupBy(candidates, ({ campaignId, channel }) => `${campaignId} ${channel}`)
  const permissions: Permissions = new Map()
  for (const group of groups.values()) {
    const [first] = group
    const campaign = first && campaigns.get(first.campaignId)
    if (!first || !campaign) continue
    const people = group.map(({ customerId }) => customerId)
    const allowed = await permit(tx, { ...campaign.use, channels: [first.channel] }, people)
    for (const candidate of group) {
      const permitted = allowed.get(candidate.customerId)
      if (permitted !== undefined) permissions.set(keyOf(candidate), permitted)
    }
  }
  return permissions
}

/** Whom the gate does not let be reached by the way planned, but by another of the campaign that was not tried yet. */
async function askElsewhere(
  tx: Tx,
  campaigns: Campaigns,
  candidates: Candidate[],
  permissions: Permissions,
): Promise<ReadonlyMap<string, Channel>> {
  const refused = candidates.filter((one) => {
    const ways = campaigns.get(one.campaignId)?.use.channels ?? []
    return ways.length > 1 && !permissions.has(keyOf(one))
  })
  if (refused.length === 0) return new Map()
  const found = await waysLeft(
    tx,
    refused.flatMap((one) => {
      const campaign = campaigns.get(one.campaignId)
      return campaign === undefined ? [] : [{ ...one, campaign }]
    }),
  )
  return new Map([...found].map(([id, { channel }]) => [id, channel]))
}

interface Judging {
  now: number
  campaigns: Campaigns
  permissions: Permissions
  elsewhere: ReadonlyMap<string, Channel>
  soldOut: ReadonlySet<string>
  quiet: DeliveryRules['quiet']
}

/** Null for a message that waits on: its campaign was paused a moment ago. */
function judge(facts: Judging, message: Message): Leased | Dropped | Delayed | null {
  const { now, campaigns, permissions } = facts
  const campaign = campaigns.get(message.campaignId)
  const permitted = permissions.get(keyOf(message))
  const other = message.state === 'queued' ? facts.elsewhere.get(message.id) : undefined
  const cancelled = (reason: string): Dropped => ({ message, state: 'cancelled', reason })
  if (campaign?.state === 'paused') return null
  const until = comesToHer(message.channel) ? (message.snoozedUntil ?? 0) : 0
  // A wish is no withdrawal: what she has been given stays hers, and she hears of it when she wants to.
  if (until > now && message.state === 'queued') return { message, to: { dueAt: until, reason: SNOOZED } }
  if (permitted === undefined && other !== undefined) {
    return { message, to: { channel: other, reason: `not_by_${message.channel}` } }
  }
  if (permitted === undefined) return cancelled('no_consent')
  if (campaign === undefined || !isOpen(campaign, now)) return cancelled('campaign_ended')
  if (message.voucherState !== 'issued' && message.voucherState !== 'held') {
    return cancelled(`voucher_${message.voucherState}`)
  }
  if (message.expiresAt <= now || message.codeSealed === null) return cancelled('voucher_expired')
  if (facts.soldOut.has(campaign.id) && message.state === 'queued')
    return { message, to: { dueAt: now + SOLD_OUT_MS, reason: 'sold_out' } }
  const opens = opensAt(facts, message, campaign)
  // What may have arrived already is no new disturbance, and the sooner that is known the better.
  if (opens > now && message.state === 'queued') return { message, to: { dueAt: opens, reason: 'quiet_hours' } }
  if (message.attempts >= MOST_ATTEMPTS) return { message, state: 'failed', reason: 'given_up' }
  return { ...message, campaign, permitted, attempts: message.attempts + 1 }
}

function opensAt({ now, quiet }: Judging, message: Message, campaign: LoadedCampaign): number {
  const windows = windowsFor(message.channel, campaign.terms.sendWindow, quiet)
  return windows.length === 0 ? now : sendableFrom(now, message.timeZone ?? campaign.timeZone, windows)
}

/** What was marked before may have been delivered, so it counts as sent and its voucher stays. */
async function drop(tx: Tx, dropped: Dropped[], campaigns: Campaigns): Promise<void> {
  const adrift = dropped.filter(({ message }) => message.state === 'sending').map(({ message }) => message)
  const waiting = dropped.filter(({ message }) => message.state === 'queued')
  const groups = Map.groupBy(waiting, ({ state, reason }) => `${state} ${reason}`)
  for (const group of groups.values()) {
    const [first] = group
    const ids = group.map(({ message }) => message.id)
    if (first) await closeMessages(tx, ids, first.state, first.reason)
  }
  const unwanted = waiting.filter(({ reason }) => reason === 'no_consent').map(({ message }) => message.voucherId)
  if (unwanted.length > 0) await revokeVouchers(tx, unwanted.sort(), 'consent was withdrawn before sending')
  await countAsSent(tx, adrift, campaigns, 'outcome_unknown')
}

/** Closes messages as sent and counts them; those that are closed already are not counted again. */
export async function countAsSent(
  tx: Tx,
  messages: Message[],
  campaigns: ReadonlyMap<string, LoadedCampaign>,
  reason: string | null = null,
): Promise<number> {
  if (messages.length === 0) return 0
  const ids = messages.map(({ id }) => id)
  const closed = new Set((await closeSent(tx, ids, ['queued', 'sending'], reason)).map(({ id }) => id))
  const sent = messages.filter(({ id }) => closed.has(id))
  await tally(
    tx,
    sent.map(({ campaignId, variantKey, channel }) => {
      const zone = campaigns.get(campaignId)?.timeZone ?? 'UTC'
      return { campaignId, day: localDay(tx.now, zone), variantKey, channel, sent: 1 }
    }),
  )
  return sent.length
}
