// SQL that hands what was asked, seen and passed on about one profile to another of the same person.
import { eq } from 'drizzle-orm'
import type { Tx } from '#db/store.ts'
import { disclosures, requests, staffAccess } from '#db/tables/privacy.ts'

export async function handRecords(tx: Tx, from: string, into: string): Promise<void> {
  await tx.update(requests).set({ customerId: into }).where(eq(requests.customerId, from))
  await tx.update(staffAccess).set({ customerId: into }).where(eq(staffAccess.customerId, from))
  await tx.update(disclosures).set({ customerId: into }).where(eq(disclosures.customerId, from))
}
