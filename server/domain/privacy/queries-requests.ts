// All SQL of requests of people.
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { requests } from '#db/tables/privacy.ts'

export type RequestRow = typeof requests.$inferSelect

/** False when a request of this source is there already. */
export async function insertRequest(tx: Tx, row: RequestRow): Promise<boolean> {
  const made = await tx.insert(requests).values(row).onConflictDoNothing().returning({ id: requests.id })
  return made.length === 1
}

export async function requestRow(q: Queries, id: string): Promise<RequestRow | null> {
  const [row] = await q.select().from(requests).where(eq(requests.id, id))
  return row ?? null
}

export async function requestBySource(q: Queries, source: string): Promise<RequestRow | null> {
  const [row] = await q.select().from(requests).where(eq(requests.source, source))
  return row ?? null
}

export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | null> {
  await tx.rows(sql`select id from requests where id = ${id}${tx.forUpdate()}`)
  return requestRow(tx, id)
}

export async function updateRequest(tx: Tx, id: string, set: Partial<RequestRow>): Promise<void> {
  await tx.update(requests).set(set).where(eq(requests.id, id))
}

export async function requestsOfCustomer(q: Queries, customerId: string): Promise<RequestRow[]> {
  return q.select().from(requests).where(eq(requests.customerId, customerId)).orderBy(desc(requests.id))
}

/** What was written to a person in free words may name her. */
export async function blankReasons(tx: Tx, customerId: string): Promise<void> {
  await tx
    .update(requests)
    .set({ extensionReason: null, outcomeReason: null })
    .where(eq(requests.customerId, customerId))
}

const states = {
  open: (now: number) =>
    and(isNull(requests.closedAt), sql`(${requests.dueAt} >= ${now} or ${requests.pausedAt} is not null)`),
  overdue: (now: number) => and(isNull(requests.closedAt), isNull(requests.pausedAt), lt(requests.dueAt, now)),
  closed: () => isNotNull(requests.closedAt),
} as const
export type RequestFilter = keyof typeof states

/** In the order of their ids, which is that of their arrival here. */
export async function requestsAfter(
  q: Queries,
  asked: { state: RequestFilter | undefined; cursor: string | undefined; limit: number; now: number },
): Promise<RequestRow[]> {
  const filter = asked.state === undefined ? undefined : states[asked.state](asked.now)
  const behind = asked.cursor === undefined ? undefined : gt(requests.id, asked.cursor)
  return q.select().from(requests).where(and(filter, behind)).orderBy(asc(requests.id)).limit(asked.limit)
}

/** Those of which it has not been told that their day has passed, the oldest first. */
export const overdueUntold = (tx: Tx, limit: number) =>
  tx
    .select({ id: requests.id, kind: requests.kind, dueAt: requests.dueAt })
    .from(requests)
    .where(sql`${isUntold} and due_at < ${tx.now}`)
    .orderBy(asc(requests.dueAt), asc(requests.id))
    .limit(limit)

export async function noteOverdueTold(tx: Tx, ids: string[]): Promise<void> {
  await tx.update(requests).set({ overdueToldAt: tx.now }).where(inArray(requests.id, ids))
}

/** The next day that may pass; null when nobody waits. */
export async function nextUntold(q: Queries): Promise<number | null> {
  const [row] = await q.rows<{ due: number | null }>(sql`select min(due_at) as due from requests where ${isUntold}`)
  return row?.due ?? null
}

const isUntold = sql`closed_at is null and paused_at is null and overdue_told_at is null`

export async function countOverdue(q: Queries, now: number): Promise<number> {
  const [row] = await q.rows<{ n: number }>(
    sql`select count(*) as n from requests where closed_at is null and paused_at is null and due_at < ${now}`,
  )
  return Number(row?.n ?? 0)
}
