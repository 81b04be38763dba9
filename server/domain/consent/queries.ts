// All SQL of consent but the gate's and the notices': purposes, events, cells, suppressions, objections.
import { and, asc, desc, eq, gt, gte, inArray, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { consentCells, consentEvents, objections, purposes, suppressions } from '#db/tables/consent.ts'
import { within } from '#db/within.ts'
import { insertPending } from './queries-ledger.ts'

export type PurposeRow = typeof purposes.$inferSelect
export type EventRow = typeof consentEvents.$inferSelect
export type CellRow = typeof consentCells.$inferSelect

/** False when the key is taken. */
export async function insertPurpose(tx: Tx, row: typeof purposes.$inferInsert): Promise<boolean> {
  const made = await tx.insert(purposes).values(row).onConflictDoNothing().returning({ key: purposes.key })
  return made.length === 1
}

export async function purposesByKey(q: Queries, keys: readonly string[]): Promise<PurposeRow[]> {
  return q
    .select()
    .from(purposes)
    .where(inArray(purposes.key, [...keys]))
}

export async function purposesAfter(q: Queries, key: string, limit: number): Promise<PurposeRow[]> {
  return q.select().from(purposes).where(gt(purposes.key, key)).orderBy(asc(purposes.key)).limit(limit)
}

export async function markStopped(tx: Tx, key: string, reason: string): Promise<void> {
  await tx.update(purposes).set({ stoppedAt: tx.now, stopReason: reason }).where(eq(purposes.key, key))
}

export async function insertEvents(tx: Tx, rows: EventRow[]): Promise<void> {
  await insertMany(tx, consentEvents, rows)
  // From this commit on they wait for their leaves in the ledger.
  await insertPending(
    tx,
    rows.map(({ id }) => id),
    tx.now,
  )
}

export async function eventsOf(q: Queries, customerId: string): Promise<EventRow[]> {
  return q.select().from(consentEvents).where(eq(consentEvents.customerId, customerId)).orderBy(asc(consentEvents.id))
}

export async function eventsById(q: Queries, ids: string[]): Promise<EventRow[]> {
  return ids.length === 0 ? [] : q.select().from(consentEvents).where(inArray(consentEvents.id, ids))
}

/** The events of one act, whose id is that of its first event. */
export async function eventsOfAct(q: Queries, actId: string): Promise<EventRow[]> {
  const [first] = await q.select().from(consentEvents).where(eq(consentEvents.id, actId))
  if (first === undefined) return []
  return q
    .select()
    .from(consentEvents)
    .where(
      and(eq(consentEvents.customerId, first.customerId), gte(consentEvents.id, actId), eq(consentEvents.actId, actId)),
    )
    .orderBy(asc(consentEvents.id))
}

export async function cellRowsOf(q: Queries, customerId: string): Promise<CellRow[]> {
  return q
    .select()
    .from(consentCells)
    .where(eq(consentCells.customerId, customerId))
    .orderBy(asc(consentCells.purpose), asc(consentCells.channel), asc(consentCells.category))
}

export async function decidedAtOf(
  q: Queries,
  cell: { purpose: string; channel: string; category: string },
  customerIds: string[],
): Promise<Map<string, number>> {
  const rows = await q.rows<{ customer_id: string; decided_at: number }>(sql`
    select customer_id, decided_at from consent_cells where customer_id ${within(q, customerIds)}
      and purpose = ${cell.purpose} and channel = ${cell.channel} and category = ${cell.category} and state = 'granted'`)
  return new Map(rows.map((row) => [row.customer_id, Number(row.decided_at)]))
}

export async function saveCells(tx: Tx, rows: CellRow[]): Promise<void> {
  const { customerId, purpose, channel, category, state, validTo, noticeVersion, decidedAt, eventId } = consentCells
  const target = [customerId, purpose, channel, category]
  const replace = [state, validTo, noticeVersion, decidedAt, eventId]
  await insertMany(tx, consentCells, rows, { onConflict: { target, replace } })
}

export async function deleteCells(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(consentCells).where(eq(consentCells.customerId, customerId))
}

/** People with cells that have run out. The states are literals so that the small indexes of due cells serve. */
export async function peopleDue(q: Queries, now: number, limit: number): Promise<string[]> {
  const rows = await q.rows<{ customer_id: string }>(sql`select distinct customer_id from (
    select customer_id from consent_cells where state = 'granted' and valid_to <= ${now}
    union all select customer_id from consent_cells where state = 'pending_doi' and valid_to <= ${now}
    union all select customer_id from consent_cells where state = 'pending_guardian' and valid_to <= ${now}
  ) due order by customer_id limit ${limit}`)
  return rows.map((row) => row.customer_id)
}

export async function insertSuppression(tx: Tx, row: typeof suppressions.$inferInsert): Promise<void> {
  await tx.insert(suppressions).values(row).onConflictDoNothing()
}

export async function hasSuppression(q: Queries, channel: string, print: string): Promise<boolean> {
  const rows = await q
    .select({ at: suppressions.at })
    .from(suppressions)
    .where(and(eq(suppressions.channel, channel), eq(suppressions.print, print)))
  return rows.length > 0
}

export async function deleteSuppression(tx: Tx, channel: string, print: string): Promise<void> {
  await tx.delete(suppressions).where(and(eq(suppressions.channel, channel), eq(suppressions.print, print)))
}

export async function insertObjection(tx: Tx, customerId: string, purpose: string): Promise<void> {
  await tx.insert(objections).values({ customerId, purpose, at: tx.now }).onConflictDoNothing()
}

export async function objectionsOf(q: Queries, customerId: string) {
  return q.select().from(objections).where(eq(objections.customerId, customerId)).orderBy(desc(objections.at))
}

export async function deleteObjection(tx: Tx, customerId: string, purpose: string): Promise<void> {
  await tx.delete(objections).where(and(eq(objections.customerId, customerId), eq(objections.purpose, purpose)))
}

export async function deleteObjections(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(objections).where(eq(objections.customerId, customerId))
}
