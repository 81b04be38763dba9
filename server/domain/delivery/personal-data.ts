// What delivery knows of a person: which messages were to reach her. What they said is never kept.
import { iso, isoOrNull } from '#core/clock.ts'
import type { Queries, Tx } from '#db/store.ts'
import { deleteMessagesOf, messagesOf } from './queries.ts'
import { deleteServiceOf, serviceOf } from './queries-service.ts'
import { deleteWish } from './queries-wishes.ts'
import { wishedChannel } from './wishes.ts'

export async function exportPersonalData(q: Queries, customerId: string) {
  const rows = await messagesOf(q, customerId)
  return {
    messages: rows.map((row) => ({
      campaignId: row.campaignId,
      voucherId: row.voucherId,
      purpose: row.purpose,
      channel: row.channel,
      kind: row.kind,
      bounce: row.bounce,
      state: row.state,
      dueAt: iso(row.dueAt),
      sentAt: isoOrNull(row.sentAt),
    })),
    preferredChannel: await wishedChannel(q, customerId),
    serviceMails: (await serviceOf(q, customerId)).map(({ kind, channel, state, queuedAt, sentAt }) => {
      return { kind, channel, state, queuedAt: iso(queuedAt), sentAt: isoOrNull(sentAt) }
    }),
  }
}

/** Nothing is sent that was not marked before; the counts of the campaign stay. Call `cancelQueued` first to count. */
export async function erasePersonalData(tx: Tx, customerId: string): Promise<void> {
  await deleteMessagesOf(tx, customerId)
  await deleteServiceOf(tx, customerId)
  await deleteWish(tx, customerId)
}
