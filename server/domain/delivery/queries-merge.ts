// SQL that hands messages from one profile to another.
import { eq } from 'drizzle-orm'
import type { Tx } from '#db/store.ts'
import { outbox } from '#db/tables/delivery.ts'

export async function handMessages(tx: Tx, from: string, into: string): Promise<void> {
  await tx.update(outbox).set({ customerId: into }).where(eq(outbox.customerId, from))
}
