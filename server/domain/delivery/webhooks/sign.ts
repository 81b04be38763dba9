// Signs what the house sends out, after Standard Webhooks (`v1`, HMAC-SHA-256): while a secret is being changed, with both.
import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { SECOND_MS } from '#shared/time.ts'

export interface Signed {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
  'content-type': 'application/json'
}

/** `whsec_` and 32 random bytes in base64. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** `id` is the same at every attempt; `at` (epoch ms, real time: the receiver's clock judges it) is this attempt's. */
export function signWebhook(secrets: readonly string[], id: string, at: number, body: string): Signed {
  const stamp = new Date(at)
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / SECOND_MS)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, stamp, body)).join(' '),
  }
}
