// SQL of outgoing webhooks: subscriptions, how far facts were read, and what is to be delivered.
import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { webhookDeliveries, webhookFeeds, webhooks } from '#db/tables/delivery.ts'
import { within } from '#db/within.ts'

export type WebhookRow = typeof webhooks.$inferSelect
export type DeliveryRow = typeof webhookDeliveries.$inferSelect

export async function insertWebhook(tx: Tx, row: typeof webhooks.$inferInsert): Promise<void> {
  await tx.insert(webhooks).values(row)
}

/** Not those that were closed. */
export const webhooksOpen = (q: Queries): Promise<WebhookRow[]> =>
  q.select().from(webhooks).where(isNull(webhooks.closedAt)).orderBy(asc(webhooks.id))

export async function webhookRow(q: Queries, id: string): Promise<WebhookRow | undefined> {
  const [row] = await q
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), isNull(webhooks.closedAt)))
  return row
}

export const webhooksAfter = (q: Queries, after: string, limit: number): Promise<WebhookRow[]> =>
  q
    .select()
    .from(webhooks)
    .where(and(gt(webhooks.id, after), isNull(webhooks.closedAt)))
    .orderBy(asc(webhooks.id))
    .limit(limit)

/** True when there was one to change. */
export async function changeWebhook(
  tx: Tx,
  id: string,
  to: Partial<Omit<WebhookRow, 'id' | 'createdAt'>>,
): Promise<boolean> {
  const changed = await tx
    .update(webhooks)
    .set(to)
    .where(and(eq(webhooks.id, id), isNull(webhooks.closedAt)))
    .returning({ id: webhooks.id })
  return changed.length > 0
}

/** Null while nobody has subscribed to this kind of fact. */
export async function cursorOf(q: Queries, source: string): Promise<string | null> {
  const [row] = await q.select().from(webhookFeeds).where(eq(webhookFeeds.source, source))
  return row?.cursor ?? null
}

export async function beginFeed(tx: Tx, source: string, cursor: string): Promise<void> {
  await tx.insert(webhookFeeds).values({ source, cursor }).onConflictDoNothing()
}

/** False when somebody else has read on meanwhile. */
export async function advanceFeed(tx: Tx, source: string, from: string, to: string): Promise<boolean> {
  const moved = await tx
    .update(webhookFeeds)
    .set({ cursor: to })
    .where(and(eq(webhookFeeds.source, source), eq(webhookFeeds.cursor, from)))
    .returning({ source: webhookFeeds.source })
  return moved.length > 0
}

export async function endFeed(tx: Tx, source: string): Promise<void> {
  await tx.delete(webhookFeeds).where(eq(webhookFeeds.source, source))
}

export const insertDeliveries = (tx: Tx, rows: (typeof webhookDeliveries.$inferInsert)[]): Promise<number> =>
  insertMany(tx, webhookDeliveries, rows)

/** Takes what is due, so that nobody else does before the lease ends. */
export async function leaseDeliveries(
  tx: Tx,
  webhookId: string,
  { limit, until }: { limit: number; until: number },
): Promise<DeliveryRow[]> {
  const open = and(isNull(webhookDeliveries.closedAt), lte(webhookDeliveries.leaseUntil, tx.now))
  const due = await tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.webhookId, webhookId), lte(webhookDeliveries.dueAt, tx.now), open))
    .orderBy(asc(webhookDeliveries.dueAt), asc(webhookDeliveries.id))
    .limit(limit)
  if (due.length === 0) return []
  const ids = due.map(({ id }) => id)
  const taken = await tx
    .update(webhookDeliveries)
    .set({ leaseUntil: until })
    .where(and(sql`${webhookDeliveries.id} ${within(tx, ids)}`, open))
    .returning()
  return taken.sort((a, b) => (a.id < b.id ? -1 : 1))
}

export async function closeDeliveries(
  tx: Tx,
  ids: string[],
  to: Pick<DeliveryRow, 'state'> & Partial<DeliveryRow>,
): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ ...to, sealed: null, leaseUntil: 0, closedAt: tx.now, attempts: sql`${webhookDeliveries.attempts} + 1` })
    .where(and(inArray(webhookDeliveries.id, ids), isNull(webhookDeliveries.closedAt)))
}

export async function putBack(tx: Tx, id: string, to: Pick<DeliveryRow, 'dueAt' | 'status' | 'reason'>): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ ...to, leaseUntil: 0, attempts: sql`${webhookDeliveries.attempts} + 1` })
    .where(and(eq(webhookDeliveries.id, id), isNull(webhookDeliveries.closedAt)))
}

/** What was tried for a day, or waited for one behind what was, is given up. */
export async function giveUpBefore(tx: Tx, webhookId: string, since: number): Promise<number> {
  const gone = await tx
    .update(webhookDeliveries)
    .set({ state: 'dead', sealed: null, leaseUntil: 0, closedAt: tx.now })
    .where(
      and(
        eq(webhookDeliveries.webhookId, webhookId),
        isNull(webhookDeliveries.closedAt),
        lt(webhookDeliveries.since, since),
        lte(webhookDeliveries.leaseUntil, tx.now),
      ),
    )
    .returning({ id: webhookDeliveries.id })
  return gone.length
}

/** The day of what waited while a webhook was paused begins when it goes on. */
export async function beginAgain(tx: Tx, webhookId: string): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ since: tx.now, dueAt: tx.now })
    .where(and(eq(webhookDeliveries.webhookId, webhookId), isNull(webhookDeliveries.closedAt)))
}

export async function closeAll(tx: Tx, webhookId: string): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ state: 'dead', reason: 'webhook_closed', sealed: null, closedAt: tx.now })
    .where(and(eq(webhookDeliveries.webhookId, webhookId), isNull(webhookDeliveries.closedAt)))
}

/** True when there was a delivery of that webhook which is not under way. */
export async function reopen(tx: Tx, webhookId: string, id: string): Promise<boolean> {
  const opened = await tx
    .update(webhookDeliveries)
    .set({ state: 'queued', since: tx.now, dueAt: tx.now, closedAt: null, reason: null, leaseUntil: 0 })
    .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.id, id)))
    .returning({ id: webhookDeliveries.id })
  return opened.length > 0
}

export async function deliveryRow(q: Queries, webhookId: string, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await q
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.id, id)))
  return row
}

/** The newest first. */
export const deliveriesBefore = (
  q: Queries,
  webhookId: string,
  { limit, cursor, state }: { limit: number; cursor?: string | undefined; state?: string | undefined },
): Promise<DeliveryRow[]> =>
  q
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.webhookId, webhookId),
        cursor === undefined ? undefined : lt(webhookDeliveries.id, cursor),
        state === undefined ? undefined : eq(webhookDeliveries.state, state),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(limit)

/** When something is next due of webhooks that are not paused, what a process died with when its lease ends; null when nothing
 * waits. */
export async function nextDelivery(q: Queries): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(sql`
    select min(case when w.retry_at > d.due_at then w.retry_at else d.due_at end) as at
    from webhooks w join (
      select webhook_id, min(case when lease_until > due_at then lease_until else due_at end) as due_at
      from webhook_deliveries where closed_at is null group by webhook_id) d on d.webhook_id = w.id
    where w.closed_at is null and w.state = 'live'`)
  return row?.at ?? null
}

export async function dropDeliveries(tx: Tx, closedBefore: number): Promise<number> {
  const gone = await tx
    .delete(webhookDeliveries)
    .where(lt(webhookDeliveries.closedAt, closedBefore))
    .returning({ id: webhookDeliveries.id })
  return gone.length
}
