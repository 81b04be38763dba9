// All SQL of the room delivery: the outbox.
import { and, eq, gt } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Tx } from '#db/store.ts'
import { outbox } from '#db/tables/delivery.ts'
import type { Channel } from '#shared/kinds.ts'

export type NewMessage = typeof outbox.$inferInsert

export const insertMessages = (tx: Tx, rows: NewMessage[]) => insertMany(tx, outbox, rows)

/** Answers the vouchers whose messages were waiting and are cancelled now. */
export const cancelWaiting = (
  tx: Tx,
  { customerId, purpose, channel }: { customerId: string; purpose?: string; channel?: Channel },
  reason: string,
) =>
  tx
    .update(outbox)
    .set({ state: 'cancelled', closedAt: tx.now, reason })
    .where(
      and(
        eq(outbox.customerId, customerId),
        eq(outbox.state, 'queued'),
        purpose === undefined ? undefined : eq(outbox.purpose, purpose),
        channel === undefined ? undefined : eq(outbox.channel, channel),
      ),
    )
    .returning({ voucherId: outbox.voucherId })

/** No mark of this person's messages is later than this transaction. */
export const alignMarks = (tx: Tx, customerId: string) =>
  tx
    .update(outbox)
    .set({ sendingAt: tx.now })
    .where(and(eq(outbox.customerId, customerId), gt(outbox.sendingAt, tx.now)))
