// Keeps a channel from going faster than it may: each message waits for its place in real time. Places are booked a tenth of a
// second at a time, so that all processes keep one pace and none of them asks for every message.
import { setTimeout as sleep } from 'node:timers/promises'

interface Watch {
  /** Milliseconds that never go back. */
  now(): number
  rest(ms: number): Promise<unknown>
}
/** The machine's clock as it was at the start and as long as it is since: nobody sets it back. */
const realTime: Watch = { now: () => performance.timeOrigin + performance.now(), rest: (ms) => sleep(ms) }

/** Takes the next free span of so many ms, from `from` on at the earliest, and answers when it begins. */
export type Book = (from: number, span: number) => Promise<number>

/** For a process that is alone. */
function bookAlone(): Book {
  let next = 0
  return async (from, span) => {
    next = Math.max(from, next) + span
    return next - span
  }
}

const BOOKED_PER_SECOND = 10

/** Answers when the next message may go; at once without a limit. Shared by all that send by one channel. */
export function makePace(
  perSecond: number | undefined,
  { now, rest }: Watch = realTime,
  book: Book = bookAlone(),
): () => Promise<void> {
  if (perSecond === undefined) return async () => {}
  const places = Math.max(1, Math.ceil(perSecond / BOOKED_PER_SECOND))
  const span = Math.ceil((places * 1000) / perSecond)
  const step = span / places
  let [at, left] = [0, 0]
  let last: Promise<unknown> = Promise.resolve()

  async function take(): Promise<number> {
    // Places that nobody came for are gone.
    const missed = left > 0 ? Math.min(left, Math.max(0, Math.floor((now() - at) / step))) : 0
    at += missed * step
    left -= missed
    if (left === 0) {
      at = await book(Math.ceil(now()), span)
      left = places
    }
    const mine = at
    at += step
    left -= 1
    return mine
  }

  return async () => {
    const mine = last.then(take)
    last = mine.catch(() => {})
    const wait = (await mine) - now()
    if (wait > 0) await rest(wait)
  }
}
