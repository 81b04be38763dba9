// All SQL of departments and closings.
import { and, asc, eq } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { consentReminders, insideParties, partyClosings } from '#db/tables/consent.ts'

export async function allParties(q: Queries) {
  return q.select().from(insideParties).orderBy(asc(insideParties.key))
}

/** False when the key is taken. */
export async function insertPartyRow(tx: Tx, row: typeof insideParties.$inferInsert): Promise<boolean> {
  const made = await tx.insert(insideParties).values(row).onConflictDoNothing().returning({ key: insideParties.key })
  return made.length === 1
}

export async function closingsOf(q: Queries, customerId: string) {
  return q.select().from(partyClosings).where(eq(partyClosings.customerId, customerId))
}

export async function insertClosing(tx: Tx, row: typeof partyClosings.$inferInsert): Promise<void> {
  await tx.insert(partyClosings).values(row).onConflictDoNothing()
}

export async function deleteClosing(tx: Tx, customerId: string, party: string): Promise<void> {
  await tx.delete(partyClosings).where(and(eq(partyClosings.customerId, customerId), eq(partyClosings.party, party)))
}

/** What hangs on a person who is leaving. */
export async function deleteClosingsAndReminders(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(partyClosings).where(eq(partyClosings.customerId, customerId))
  await tx.delete(consentReminders).where(eq(consentReminders.customerId, customerId))
}
