// SQL of push subscriptions.
import { asc, eq, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { pushSubscriptions } from '#db/tables/customers.ts'
import { within } from '#db/within.ts'

export type SubscriptionRow = typeof pushSubscriptions.$inferSelect

export const subscriptionsOf = (q: Queries, customerIds: string[]): Promise<SubscriptionRow[]> =>
  q
    .select()
    .from(pushSubscriptions)
    .where(sql`${pushSubscriptions.customerId} ${within(q, customerIds)}`)
    .orderBy(asc(pushSubscriptions.id))

/** The same browser with new keys takes the place of the old one. */
export async function insertSubscription(tx: Tx, row: SubscriptionRow): Promise<void> {
  const target = [pushSubscriptions.customerId, pushSubscriptions.print]
  await tx
    .insert(pushSubscriptions)
    .values(row)
    .onConflictDoUpdate({ target, set: { sealed: row.sealed } })
}

export async function deleteSubscription(tx: Tx, id: string): Promise<void> {
  await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.id, id))
}

export async function deleteSubscriptionsOf(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.customerId, customerId))
}
