// How often somebody may try to sign in: counted for the address of mail and of network alike, by all processes together,
// and before anything is compared, so that tries at the same time count as well.
import { Refusal } from '#core/refusal.ts'
import type { Secrets } from '#core/secrets.ts'
import type { Tx } from '#db/store.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { countTry, forgetTries } from './queries-sessions.ts'

const WINDOW_MS = 15 * MINUTE_MS
/** Ten wrong passwords for one person, forty tries from one address, within a quarter of an hour. */
export const TRIES = { person: 10, network: 40 } as const

const sourceOf = (secrets: Secrets, kind: keyof typeof TRIES, value: string) =>
  `${kind} ${secrets.print('address', `team ${kind} ${value}`)}`

/** Seconds to wait when there were too many, else 0. It is the caller who refuses, after this has been committed. */
export async function takeTry(tx: Tx, secrets: Secrets, who: { email?: string; network: string }): Promise<number> {
  const network = await waitFor(tx, sourceOf(secrets, 'network', who.network), TRIES.network)
  if (who.email === undefined) return network
  return Math.max(network, await waitFor(tx, sourceOf(secrets, 'person', who.email), TRIES.person))
}

async function waitFor(tx: Tx, source: string, limit: number): Promise<number> {
  const { count, since } = await countTry(tx, source, WINDOW_MS)
  return count <= limit ? 0 : Math.max(1, Math.ceil((since + WINDOW_MS - tx.now) / SECOND_MS))
}

/** Whoever got in starts anew. */
export const forgiveTries = (tx: Tx, secrets: Secrets, email: string) =>
  forgetTries(tx, sourceOf(secrets, 'person', email))

export function refuseTooManyTries(wait: number): void {
  if (wait > 0) throw new Refusal('request.throttled', { retryAfter: wait, detail: 'Too many tries to sign in' })
}
