// The outbox as people see it: what failed and why, and sending it again.

import type { z } from 'zod'
import { iso, isoOrNull } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { messagesAsked, outboxMessage, retryAsked } from '#shared/contracts/delivery.ts'
import { type FoundMessage, messageById, messagesInState, requeueFailed } from './queries-messages.ts'

export type OutboxMessage = z.infer<typeof outboxMessage>

/** The newest first. */
export async function listMessages(
  q: Queries,
  asked: z.infer<typeof messagesAsked>,
): Promise<{ data: OutboxMessage[]; nextCursor: string | null }> {
  const rows = await messagesInState(q, { ...asked, limit: asked.limit + 1 })
  const page = rows.slice(0, asked.limit)
  return { data: page.map(toMessage), nextCursor: rows.length > asked.limit ? (page.at(-1)?.id ?? null) : null }
}

/** 404 `message.not_found`. */
export async function showMessage(q: Queries, id: string): Promise<OutboxMessage> {
  const row = await messageById(q, id)
  if (row === undefined) throw new Refusal('message.not_found')
  return toMessage(row)
}

/** Begins anew as if it had never been tried; the gate is asked again when it goes. 404 `message.not_found`, 409
 * `message.not_failed`. */
export async function retryMessage(tx: Tx, id: string): Promise<void> {
  if ((await messageById(tx, id)) === undefined) throw new Refusal('message.not_found')
  if ((await requeueFailed(tx, { id })) === 0) throw new Refusal('message.not_failed')
}

/** All that failed, or those of them; answers how many. */
export const retryMessages = (tx: Tx, which: z.infer<typeof retryAsked>): Promise<number> => requeueFailed(tx, which)

const toMessage = (row: FoundMessage): OutboxMessage => ({
  id: row.id,
  campaignId: row.campaignId,
  voucherId: row.voucherId,
  channel: row.channel as OutboxMessage['channel'],
  kind: row.kind as OutboxMessage['kind'],
  state: row.state as OutboxMessage['state'],
  reason: row.reason,
  attempts: row.attempts,
  redeliveries: row.redeliveries,
  dueAt: iso(row.dueAt),
  closedAt: isoOrNull(row.closedAt),
  bounce: row.bounce as OutboxMessage['bounce'],
})
