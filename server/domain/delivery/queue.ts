// Puts the messages of fresh vouchers into the outbox, in the transaction that issues them; sending comes later.
import { newId } from '#core/ids.ts'
import type { QueueMessages } from '#vouchers/issue.ts'
import { insertMessages } from './queries.ts'
import { byWish } from './wishes.ts'

/** One message per voucher. Rows hold internal ids only: names and addresses are looked up when the message is sent. */
export const queueMessages: QueueMessages = async (tx, rows) => {
  const ways = await byWish(tx, rows)
  await insertMessages(
    tx,
    ways.map((row) => ({ ...row, kind: row.kind ?? 'offer', id: newId('message', tx.now), state: 'queued' })),
  )
}
