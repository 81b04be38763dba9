// The token of List-Unsubscribe: it names a person and a channel, can only withdraw, never ends while she is known, and
// is sealed under the house's secret, so that nothing about it has to be kept (decisions.md, 32).
import { createSecretKey, type KeyObject } from 'node:crypto'
import { type Secrets, sealWith, unsealWith } from '#core/secrets.ts'
import { type Channel, channels } from '#shared/kinds.ts'

export interface Unsubscribe {
  customerId: string
  channel: Channel
}

const ABOUT = 'unsubscribe/v1'
const keys = new WeakMap<Secrets, KeyObject>()

function keyOf(secrets: Secrets): KeyObject {
  const known = keys.get(secrets) ?? createSecretKey(secrets.derive(ABOUT))
  keys.set(secrets, known)
  return known
}

/** Opaque, and nobody without the secret can make one. */
export function unsubscribeToken(secrets: Secrets, { customerId, channel }: Unsubscribe): string {
  return sealWith(keyOf(secrets), `${customerId} ${channel}`, ABOUT)
}

/** Null for whatever we have not made. */
export function readUnsubscribe(secrets: Secrets, token: string): Unsubscribe | null {
  if (!/^[A-Za-z0-9_-]{60,200}$/.test(token)) return null
  try {
    const [customerId, channel] = unsealWith(keyOf(secrets), token, ABOUT).split(' ')
    const known = channels.find((one) => one === channel)
    return customerId === undefined || known === undefined ? null : { customerId, channel: known }
  } catch {
    return null
  }
}
