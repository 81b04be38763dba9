// SQL of the channels that people would rather be reached by.
import { eq, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { channelWishes } from '#db/tables/delivery.ts'
import { within } from '#db/within.ts'

export const wishesOf = (q: Queries, customerIds: string[]) =>
  q
    .select()
    .from(channelWishes)
    .where(sql`${channelWishes.customerId} ${within(q, customerIds)}`)

export async function putWish(tx: Tx, row: typeof channelWishes.$inferInsert): Promise<void> {
  const set = { channel: row.channel, at: row.at }
  await tx.insert(channelWishes).values(row).onConflictDoUpdate({ target: channelWishes.customerId, set })
}

export async function deleteWish(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(channelWishes).where(eq(channelWishes.customerId, customerId))
}
