// Sends a subscription one delivery that means nothing, signed as all are, and tells what came back: nothing of it is queued or kept.
import { audit } from '#access/audit.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { callOutside } from '#core/outside.ts'
import { Refusal } from '#core/refusal.ts'
import type { WebhookTried } from '#shared/contracts/webhooks.ts'
import { ANSWER_WITHIN_MS, type Envelopes, type OtherWords, secretsOf, type ToTell } from './deliver.ts'
import { type WebhookRow, webhookRow } from './queries.ts'
import { signWebhook } from './sign.ts'

/** Also of one that is paused, so that whoever mends it sees when it is mended. 404 `webhook.not_found`. */
export async function tryWebhook(
  house: House,
  id: string,
  { envelopes, actor }: { envelopes: Envelopes; actor: string },
): Promise<WebhookTried> {
  const { store, clock } = house
  const hook = await webhookRow(store.read, id)
  if (hook === undefined) throw new Refusal('webhook.not_found')
  const now = clock.now()
  const delivery = newId('webhookDelivery', now)
  const row = { id: delivery, type: 'webhook.test', at: now, data: JSON.stringify({ webhookId: id }) }
  const { body, headers } = await letterOf(house, hook, row, envelopes[hook.envelope])
  const begun = performance.now()
  const said = await callOutside(house, { url: hook.url, headers, body, timeoutMs: ANSWER_WITHIN_MS })
  const tookMs = Math.round(performance.now() - begun)
  const status = 'failed' in said ? null : said.status
  const arrived = status !== null && status >= 200 && status < 300
  const reason = 'failed' in said ? said.failed : arrived ? null : `status_${said.status}`
  await store.write((tx) => audit(tx, { actor, action: 'webhook.tested', subject: id, detail: { arrived, reason } }))
  return { id: delivery, arrived, status, reason, tookMs }
}

async function letterOf(house: House, hook: WebhookRow, row: ToTell, words: OtherWords | undefined) {
  const keys = secretsOf(house, hook)
  if (words !== undefined) {
    const body = (await words.bodiesOf(house, [row])).get(row.id) ?? ''
    return { body, headers: words.headersFor(keys, body) }
  }
  const body = JSON.stringify({ type: row.type, timestamp: iso(row.at), data: JSON.parse(row.data) })
  // The receiver judges the time of signing by its own clock.
  return { body, headers: { ...signWebhook(keys, row.id, Date.now(), body) } }
}
