// SQL of what is kept for readers: analysts' batches, snapshots, saved views.
import { sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { reportBatches, reportSnapshots, reportViews } from '#db/tables/reports.ts'

export type BatchRow = typeof reportBatches.$inferSelect
export type SnapshotRow = typeof reportSnapshots.$inferSelect
export type ViewRow = typeof reportViews.$inferSelect

/** Two that would move a batch on wait for each other. */
export async function lockBatch(tx: Tx, campaignId: string): Promise<void> {
  if (tx.engine === 'postgres') await tx.rows(sql`select pg_advisory_xact_lock(hashtext(${`batch ${campaignId}`}))`)
}

export async function batchRow(q: Queries, campaignId: string): Promise<BatchRow | undefined> {
  const rows = await q.select().from(reportBatches).where(sql`${reportBatches.campaignId} = ${campaignId}`)
  return rows[0]
}

export const saveBatch = (tx: Tx, row: BatchRow) =>
  tx
    .insert(reportBatches)
    .values(row)
    .onConflictDoUpdate({ target: reportBatches.campaignId, set: { serial: row.serial, at: row.at, body: row.body } })

export const keepSnapshot = (tx: Tx, row: SnapshotRow) => tx.insert(reportSnapshots).values(row).onConflictDoNothing()

export async function snapshotRow(q: Queries, hash: string): Promise<SnapshotRow | undefined> {
  const rows = await q.select().from(reportSnapshots).where(sql`${reportSnapshots.hash} = ${hash}`)
  return rows[0]
}

export const insertView = (tx: Tx, row: ViewRow) => tx.insert(reportViews).values(row)

export const viewsBefore = (
  q: Queries,
  audience: string,
  cursor: string | undefined,
  limit: number,
): Promise<ViewRow[]> =>
  q
    .select()
    .from(reportViews)
    .where(
      sql`(${reportViews.audience} = ${audience} or ${audience} = 'exact') and ${
        cursor === undefined ? sql`1 = 1` : sql`${reportViews.id} < ${cursor}`
      }`,
    )
    .orderBy(sql`${reportViews.id} desc`)
    .limit(limit)

export async function viewRow(q: Queries, id: string): Promise<ViewRow | undefined> {
  const rows = await q.select().from(reportViews).where(sql`${reportViews.id} = ${id}`)
  return rows[0]
}

export async function deleteView(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx.delete(reportViews).where(sql`${reportViews.id} = ${id}`).returning({ id: reportViews.id })
  return gone.length === 1
}

export const dueViews = (q: Queries, now: number, limit: number): Promise<ViewRow[]> =>
  q
    .select()
    .from(reportViews)
    .where(sql`${reportViews.nextAt} <= ${now}`)
    .orderBy(reportViews.nextAt, reportViews.id)
    .limit(limit)

export async function nextView(q: Queries): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(
    sql`select min(next_at) as at from report_views where next_at is not null`,
  )
  return row?.at ?? null
}

/** True for the one that took the view from this instant to the next. */
export async function takeView(tx: Tx, id: string, at: number, nextAt: number): Promise<boolean> {
  const taken = await tx
    .update(reportViews)
    .set({ nextAt })
    .where(sql`${reportViews.id} = ${id} and ${reportViews.nextAt} = ${at}`)
    .returning({ id: reportViews.id })
  return taken.length === 1
}
