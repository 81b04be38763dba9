// SQL of the references under which somebody was known before profiles were merged.
import { eq, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { customerAliases } from '#db/tables/customers.ts'
import { within } from '#db/within.ts'

/** print → customer id. */
export async function aliasesAmong(q: Queries, prints: string[]): Promise<Map<string, string>> {
  if (prints.length === 0) return new Map()
  const rows = await q
    .select({ print: customerAliases.print, customerId: customerAliases.customerId })
    .from(customerAliases)
    .where(sql`${customerAliases.print} ${within(q, prints)}`)
  return new Map(rows.map((row) => [row.print, row.customerId]))
}

export async function insertAlias(tx: Tx, print: string, customerId: string): Promise<void> {
  await tx.insert(customerAliases).values({ print, customerId, at: tx.now }).onConflictDoNothing()
}

export async function moveAliases(tx: Tx, from: string, into: string): Promise<void> {
  await tx.update(customerAliases).set({ customerId: into }).where(eq(customerAliases.customerId, from))
}

/** Answers the prints that were dropped. */
export async function dropAliases(tx: Tx, customerId: string): Promise<string[]> {
  const rows = await tx
    .delete(customerAliases)
    .where(eq(customerAliases.customerId, customerId))
    .returning({ print: customerAliases.print })
  return rows.map(({ print }) => print)
}
