// Subscriptions to what happens in the house: an address, the events it hears of, and a secret that signs them.
import { audit } from '#access/audit.ts'
import { iso } from '#core/clock.ts'
import type { Feed } from '#core/feed.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { refuseUrl } from '#core/outside.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Webhook } from '#shared/contracts/webhooks.ts'
import type { WebhookEnvelope, WebhookEvent, WebhookInclude } from '#shared/kinds.ts'
import { DAY_MS } from '#shared/time.ts'
import {
  beginAgain,
  beginFeed,
  changeWebhook,
  closeAll,
  insertWebhook,
  type WebhookRow,
  webhookRow,
  webhooksAfter,
} from './queries.ts'
import { newWebhookSecret } from './sign.ts'

/** How long the old secret signs beside the new one. */
const OVERLAP_MS = DAY_MS

export interface Asked {
  url: string
  name?: string | undefined
  events: WebhookEvent[]
  includes: WebhookInclude[]
  envelope?: WebhookEnvelope | undefined
}

/**
 * Answers the id and the secret, which is kept sealed. From this write on nothing is left out. 422 `webhook.url_refused` for
 * an address that calls may not go to.
 */
export async function openWebhook(
  house: House,
  tx: Tx,
  asked: Asked,
  { feeds, actor }: { feeds: readonly Feed[]; actor: string },
): Promise<{ id: string; secret: string }> {
  const refused = refuseUrl(house, asked.url)
  if (refused !== null) {
    throw new Refusal('webhook.url_refused', { errors: [{ path: 'url', message: refused.replaceAll('_', ' ') }] })
  }
  const id = newId('webhook', tx.now)
  const secret = newWebhookSecret()
  const events = [...new Set(asked.events)]
  await insertWebhook(tx, {
    id,
    name: asked.name ?? new URL(asked.url).hostname,
    url: asked.url,
    events: JSON.stringify(events),
    includes: JSON.stringify([...new Set(asked.includes)]),
    envelope: asked.envelope ?? 'house',
    secretSealed: house.secrets.seal(secret, id),
    state: 'live',
    createdAt: tx.now,
  })
  await beginFeeds(tx, events, feeds)
  await audit(tx, { actor, action: 'webhook.opened', subject: id, detail: { events, includes: asked.includes } })
  return { id, secret }
}

/** 404 `webhook.not_found`. */
export async function patchWebhook(
  tx: Tx,
  id: string,
  to: { name?: string | undefined; state?: 'live' | 'paused' | undefined; events?: WebhookEvent[] | undefined },
  { feeds, actor }: { feeds: readonly Feed[]; actor: string },
): Promise<void> {
  const before = await found(tx, id)
  if (Object.values(to).every((value) => value === undefined)) return
  const isResumed = to.state === 'live' && before.state === 'paused'
  await changeWebhook(tx, id, {
    ...(to.name === undefined ? {} : { name: to.name }),
    ...(to.events === undefined ? {} : { events: JSON.stringify([...new Set(to.events)]) }),
    ...(to.state === undefined ? {} : { state: to.state, pauseReason: to.state === 'paused' ? 'asked' : null }),
    ...(isResumed ? { failures: 0, retryAt: 0 } : {}),
  })
  if (isResumed) await beginAgain(tx, id)
  if (to.events !== undefined) await beginFeeds(tx, to.events, feeds)
  await audit(tx, { actor, action: 'webhook.changed', subject: id, detail: { fields: Object.keys(to) } })
}

/** The new secret; the old one signs beside it for a day. 404 `webhook.not_found`. */
export async function rotateSecret({ secrets }: House, tx: Tx, id: string, actor: string): Promise<string> {
  const before = await found(tx, id)
  const secret = newWebhookSecret()
  await changeWebhook(tx, id, {
    secretSealed: secrets.seal(secret, id),
    oldSecretSealed: before.secretSealed,
    oldSecretUntil: tx.now + OVERLAP_MS,
  })
  await audit(tx, { actor, action: 'webhook.rotated', subject: id })
  return secret
}

/** Nothing more is sent, also not what waits. 404 `webhook.not_found`. */
export async function closeWebhook(tx: Tx, id: string, actor: string): Promise<void> {
  if (!(await changeWebhook(tx, id, { closedAt: tx.now }))) throw new Refusal('webhook.not_found')
  await closeAll(tx, id)
  await audit(tx, { actor, action: 'webhook.closed', subject: id })
}

export async function showWebhook(q: Queries, id: string): Promise<Webhook> {
  return shown(await found(q, id))
}

/** Until when the secret before the last one signs, ISO 8601. */
export async function oldSecretUntil(q: Queries, id: string): Promise<string> {
  return iso((await found(q, id)).oldSecretUntil ?? 0)
}

export async function listWebhooks(q: Queries, page: { limit: number; cursor?: string | undefined }) {
  const rows = await webhooksAfter(q, page.cursor ?? '', page.limit + 1)
  const data = rows.slice(0, page.limit).map(shown)
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}

async function found(q: Queries, id: string): Promise<WebhookRow> {
  const row = await webhookRow(q, id)
  if (row === undefined) throw new Refusal('webhook.not_found')
  return row
}

async function beginFeeds(tx: Tx, events: readonly WebhookEvent[], feeds: readonly Feed[]): Promise<void> {
  for (const feed of feeds) {
    if (feed.types.some((type) => events.includes(type))) await beginFeed(tx, feed.name, await feed.latest(tx, tx.now))
  }
}

function shown(row: WebhookRow): Webhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: JSON.parse(row.events) as WebhookEvent[],
    includes: JSON.parse(row.includes) as WebhookInclude[],
    envelope: row.envelope === 'voucherify' ? 'voucherify' : 'house',
    state: row.state === 'paused' ? 'paused' : 'live',
    pauseReason: row.pauseReason,
    failures: row.failures,
    retryAt: row.retryAt > 0 ? iso(row.retryAt) : null,
    createdAt: iso(row.createdAt),
  }
}
