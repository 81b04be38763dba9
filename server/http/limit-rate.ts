// How many requests a key (or, without one, an address) may make in a minute in this process, told in the headers of
// draft-ietf-httpapi-ratelimit-headers-08.
import { MemoryStore, type Options } from 'express-rate-limit'
import { sha256 } from '#core/secrets.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'

export interface Counted {
  isOver: boolean
  headers: readonly (readonly [name: string, value: string])[]
}
export type RateLimit = (source: string) => Promise<Counted>

const MOST_KEPT = 10_000

export function makeRateLimit(perMinute: number): RateLimit {
  const store = new MemoryStore()
  store.init({ windowMs: MINUTE_MS } as Options)
  const name = `"${perMinute}-in-1min"`
  const policies = new Map<string, string>()

  /** Sources are told apart by a short hash, so that no header gives one away. */
  function policyOf(source: string): string {
    const known = policies.get(source)
    if (known !== undefined) return known
    const partition = Buffer.from(sha256(source).slice(0, 12)).toString('base64')
    const policy = `${name}; q=${perMinute}; w=${MINUTE_MS / SECOND_MS}; pk=:${partition}:`
    if (policies.size >= MOST_KEPT) policies.clear()
    policies.set(source, policy)
    return policy
  }

  return async (source) => {
    const { totalHits, resetTime } = await store.increment(source)
    const seconds = Math.max(0, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / SECOND_MS))
    const left = Math.max(0, perMinute - totalHits)
    const headers = [
      ['RateLimit', `${name}; r=${left}; t=${seconds}`],
      ['RateLimit-Policy', policyOf(source)],
    ] as const
    return { isOver: totalHits > perMinute, headers }
  }
}
