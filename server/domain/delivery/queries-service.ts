// All SQL of service mails: queued, leased like the outbox, and blanked once they have gone.
import { and, asc, eq, inArray, lte, or, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { serviceMessages } from '#db/tables/delivery.ts'
import { within } from '#db/within.ts'

export type ServiceRow = typeof serviceMessages.$inferSelect

export async function insertService(tx: Tx, row: ServiceRow): Promise<void> {
  await tx.insert(serviceMessages).values(row)
}

/** Locked, so that two processes never take the same mail. */
export async function dueService(tx: Tx, channels: readonly string[], limit: number): Promise<ServiceRow[]> {
  if (channels.length === 0) return []
  const found = await tx.rows<{ id: string }>(sql`
    select id from service_messages
    where channel ${within(tx, [...channels])}
      and ((state = 'queued' and due_at <= ${tx.now}) or (state = 'sending' and lease_until <= ${tx.now}))
    order by due_at, id limit ${limit}${tx.forUpdate()}`)
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const rows = await tx.select().from(serviceMessages).where(inArray(serviceMessages.id, ids))
  return rows.sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1))
}

export async function leaseService(tx: Tx, ids: string[], leaseUntil: number): Promise<void> {
  await tx
    .update(serviceMessages)
    .set({ state: 'sending', leaseUntil, attempts: sql`attempts + 1` })
    .where(inArray(serviceMessages.id, ids))
}

/** Gone or given up: nothing of what it said is kept. Only a mail that is still being sent is closed. */
export async function closeService(
  tx: Tx,
  id: string,
  state: 'sent' | 'failed' | 'cancelled',
  reason: string | null,
): Promise<void> {
  await tx
    .update(serviceMessages)
    .set({
      state,
      reason,
      leaseUntil: null,
      toSealed: null,
      valuesSealed: null,
      ...(state === 'sent' ? { sentAt: tx.now } : {}),
    })
    .where(and(eq(serviceMessages.id, id), eq(serviceMessages.state, 'sending')))
}

export async function putServiceBack(tx: Tx, id: string, dueAt: number, reason: string): Promise<void> {
  await tx
    .update(serviceMessages)
    .set({ state: 'queued', leaseUntil: null, dueAt, reason })
    .where(and(eq(serviceMessages.id, id), eq(serviceMessages.state, 'sending')))
}

/** Answers how many are not sent any more. */
export async function cancelService(
  tx: Tx,
  customerId: string,
  { kinds, channel }: { kinds: string[] | null; channel: string | null },
  reason: string,
) {
  const gone = await tx
    .update(serviceMessages)
    .set({ state: 'cancelled', reason, leaseUntil: null, toSealed: null, valuesSealed: null })
    .where(
      and(
        eq(serviceMessages.customerId, customerId),
        eq(serviceMessages.state, 'queued'),
        kinds === null ? undefined : inArray(serviceMessages.kind, kinds),
        channel === null ? undefined : eq(serviceMessages.channel, channel),
      ),
    )
    .returning({ id: serviceMessages.id })
  return gone.length
}

export async function serviceOf(q: Queries, customerId: string): Promise<ServiceRow[]> {
  return q
    .select()
    .from(serviceMessages)
    .where(eq(serviceMessages.customerId, customerId))
    .orderBy(asc(serviceMessages.id))
}

export async function deleteServiceOf(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(serviceMessages).where(eq(serviceMessages.customerId, customerId))
}

export async function deleteServiceBefore(tx: Tx, instant: number): Promise<number> {
  const closed = inArray(serviceMessages.state, ['sent', 'failed', 'cancelled'])
  const gone = await tx
    .delete(serviceMessages)
    .where(and(closed, lte(serviceMessages.queuedAt, instant)))
    .returning({ id: serviceMessages.id })
  return gone.length
}

export async function nextService(q: Queries, channels: readonly string[]): Promise<number | null> {
  if (channels.length === 0) return null
  const [row] = await q
    .select({
      at: sql<
        number | null
      >`min(case when ${serviceMessages.state} = 'queued' then ${serviceMessages.dueAt} else ${serviceMessages.leaseUntil} end)`,
    })
    .from(serviceMessages)
    .where(
      and(
        inArray(serviceMessages.channel, [...channels]),
        or(eq(serviceMessages.state, 'queued'), eq(serviceMessages.state, 'sending')),
      ),
    )
  return row?.at === null || row?.at === undefined ? null : Number(row.at)
}
