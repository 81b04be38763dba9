// All SQL of guardian links.
import { and, asc, eq, isNotNull, isNull, lte } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { guardianLinks } from '#db/tables/consent.ts'

export type GuardianRow = typeof guardianLinks.$inferSelect

export async function insertGuardian(tx: Tx, row: GuardianRow): Promise<void> {
  await tx.insert(guardianLinks).values(row)
}

export async function guardianById(q: Queries, id: string): Promise<GuardianRow | null> {
  const [row] = await q.select().from(guardianLinks).where(eq(guardianLinks.id, id))
  return row ?? null
}

export async function guardianLinksOf(q: Queries, customerId: string): Promise<GuardianRow[]> {
  return q.select().from(guardianLinks).where(eq(guardianLinks.customerId, customerId)).orderBy(asc(guardianLinks.id))
}

export async function wardsByPrint(q: Queries, print: string): Promise<string[]> {
  const rows = await q
    .selectDistinct({ customerId: guardianLinks.customerId })
    .from(guardianLinks)
    .where(and(eq(guardianLinks.print, print), isNotNull(guardianLinks.verifiedAt), isNull(guardianLinks.endedAt)))
  return rows.map(({ customerId }) => customerId)
}

export async function verifyLink(tx: Tx, id: string): Promise<void> {
  await tx.update(guardianLinks).set({ verifiedAt: tx.now }).where(eq(guardianLinks.id, id))
}

export async function endLinks(tx: Tx, customerId: string): Promise<void> {
  await tx
    .update(guardianLinks)
    .set({ endedAt: tx.now })
    .where(and(eq(guardianLinks.customerId, customerId), isNull(guardianLinks.endedAt)))
}

export async function deleteLink(tx: Tx, id: string): Promise<void> {
  await tx.delete(guardianLinks).where(eq(guardianLinks.id, id))
}

export async function deleteLinksOf(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(guardianLinks).where(eq(guardianLinks.customerId, customerId))
}

/** Requests that nobody answered, made at `before` or earlier. */
export async function unansweredLinks(q: Queries, before: number, limit: number): Promise<GuardianRow[]> {
  return q
    .select()
    .from(guardianLinks)
    .where(and(isNull(guardianLinks.verifiedAt), isNull(guardianLinks.endedAt), lte(guardianLinks.madeAt, before)))
    .orderBy(asc(guardianLinks.id))
    .limit(limit)
}

export async function firstUnanswered(q: Queries): Promise<number | null> {
  const [row] = await q
    .select({ madeAt: guardianLinks.madeAt })
    .from(guardianLinks)
    .where(and(isNull(guardianLinks.verifiedAt), isNull(guardianLinks.endedAt)))
    .orderBy(asc(guardianLinks.madeAt))
    .limit(1)
  return row?.madeAt ?? null
}
