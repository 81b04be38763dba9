// SQL of the rebuild: everybody, and every cell, in the order of keys.
import { asc, gt, inArray, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { consentCells, consentEvents, consentMasks } from '#db/tables/consent.ts'
import type { CellRow, EventRow } from './queries.ts'

export type { CellRow } from './queries.ts'

export async function cellsAfter(q: Queries, last: CellRow | null, limit: number): Promise<CellRow[]> {
  const { customerId = '', purpose = '', channel = '', category = '' } = last ?? {}
  return q
    .select()
    .from(consentCells)
    .where(sql`(customer_id, purpose, channel, category) > (${customerId}, ${purpose}, ${channel}, ${category})`)
    .orderBy(
      asc(consentCells.customerId),
      asc(consentCells.purpose),
      asc(consentCells.channel),
      asc(consentCells.category),
    )
    .limit(limit)
}

export type MaskRow = typeof consentMasks.$inferSelect

export async function masksAfter(q: Queries, last: MaskRow | null, limit: number): Promise<MaskRow[]> {
  const { way = 0, customerId = '' } = last ?? {}
  return q
    .select()
    .from(consentMasks)
    .where(sql`(way, customer_id) > (${way}, ${customerId})`)
    .orderBy(asc(consentMasks.way), asc(consentMasks.customerId))
    .limit(limit)
}

/** In the order in which they were made. */
export async function eventsOfMany(q: Queries, ids: string[]): Promise<EventRow[]> {
  return q.select().from(consentEvents).where(inArray(consentEvents.customerId, ids)).orderBy(asc(consentEvents.id))
}

export async function cellsOfMany(q: Queries, ids: string[]): Promise<CellRow[]> {
  return q.select().from(consentCells).where(inArray(consentCells.customerId, ids))
}

export async function replaceCells(tx: Tx, ids: string[], rows: CellRow[]): Promise<void> {
  await tx.delete(consentCells).where(inArray(consentCells.customerId, ids))
  await insertMany(tx, consentCells, rows)
}

export async function peopleAfter(q: Queries, last: string, limit: number): Promise<string[]> {
  const rows = await q
    .selectDistinct({ id: consentCells.customerId })
    .from(consentCells)
    .where(gt(consentCells.customerId, last))
    .orderBy(asc(consentCells.customerId))
    .limit(limit)
  return rows.map(({ id }) => id)
}
