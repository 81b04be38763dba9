// All SQL of the room delivery: the outbox. A message is due when it waits and its time has come, or when its lease has
// run out: then whoever sent it never said how that ended.
import { and, asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { outbox } from '#db/tables/delivery.ts'
import { within } from '#db/within.ts'
import type { Channel, VoucherState } from '#shared/kinds.ts'
import type { MessageKind } from './tone.ts'

export type NewMessage = typeof outbox.$inferInsert

export const insertMessages = (tx: Tx, rows: NewMessage[]) => insertMany(tx, outbox, rows)

/** Whose messages, for what, by which way, and of which campaigns; what is absent does not matter. */
export interface Whose {
  customerId: string
  purpose?: string
  channel?: Channel
  campaignIds?: string[]
}

/** Answers the vouchers whose messages were waiting and are cancelled now. */
export const cancelWaiting = (tx: Tx, { customerId, purpose, channel, campaignIds }: Whose, reason: string) =>
  tx
    .update(outbox)
    .set({ state: 'cancelled', closedAt: tx.now, reason })
    .where(
      and(
        eq(outbox.customerId, customerId),
        eq(outbox.state, 'queued'),
        purpose === undefined ? undefined : eq(outbox.purpose, purpose),
        channel === undefined ? undefined : eq(outbox.channel, channel),
        campaignIds === undefined ? undefined : inArray(outbox.campaignId, campaignIds),
      ),
    )
    .returning({ voucherId: outbox.voucherId })

/** The same for one voucher, whoever it is for. */
export const cancelVouchers = (tx: Tx, voucherId: string, reason: string) =>
  tx
    .update(outbox)
    .set({ state: 'cancelled', closedAt: tx.now, reason })
    .where(and(eq(outbox.voucherId, voucherId), eq(outbox.state, 'queued')))

/** No mark of this person's messages is later than this transaction. */
export const alignMarks = (tx: Tx, customerId: string) =>
  tx
    .update(outbox)
    .set({ sendingAt: tx.now })
    .where(and(eq(outbox.customerId, customerId), gt(outbox.sendingAt, tx.now)))

export interface Candidate {
  id: string
  campaignId: string
  customerId: string
  channel: Channel
}

const isNotPaused = sql`exists (select 1 from campaigns k where k.id = o.campaign_id and k.state <> 'paused')`
const isWaiting = (channel: Channel, now: number) =>
  sql`o.channel = ${channel} and o.state = 'queued' and o.due_at <= ${now} and ${isNotPaused}`
const isAdrift = (channels: Channel[], now: number) =>
  sql`o.state = 'sending' and o.lease_until <= ${now} and o.channel in ${channels} and ${isNotPaused}`

/** The longest due first, those adrift before all others. */
export async function dueMessages(
  q: Queries,
  channels: Channel[],
  now: number,
  limit: number,
  campaignId?: string,
): Promise<Candidate[]> {
  const found: Candidate[] = []
  const ofCampaign = campaignId === undefined ? sql`` : sql` and o.campaign_id = ${campaignId}`
  const add = async (condition: SQL, order: SQL) => {
    if (found.length >= limit) return
    const rows = await q.rows<Candidate>(sql`
      select o.id as "id", o.campaign_id as "campaignId", o.customer_id as "customerId", o.channel as "channel"
      from outbox o where ${condition}${ofCampaign} order by ${order} limit ${limit - found.length}`)
    found.push(...rows)
  }
  await add(isAdrift(channels, now), sql`o.lease_until`)
  for (const channel of channels) await add(isWaiting(channel, now), sql`o.due_at, o.id`)
  return found
}

/** A message with what is known of its voucher. */
export interface Message extends Candidate {
  voucherId: string
  state: 'queued' | 'sending' | 'sent'
  attempts: number
  variantKey: string
  voucherState: VoucherState
  codeSealed: string | null
  expiresAt: number
  favouriteCategory: string | null
  kind: MessageKind
  /** The customer's own, when it is known. */
  timeZone: string | null
  /** Epoch ms until which she wants no messages; null when she does not mind. */
  snoozedUntil: number | null
}

const messageColumns = sql.raw(
  [
    'o.id as "id"',
    'o.campaign_id as "campaignId"',
    'o.customer_id as "customerId"',
    'o.channel as "channel"',
    'o.voucher_id as "voucherId"',
    'o.state as "state"',
    'o.attempts as "attempts"',
    'v.variant_key as "variantKey"',
    'v.state as "voucherState"',
    'v.code_sealed as "codeSealed"',
    'v.expires_at as "expiresAt"',
    'v.favourite_category as "favouriteCategory"',
    'o.kind as "kind"',
    '(select c.time_zone from customers c where c.id = o.customer_id) as "timeZone"',
    '(select c.snoozed_until from customers c where c.id = o.customer_id) as "snoozedUntil"',
  ].join(', '),
)
/** The vouchers themselves stay free: a redemption need not wait for a message. */
const lockMessages = (tx: Tx) => (tx.engine === 'postgres' ? sql` for update of o` : sql``)

/** Those of the candidates that nobody else took or cancelled meanwhile, locked in the order of ids. */
export const lockDue = (tx: Tx, ids: string[]) =>
  tx.rows<Message>(sql`
    select ${messageColumns} from outbox o join vouchers v on v.id = o.voucher_id
    where o.id ${within(tx, ids)}
      and (o.state = 'queued' and o.due_at <= ${tx.now} or o.state = 'sending' and o.lease_until <= ${tx.now})
    order by o.id${lockMessages(tx)}`)

/** What a person may find on a channel that she comes to by herself. */
export const openMessagesOf = (tx: Tx, customerId: string, channel: Channel) =>
  tx.rows<Message>(sql`
    select ${messageColumns} from outbox o join vouchers v on v.id = o.voucher_id
    where o.customer_id = ${customerId} and o.state in ('queued', 'sent') and o.channel = ${channel}
      and v.state = 'issued' and v.expires_at > ${tx.now} and v.code_sealed is not null
    order by o.id${lockMessages(tx)}`)

/** The campaigns of a person's messages on a channel, without locking anything. */
export const campaignsOf = (q: Queries, customerId: string, channel: Channel) =>
  q
    .selectDistinct({ campaignId: outbox.campaignId })
    .from(outbox)
    .where(
      and(eq(outbox.customerId, customerId), inArray(outbox.state, ['queued', 'sent']), eq(outbox.channel, channel)),
    )

/** One attempt more; one that follows an attempt of unknown outcome is a redelivery. */
export const markSending = (tx: Tx, ids: string[], leaseUntil: number) =>
  tx
    .update(outbox)
    .set({
      state: 'sending',
      sendingAt: tx.now,
      leaseUntil,
      attempts: sql`attempts + 1`,
      redeliveries: sql`redeliveries + case when state = 'sending' then 1 else 0 end`,
    })
    .where(sql`id ${within(tx, ids)}`)

export const closeMessages = (tx: Tx, ids: string[], state: 'cancelled' | 'failed', reason: string) =>
  tx
    .update(outbox)
    .set({ state, closedAt: tx.now, leaseUntil: null, reason })
    .where(sql`id ${within(tx, ids)}`)

/** Answers the ids it has closed as sent: those that were still in one of the states. */
export const closeSent = (tx: Tx, ids: string[], from: ('queued' | 'sending')[], reason: string | null) =>
  tx
    .update(outbox)
    .set({
      state: 'sent',
      sendingAt: sql`coalesce(sending_at, ${tx.now})`,
      sentAt: tx.now,
      closedAt: tx.now,
      leaseUntil: null,
      reason,
    })
    .where(and(sql`id ${within(tx, ids)}`, inArray(outbox.state, from)))
    .returning({ id: outbox.id })

const theAttempt = (id: string, attempts: number) =>
  and(eq(outbox.id, id), eq(outbox.attempts, attempts), eq(outbox.state, 'sending'))

/** Certainly not taken: waits again as if it had never been marked. */
export const putBack = (tx: Tx, id: string, attempts: number, dueAt: number, reason: string) =>
  tx
    .update(outbox)
    .set({ state: 'queued', sendingAt: null, leaseUntil: null, dueAt, reason })
    .where(theAttempt(id, attempts))

/** Perhaps taken: stays marked, and is due again when the lease ends. */
/** Not even tried: as if this attempt had not been. */
export const putToRest = (tx: Tx, id: string, attempts: number, dueAt: number, reason: string) =>
  tx
    .update(outbox)
    .set({ state: 'queued', sendingAt: null, leaseUntil: null, dueAt, reason, attempts: attempts - 1 })
    .where(theAttempt(id, attempts))

/** To another hour, and perhaps by another way. */
export const putOff = (tx: Tx, ids: string[], to: { dueAt?: number; channel?: Channel; reason: string }) =>
  tx
    .update(outbox)
    .set(to)
    .where(and(sql`id ${within(tx, ids)}`, eq(outbox.state, 'queued')))

/** Those of a person that wait for a reason, at another hour. */
export const dueAgain = (tx: Tx, customerId: string, reason: string, dueAt: number) =>
  tx
    .update(outbox)
    .set({ dueAt })
    .where(and(eq(outbox.customerId, customerId), eq(outbox.state, 'queued'), eq(outbox.reason, reason)))

export const messagesById = (q: Queries, ids: string[]) =>
  q
    .select()
    .from(outbox)
    .where(sql`${outbox.id} ${within(q, ids)}`)
    .orderBy(asc(outbox.id))

/** The ways by which vouchers have been sent, or were to be. */
export const waysTried = (q: Queries, voucherIds: string[]) =>
  q
    .select({ id: outbox.id, voucherId: outbox.voucherId, channel: outbox.channel, kind: outbox.kind })
    .from(outbox)
    .where(sql`${outbox.voucherId} ${within(q, voucherIds)}`)

export const setAdrift = (tx: Tx, id: string, attempts: number, leaseUntil: number, reason: string) =>
  tx.update(outbox).set({ leaseUntil, reason }).where(theAttempt(id, attempts))

export const refuseMessage = (tx: Tx, id: string, attempts: number, reason: string) =>
  tx.update(outbox).set({ state: 'failed', closedAt: tx.now, leaseUntil: null, reason }).where(theAttempt(id, attempts))

/** The earliest instant at which one of these channels has something to send; null when nothing waits. */
export async function earliestDue(q: Queries, channels: Channel[]): Promise<number | null> {
  const dues = channels.map(
    (channel) => sql`select min(o.due_at) as at from outbox o
      where o.channel = ${channel} and o.state = 'queued' and ${isNotPaused}`,
  )
  const leases = sql`select min(o.lease_until) as at from outbox o
    where o.state = 'sending' and o.channel in ${channels} and ${isNotPaused}`
  const [row] = await q.rows<{ at: number | null }>(
    sql`select min(at) as at from (${sql.join([...dues, leases], sql` union all `)}) d`,
  )
  return row?.at ?? null
}

export const countWaiting = async (q: Queries, channel: Channel): Promise<number> => {
  const [row] = await q.rows<{ n: number }>(
    sql`select count(*) as n from outbox where channel = ${channel} and state = 'queued'`,
  )
  return Number(row?.n ?? 0)
}

export const messagesOf = (q: Queries, customerId: string) =>
  q.select().from(outbox).where(eq(outbox.customerId, customerId)).orderBy(asc(outbox.id))

export const deleteMessagesOf = (tx: Tx, customerId: string) =>
  tx.delete(outbox).where(eq(outbox.customerId, customerId)).returning({ id: outbox.id })
