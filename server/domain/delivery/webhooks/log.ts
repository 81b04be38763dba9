// The delivery log of a subscription, and sending something once more.
import { audit } from '#access/audit.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { WebhookDelivery } from '#shared/contracts/webhooks.ts'
import type { WebhookEvent } from '#shared/kinds.ts'
import { DAY_MS } from '#shared/time.ts'
import { type DeliveryRow, deliveriesBefore, deliveryRow, dropDeliveries, reopen, webhookRow } from './queries.ts'

/** How long what is closed can be looked at and sent again. */
export const KEPT_MS = 30 * DAY_MS

/** The newest first. 404 `webhook.not_found`. */
export async function listDeliveries(
  q: Queries,
  webhookId: string,
  page: { limit: number; cursor?: string | undefined; state?: string | undefined },
) {
  if ((await webhookRow(q, webhookId)) === undefined) throw new Refusal('webhook.not_found')
  const rows = await deliveriesBefore(q, webhookId, { ...page, limit: page.limit + 1 })
  const data = rows.slice(0, page.limit).map(shown)
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}

/** 404 `webhook.delivery_not_found`. */
export async function showDelivery(q: Queries, webhookId: string, id: string): Promise<WebhookDelivery> {
  const row = await deliveryRow(q, webhookId, id)
  if (row === undefined) throw new Refusal('webhook.delivery_not_found')
  return shown(row)
}

/** Under the same `webhook-id`, with a day of attempts. 404 `webhook.not_found`, `webhook.delivery_not_found`. */
export async function replayDelivery(tx: Tx, webhookId: string, id: string, actor: string): Promise<void> {
  if ((await webhookRow(tx, webhookId)) === undefined) throw new Refusal('webhook.not_found')
  if (!(await reopen(tx, webhookId, id))) throw new Refusal('webhook.delivery_not_found')
  await audit(tx, { actor, action: 'webhook.replayed', subject: id })
}

/** Answers how many were dropped. */
export const forgetWebhookLog = (tx: Tx): Promise<number> => dropDeliveries(tx, tx.now - KEPT_MS)

const shown = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  type: row.type as WebhookEvent,
  at: iso(row.at),
  state: row.state as WebhookDelivery['state'],
  attempts: row.attempts,
  status: row.status,
  reason: row.reason,
  dueAt: iso(row.dueAt),
  closedAt: isoOrNull(row.closedAt),
  data: JSON.parse(row.data) as Record<string, unknown>,
})
