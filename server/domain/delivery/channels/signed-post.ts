// A message as a signed call to somebody else's system, after Standard Webhooks: its id is the same at every attempt.
import { Webhook } from 'standardwebhooks'
import type { House } from '#core/house.ts'
import { callOutside } from '#core/outside.ts'
import { SECOND_MS } from '#shared/time.ts'
import { attemptOfAnswer } from './answer.ts'
import type { Attempt } from './channel.ts'

const LIMIT_MS = 20 * SECOND_MS

export async function postSigned(
  house: Pick<House, 'config'>,
  to: { url: string; secret: string },
  id: string,
  event: { type: string; data: Record<string, unknown> },
): Promise<Attempt> {
  // Receivers compare with their own clock, so it is the real one that counts.
  const now = new Date()
  const body = JSON.stringify({ type: event.type, timestamp: now.toISOString(), data: event.data })
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / SECOND_MS)),
    'webhook-signature': new Webhook(to.secret).sign(id, now, body),
  }
  return attemptOfAnswer(await callOutside(house, { url: to.url, headers, body, timeoutMs: LIMIT_MS }))
}
