// All SQL of signing in: asks for a link that wait to be looked at, and the codes of the second step.
import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { signInAsks, stepCodes } from '#db/tables/privacy.ts'

export type AskRow = typeof signInAsks.$inferSelect
export type StepRow = typeof stepCodes.$inferSelect

export async function insertAsk(tx: Tx, row: AskRow): Promise<void> {
  await tx.insert(signInAsks).values(row)
}

/** Takes the oldest away: of several processes one gets each. */
export async function takeAsks(tx: Tx, limit: number): Promise<AskRow[]> {
  const rows = await tx.select({ id: signInAsks.id }).from(signInAsks).orderBy(asc(signInAsks.id)).limit(limit)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const taken = await tx.delete(signInAsks).where(inArray(signInAsks.id, ids)).returning()
  return taken.sort((a, b) => (a.id < b.id ? -1 : 1))
}

export async function oldestAsk(q: Queries): Promise<number | null> {
  const [row] = await q.select({ at: signInAsks.at }).from(signInAsks).orderBy(asc(signInAsks.id)).limit(1)
  return row?.at ?? null
}

/** Ends what was mailed before and writes the new code down. */
export async function replaceCode(tx: Tx, row: StepRow): Promise<void> {
  await tx.delete(stepCodes).where(eq(stepCodes.customerId, row.customerId))
  await tx.insert(stepCodes).values(row)
}

/** Counts a try and answers the code that it goes for, in one statement; null when there is none or its tries are used up. */
export async function countTry(tx: Tx, customerId: string, most: number): Promise<StepRow | null> {
  const [row] = await tx
    .update(stepCodes)
    .set({ tries: sql`${stepCodes.tries} + 1` })
    .where(
      and(
        eq(stepCodes.customerId, customerId),
        isNull(stepCodes.usedAt),
        gt(stepCodes.expiresAt, tx.now),
        lt(stepCodes.tries, most),
      ),
    )
    .returning()
  return row ?? null
}

export async function markStepUsed(tx: Tx, id: string): Promise<void> {
  await tx.update(stepCodes).set({ usedAt: tx.now }).where(eq(stepCodes.id, id))
}

export async function latestCode(q: Queries, customerId: string): Promise<StepRow | null> {
  const [row] = await q
    .select()
    .from(stepCodes)
    .where(eq(stepCodes.customerId, customerId))
    .orderBy(desc(stepCodes.id))
    .limit(1)
  return row ?? null
}

export async function deleteCodes(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(stepCodes).where(eq(stepCodes.customerId, customerId))
}

/** Answers how many codes were dropped. */
export async function dropOldCodes(tx: Tx, before: number): Promise<number> {
  return (await tx.delete(stepCodes).where(lt(stepCodes.expiresAt, before)).returning({ id: stepCodes.id })).length
}
