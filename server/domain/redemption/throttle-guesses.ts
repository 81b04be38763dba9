// Slows down whoever tries codes: only codes that do not exist are counted (decisions.md, 11). A shopper is known by the
// address that the order names, else the key of the checkout counts; a key alerts long before it blocks, because one
// shopper must not lock out a whole shop. Real time, not the test clock.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'

/** Where guesses are counted: in this process, or somewhere that all processes share. */
export interface GuessBook {
  /** Milliseconds until the source has made fewer than `limit` guesses within the last minute; 0 when it has. */
  blockedFor(source: string, limit: number): Promise<number>
  /** Answers how many the source has made within the last minute, this one among them. */
  note(source: string, limit: number): Promise<number>
}

const MOST_SOURCES = 100_000
/** Times the limit of one address. */
const KEY_ALERTS_AT = 10
const KEY_BLOCKS_AT = 100

export function makeGuessBook(now: () => number): GuessBook {
  const guesses = new Map<string, number[]>()
  const recent = (source: string): number[] => {
    const since = now() - MINUTE_MS
    return (guesses.get(source) ?? []).filter((at) => at > since)
  }
  return {
    async blockedFor(source, limit) {
      if (!guesses.has(source)) return 0
      const made = recent(source)
      const freeing = made[made.length - limit]
      return freeing === undefined ? 0 : freeing + MINUTE_MS - now()
    },
    async note(source, limit) {
      const made = [...recent(source), now()].slice(-limit)
      // Written again, it is the youngest: the map is in the order of last guesses, and its head is the first to go.
      guesses.delete(source)
      guesses.set(source, made)
      const [oldest] = guesses.keys()
      if (guesses.size > MOST_SOURCES && oldest !== undefined) guesses.delete(oldest)
      return made.length
    },
  }
}

const books = new WeakMap<House['store'], GuessBook>()

function bookOf({ store }: House): GuessBook {
  const known = books.get(store)
  if (known) return known
  const book = makeGuessBook(() => performance.now())
  books.set(store, book)
  return book
}

/** Who is asking: the shopper's address if the order has one, else the caller, which is the key of the checkout. */
export interface Asker {
  caller: string
  clientAddress: string | undefined
}

/** 429 `request.throttled` for somebody who has tried too many codes, whatever they try now. */
export async function refuseGuessers(house: House, asker: Asker): Promise<void> {
  const { source, limit } = sourceOf(house, asker)
  const wait = await bookOf(house).blockedFor(source, limit)
  if (wait > 0) throw new Refusal('request.throttled', { retryAfter: Math.ceil(wait / SECOND_MS) })
}

/** Counts a refusal that says the code does not exist, and hands every error on. */
export async function countingGuesses<T>(house: House, asker: Asker, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'voucher.not_found') await noteGuess(house, asker)
    throw error
  }
}

async function noteGuess(house: House, asker: Asker): Promise<void> {
  const { source, limit, alertsAt } = sourceOf(house, asker)
  const made = await bookOf(house).note(source, limit)
  if (made === alertsAt) house.log.warn({ caller: asker.caller, made }, 'many unknown codes within a minute')
}

function sourceOf({ secrets, config }: House, { caller, clientAddress }: Asker) {
  const limit = config.guessLimitPerMinute
  if (clientAddress === undefined) {
    return { source: `key ${caller}`, limit: limit * KEY_BLOCKS_AT, alertsAt: limit * KEY_ALERTS_AT }
  }
  return { source: `address ${secrets.print('address', clientAddress)}`, limit, alertsAt: limit }
}
