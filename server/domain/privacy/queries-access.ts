// All SQL of who saw a person's data, to whom it was handed on, and of certificates of erasure.
import { and, desc, eq, inArray, isNull, lt } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { disclosures, erasures, staffAccess } from '#db/tables/privacy.ts'

export type AccessRow = typeof staffAccess.$inferSelect
export type DisclosureRow = typeof disclosures.$inferSelect
export type ErasureRow = typeof erasures.$inferSelect

export async function insertAccess(tx: Tx, row: AccessRow): Promise<void> {
  await tx.insert(staffAccess).values(row)
}

export async function accessTo(q: Queries, customerId: string): Promise<AccessRow[]> {
  return q.select().from(staffAccess).where(eq(staffAccess.customerId, customerId)).orderBy(desc(staffAccess.id))
}

export async function insertDisclosure(tx: Tx, row: DisclosureRow): Promise<void> {
  await tx.insert(disclosures).values(row)
}

export async function disclosuresOf(q: Queries, customerId: string): Promise<DisclosureRow[]> {
  return q.select().from(disclosures).where(eq(disclosures.customerId, customerId)).orderBy(desc(disclosures.id))
}

/** What was handed on of whole campaigns, such as their codes. */
export async function disclosuresOfCampaigns(q: Queries, campaignIds: string[]): Promise<DisclosureRow[]> {
  if (campaignIds.length === 0) return []
  return q
    .select()
    .from(disclosures)
    .where(and(isNull(disclosures.customerId), inArray(disclosures.campaignId, campaignIds)))
}

/** The newest first, behind an id. */
export async function accessBefore(q: Queries, cursor: string | undefined, limit: number): Promise<AccessRow[]> {
  const older = cursor === undefined ? undefined : lt(staffAccess.id, cursor)
  return q.select().from(staffAccess).where(older).orderBy(desc(staffAccess.id)).limit(limit)
}

/** The newest first, behind an id. */
export async function disclosuresBefore(
  q: Queries,
  cursor: string | undefined,
  limit: number,
): Promise<DisclosureRow[]> {
  const older = cursor === undefined ? undefined : lt(disclosures.id, cursor)
  return q.select().from(disclosures).where(older).orderBy(desc(disclosures.id)).limit(limit)
}

export async function deleteAccess(tx: Tx, customerId: string): Promise<number> {
  const gone = await tx
    .delete(staffAccess)
    .where(eq(staffAccess.customerId, customerId))
    .returning({ id: staffAccess.id })
  return gone.length
}

export async function insertErasure(tx: Tx, row: ErasureRow): Promise<void> {
  await tx.insert(erasures).values(row).onConflictDoNothing()
}

export async function erasureOf(q: Queries, customerId: string): Promise<ErasureRow | null> {
  const [row] = await q.select().from(erasures).where(eq(erasures.customerId, customerId))
  return row ?? null
}
