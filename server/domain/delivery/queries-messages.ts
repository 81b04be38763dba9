// SQL of the outbox as people look at it: lists, another try for what failed, and what receivers said afterwards.
import { and, desc, eq, lt, type SQL } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { outbox } from '#db/tables/delivery.ts'

export type FoundMessage = typeof outbox.$inferSelect
type Which = { channel?: string | undefined; campaignId?: string | undefined }

const of = ({ channel, campaignId }: Which): (SQL | undefined)[] => [
  channel === undefined ? undefined : eq(outbox.channel, channel),
  campaignId === undefined ? undefined : eq(outbox.campaignId, campaignId),
]

export const messagesInState = (
  q: Queries,
  { state, cursor, limit, ...which }: Which & { state: string; cursor?: string | undefined; limit: number },
): Promise<FoundMessage[]> =>
  q
    .select()
    .from(outbox)
    .where(and(eq(outbox.state, state), ...of(which), cursor === undefined ? undefined : lt(outbox.id, cursor)))
    .orderBy(desc(outbox.id))
    .limit(limit)

export async function messageById(q: Queries, id: string): Promise<FoundMessage | undefined> {
  const [row] = await q.select().from(outbox).where(eq(outbox.id, id))
  return row
}

/** Answers how many. */
export async function requeueFailed(
  tx: Tx,
  { id, reason, ...which }: Which & { id?: string; reason?: string | undefined },
): Promise<number> {
  const rows = await tx
    .update(outbox)
    .set({ state: 'queued', attempts: 0, dueAt: tx.now, closedAt: null, sendingAt: null, leaseUntil: null })
    .where(
      and(
        eq(outbox.state, 'failed'),
        id === undefined ? undefined : eq(outbox.id, id),
        reason === undefined ? undefined : eq(outbox.reason, reason),
        ...of(which),
      ),
    )
    .returning({ id: outbox.id })
  return rows.length
}

export async function noteBounce(tx: Tx, id: string, bounce: string): Promise<void> {
  await tx.update(outbox).set({ bounce, bouncedAt: tx.now }).where(eq(outbox.id, id))
}
