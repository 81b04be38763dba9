// SQL of what was sent about one voucher or to one person, for people who look into it; and of calling many messages back.
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { outbox, serviceMessages } from '#db/tables/delivery.ts'
import { within } from '#db/within.ts'

export type MessageRow = typeof outbox.$inferSelect
export type ServiceRow = typeof serviceMessages.$inferSelect

export const messagesAbout = (q: Queries, voucherId: string): Promise<MessageRow[]> =>
  q.select().from(outbox).where(eq(outbox.voucherId, voucherId)).orderBy(asc(outbox.id))

/** The newest first. */
export const messagesTo = (q: Queries, customerId: string, limit: number): Promise<MessageRow[]> =>
  q.select().from(outbox).where(eq(outbox.customerId, customerId)).orderBy(desc(outbox.id)).limit(limit)

export const serviceTo = (q: Queries, customerId: string, limit: number): Promise<ServiceRow[]> =>
  q
    .select()
    .from(serviceMessages)
    .where(eq(serviceMessages.customerId, customerId))
    .orderBy(desc(serviceMessages.id))
    .limit(limit)

export async function cancelAbout(tx: Tx, voucherIds: string[], reason: string): Promise<void> {
  await tx
    .update(outbox)
    .set({ state: 'cancelled', closedAt: tx.now, reason })
    .where(and(sql`${outbox.voucherId} ${within(tx, voucherIds)}`, eq(outbox.state, 'queued')))
}
