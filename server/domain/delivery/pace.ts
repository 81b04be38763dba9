// Keeps a channel from going faster than it may: each message waits for its place in real time.
import { setTimeout as sleep } from 'node:timers/promises'

interface Watch {
  /** Milliseconds that never go back. */
  now(): number
  rest(ms: number): Promise<unknown>
}
const realTime: Watch = { now: () => performance.now(), rest: (ms) => sleep(ms) }

/** Answers when the next message may go; at once without a limit. Shared by all that send by one channel. */
export function makePace(perSecond: number | undefined, { now, rest }: Watch = realTime) {
  let next = 0
  return async (): Promise<void> => {
    if (perSecond === undefined) return
    const mine = Math.max(now(), next)
    next = mine + 1000 / perSecond
    const wait = mine - now()
    if (wait > 0) await rest(wait)
  }
}
