// The circuit breaker of a channel: what does not answer is left alone for a while, longer each time, and then tried with
// one message. Kept in memory: each process finds out for itself.
import type { House } from '#core/house.ts'
import type { Channel } from '#shared/kinds.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import type { Attempt } from './channels/channel.ts'

const TRIPS_AT = 20
const FIRST_REST_MS = 30 * SECOND_MS
const LONGEST_REST_MS = 10 * MINUTE_MS

export interface Breaker {
  /** Until when the channel rests (epoch ms); null when it may be tried. */
  restsUntil(now: number): number | null
  note(attempt: Attempt, now: number): void
}

const known = new WeakMap<House['store'], Map<Channel, Breaker>>()

export function breakerOf({ store }: Pick<House, 'store'>, channel: Channel): Breaker {
  const ofHouse = known.get(store) ?? new Map<Channel, Breaker>()
  known.set(store, ofHouse)
  const breaker = ofHouse.get(channel) ?? makeBreaker()
  ofHouse.set(channel, breaker)
  return breaker
}

/** A receiver that is refused says nothing against the channel: it has answered. */
export function makeBreaker(): Breaker {
  let inARow = 0
  let rests = 0
  let until = 0
  return {
    restsUntil: (now) => (now < until ? until : null),
    note({ kind }, now) {
      if (kind === 'sent' || kind === 'failed') {
        inARow = 0
        rests = 0
        return
      }
      if (kind === 'rest' || ++inARow < TRIPS_AT) return
      if (now < until) return
      until = now + Math.min(FIRST_REST_MS * 2 ** rests++, LONGEST_REST_MS)
      // What comes after a rest is a trial: one that fails rests again.
      inARow = TRIPS_AT - 1
    },
  }
}
