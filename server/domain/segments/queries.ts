// SQL of the room segments: definitions, and how many people an audience has.
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { segments } from '#db/tables/segments.ts'

export type SegmentRow = typeof segments.$inferSelect

export async function insertSegment(tx: Tx, row: SegmentRow): Promise<void> {
  await tx.insert(segments).values(row)
}

export async function segmentRow(q: Queries, id: string): Promise<SegmentRow | undefined> {
  const [row] = await q.select().from(segments).where(eq(segments.id, id))
  return row
}

/** Newest first. */
export const segmentRows = (q: Queries, before: string | undefined, limit: number): Promise<SegmentRow[]> =>
  q
    .select()
    .from(segments)
    .where(and(before === undefined ? undefined : lt(segments.id, before)))
    .orderBy(desc(segments.id))
    .limit(limit)

export async function countPeople(q: Queries, matched: SQL): Promise<number> {
  const [row] = await q.rows<{ people: number }>(sql`select count(*) as people from (${matched}) m`)
  return row?.people ?? 0
}
