// All SQL of the room experiments.
import { type SQL, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { holdouts, importedExperiments } from '#db/tables/experiments.ts'
import { within } from '#db/within.ts'

export type HoldoutRow = typeof holdouts.$inferSelect
export type ImportedRow = typeof importedExperiments.$inferSelect

export const insertHoldouts = (tx: Tx, rows: HoldoutRow[]) =>
  insertMany(tx, holdouts, rows, {
    onConflict: 'nothing',
    returning: { customerId: holdouts.customerId, occasion: holdouts.occasion },
  })

export const holdoutsOf = (q: Queries, customerIds: string[], campaignId: string) =>
  q.rows<{ customer_id: string; occasion: string }>(sql`
    select customer_id, occasion from holdouts
    where customer_id ${within(q, customerIds)} and campaign_id = ${campaignId}`)

export const holdoutCounts = (q: Queries, customerIds: string[], since: number) =>
  q.rows<{ customer_id: string; count: number }>(sql`
    select customer_id, count(*) as count from holdouts
    where customer_id ${within(q, customerIds)} and at > ${since} group by customer_id`)

/** A condition: whether the customer was left without an offer on this occasion. */
export const isHeldOut = (customerId: SQL, campaignId: string, occasion: SQL): SQL =>
  sql`(select 1 from holdouts h where h.customer_id = ${customerId} and h.campaign_id = ${campaignId}
    and h.occasion = ${occasion} limit 1) is not null`

export const holdoutsOfCustomer = (q: Queries, customerId: string): Promise<HoldoutRow[]> =>
  q.select().from(holdouts).where(sql`${holdouts.customerId} = ${customerId}`).orderBy(holdouts.id)

/** The occasion may say something of its person, so it goes with her id. */
export const rename = (tx: Tx, customerId: string, unitId: string) =>
  tx
    .update(holdouts)
    .set({ customerId: unitId, occasion: sql`${holdouts.id}` })
    .where(sql`${holdouts.customerId} = ${customerId}`)

/** An occasion that both were left out on counts for both. */
export const handHoldouts = (tx: Tx, from: string, into: string) =>
  tx.rows(sql`update holdouts set customer_id = ${into}, occasion = case when exists (select 1 from holdouts o
      where o.customer_id = ${into} and o.campaign_id = holdouts.campaign_id and o.occasion = holdouts.occasion)
      then occasion || ' ' || id else occasion end
    where customer_id = ${from} returning id`)

/** What is kept already stays as it is. */
export const keepImported = (tx: Tx, row: ImportedRow) =>
  tx.insert(importedExperiments).values(row).onConflictDoNothing()

export async function importedRow(q: Queries, hash: string): Promise<ImportedRow | undefined> {
  const rows = await q.select().from(importedExperiments).where(sql`${importedExperiments.hash} = ${hash}`)
  return rows[0]
}

/** Newest first, without their bodies. */
export const importedBefore = (q: Queries, before: string | undefined, limit: number) =>
  q
    .select({
      id: importedExperiments.id,
      hash: importedExperiments.hash,
      name: importedExperiments.name,
      at: importedExperiments.at,
    })
    .from(importedExperiments)
    .where(before === undefined ? sql`1 = 1` : sql`${importedExperiments.id} < ${before}`)
    .orderBy(sql`${importedExperiments.id} desc`)
    .limit(limit)
