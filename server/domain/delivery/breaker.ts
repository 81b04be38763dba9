// The circuit breaker of a channel: what does not answer is left alone for a while, longer each time, and then tried with
// one message. Each process counts for itself; a rest that one of them begins is kept by all, from their next page on.
import type { House } from '#core/house.ts'
import type { Channel } from '#shared/kinds.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import type { Attempt } from './channels/channel.ts'
import { type Rest, restChannel, restsNow, wakeChannel } from './queries-channels.ts'

const TRIPS_AT = 20
const FIRST_REST_MS = 30 * SECOND_MS
const LONGEST_REST_MS = 10 * MINUTE_MS

export interface Breaker {
  /** Until when the channel rests (epoch ms); null when it may be tried. */
  restsUntil(now: number): number | null
  /** Answers what the other processes should know: a rest that begins, or that the channel is well again. */
  note(attempt: Attempt, now: number): Rest | 'well' | null
  /** A rest that another process has begun. */
  hear(rest: Rest): void
}

const known = new WeakMap<House['store'], Map<Channel, Breaker>>()

export function breakerOf({ store }: Pick<House, 'store'>, channel: Channel): Breaker {
  const ofHouse = known.get(store) ?? new Map<Channel, Breaker>()
  known.set(store, ofHouse)
  const breaker = ofHouse.get(channel) ?? makeBreaker()
  ofHouse.set(channel, breaker)
  return breaker
}

/** Of these channels those that may be tried, after hearing what the other processes have found out. */
export async function awake({ store, clock }: House, channels: Channel[]): Promise<Channel[]> {
  const now = clock.now()
  for (const [channel, rest] of await restsNow(store.read, now)) breakerOf({ store }, channel).hear(rest)
  return channels.filter((channel) => breakerOf({ store }, channel).restsUntil(now) === null)
}

/** Notes an attempt, and tells the other processes what they should know. */
export async function noteAttempt(house: House, channel: Channel, attempt: Attempt): Promise<void> {
  const told = breakerOf(house, channel).note(attempt, house.clock.now())
  if (told === null) return
  await house.store.write((tx) => (told === 'well' ? wakeChannel(tx, channel) : restChannel(tx, channel, told)))
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
        const wasResting = rests > 0
        inARow = 0
        rests = 0
        return wasResting ? 'well' : null
      }
      if (kind === 'rest' || ++inARow < TRIPS_AT) return null
      if (now < until) return null
      until = now + Math.min(FIRST_REST_MS * 2 ** rests++, LONGEST_REST_MS)
      // What comes after a rest is a trial: one that fails rests again.
      inARow = TRIPS_AT - 1
      return { until, rests }
    },
    hear(rest) {
      if (rest.until <= until) return
      until = rest.until
      rests = rest.rests
      inARow = TRIPS_AT - 1
    },
  }
}
