// Web Push: the message is encrypted for each browser of the person (RFC 8291) and handed to its push service (RFC 8030).
import { createECDH } from 'node:crypto'
import type { House } from '#core/house.ts'
import { callOutside, type OutsideCall } from '#core/outside.ts'
import type { Secrets } from '#core/secrets.ts'
import { dropPushSubscription } from '#customers/push.ts'
import { DAY_MS, SECOND_MS } from '#shared/time.ts'
import { attemptOfAnswer } from './answer.ts'
import type { Attempt, Browser, ChannelSocket, Outgoing } from './channel.ts'

const AT_ONCE = 5
const LIMIT_MS = 20 * SECOND_MS
/** How long a push service keeps it for a browser that is off. */
const KEPT_SECONDS = (3 * DAY_MS) / SECOND_MS
/** Padding and keys go on top; push services take 4,096 bytes. */
const LONGEST_PAYLOAD = 3000

export const push: ChannelSocket = {
  code: 'push',
  label: 'Push message',
  args: [],
  lacks: (config) => (config.pushContact === undefined ? 'PUSH_CONTACT' : null),
  open: (house) => ({
    atOnce: AT_ONCE,
    async send(message) {
      const { browsers = [] } = message
      if (browsers.length === 0) return { kind: 'failed', reason: 'no_address' }
      const attempts = await Promise.all(browsers.map((browser) => sendTo(house, browser, message)))
      return best(attempts)
    },
    close: () => {},
  }),
}

/** The keys by which push services know the house (RFC 8292), drawn from its secret. */
export function vapidKeys(secrets: Secrets): { publicKey: string; privateKey: string } {
  const privateKey = secrets.derive('push/vapid')
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(privateKey)
  return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') }
}

async function sendTo(house: House, browser: Browser, message: Outgoing): Promise<Attempt> {
  const call = await callFor(house, browser, message)
  if (call === null) return gone(house, browser)
  const answer = await callOutside(house, call)
  if (!('failed' in answer) && (answer.status === 404 || answer.status === 410)) return gone(house, browser)
  return attemptOfAnswer(answer)
}

/** The browser has taken its yes back, or its keys are none. */
async function gone(house: House, { id }: Browser): Promise<Attempt> {
  await house.store.write((tx) => dropPushSubscription(tx, id))
  return { kind: 'failed', reason: 'subscription_gone' }
}

async function callFor(
  house: House,
  { endpoint, p256dh, auth }: Browser,
  message: Outgoing,
): Promise<OutsideCall | null> {
  // Read by the first who needs it: houses without push messages keep 5 MB.
  const { default: webpush } = await import('web-push')
  const vapidDetails = { subject: house.config.pushContact ?? '', ...vapidKeys(house.secrets) }
  try {
    const made = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payloadOf(message), {
      vapidDetails,
      TTL: KEPT_SECONDS,
      // One topic replaces what the service still keeps of it: a message that is sent again is shown once.
      topic: message.id.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 32),
    })
    const headers = Object.entries(made.headers).map(([name, value]) => [name, String(value)])
    return { url: made.endpoint, headers: Object.fromEntries(headers), body: made.body ?? '', timeoutMs: LIMIT_MS }
  } catch {
    return null
  }
}

/** What web/onsite/push-worker.js shows. */
function payloadOf({ id, subject, text, locale }: Outgoing): string {
  const whole = { id, title: subject, body: text, locale }
  const spare = LONGEST_PAYLOAD - Buffer.byteLength(JSON.stringify(whole))
  return JSON.stringify(spare >= 0 ? whole : { ...whole, body: text.slice(0, 700).toWellFormed() })
}

/** One browser that has it is enough; in doubt it may be shown again under the same topic. */
function best(attempts: readonly Attempt[]): Attempt {
  const order = ['sent', 'unknown', 'later', 'failed'] as const
  for (const kind of order) {
    const found = attempts.find((one) => one.kind === kind)
    if (found !== undefined) return found
  }
  return { kind: 'failed', reason: 'no_address' }
}
