// How many requests a key (or, without one, an address) may make in a minute, at all processes on one PostgreSQL together, told
// in the headers of draft-ietf-httpapi-ratelimit-headers-08.
import { MemoryStore, type Options } from 'express-rate-limit'
import { type Count, countTogether } from '#core/count-together.ts'
import type { House } from '#core/house.ts'
import { sha256 } from '#core/secrets.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'

export interface Counted {
  isOver: boolean
  headers: readonly (readonly [name: string, value: string])[]
}
export type RateLimit = (source: string) => Promise<Counted>

const MOST_KEPT = 10_000

/** A SQLite file has one server, which need not write down what it counts. */
function countHere(): (source: string) => Promise<Count> {
  const store = new MemoryStore()
  store.init({ windowMs: MINUTE_MS } as Options)
  return async (source) => {
    const { totalHits, resetTime } = await store.increment(source)
    return { total: totalHits, endsAt: resetTime?.getTime() ?? 0 }
  }
}

export function makeRateLimit(house: House): RateLimit {
  const perMinute = house.config.rateLimitPerMinute
  const add = house.store.engine === 'postgres' ? countTogether(house, 'requests', perMinute).add : countHere()
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
    const { total, endsAt } = await add(source)
    const seconds = Math.max(0, Math.ceil((endsAt - Date.now()) / SECOND_MS))
    const left = Math.max(0, perMinute - total)
    const headers = [
      ['RateLimit', `${name}; r=${left}; t=${seconds}`],
      ['RateLimit-Policy', policyOf(source)],
    ] as const
    return { isOver: total > perMinute, headers }
  }
}
