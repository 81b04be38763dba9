// All SQL of consent but the gate's: purposes, notices, events, cells, suppressions, objections.
import type { Tx } from '#db/store.ts'
import { objections } from '#db/tables/consent.ts'

export async function insertObjection(tx: Tx, customerId: string, purpose: string): Promise<void> {
  await tx.insert(objections).values({ customerId, purpose, at: tx.now }).onConflictDoNothing()
}
