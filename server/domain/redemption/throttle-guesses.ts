// Slows down whoever tries codes: only codes that do not exist are counted (decisions.md, 11). A shopper is known by the
// address that the order names, else the key of the checkout counts; a key alerts long before it blocks, because one
// shopper must not lock out a whole shop. And everybody together has an allowance for the codes of one campaign, which
// their prefix names, or of the house where they have none: once that is spent each has a tenth of their own, and whoever
// knows their code and errs in nothing never notices.
import { isIPv6 } from 'node:net'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { SECOND_MS } from '#shared/time.ts'
import { checkHolds, foldCode, isOurShape, maskCode, prefixOfFolded } from '#vouchers/code.ts'
import { guessFigures } from './guess-alarm.ts'
import { type Guess, type GuessBook, HOUSE, makeGuessBook } from './guess-book.ts'

/** Who is asking: the shopper's address if the order has one, else the caller, which is the key of the checkout. */
export interface Asker {
  caller: string
  clientAddress: string | undefined
  /** What was tried. */
  code?: string | undefined
}

const books = new WeakMap<House['store'], GuessBook>()

function bookOf(house: House): GuessBook {
  const known = books.get(house.store)
  if (known) return known
  const book = makeGuessBook(house)
  books.set(house.store, book)
  return book
}

/** 429 `request.throttled` for somebody who has tried too many codes, whatever they try now. */
export async function refuseGuessers(house: House, asker: Asker): Promise<void> {
  refuse(await bookOf(house).blockedFor(sourceOf(house, asker).source))
}

/** Counts a refusal that says the code does not exist, and hands every error on; 429 `request.throttled` in its place
 * while everybody's allowance for such codes is spent. */
export async function countingGuesses<T>(house: House, asker: Asker, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'voucher.not_found') await noteGuess(house, asker)
    throw error
  }
}

async function noteGuess(house: House, asker: Asker): Promise<void> {
  const book = bookOf(house)
  const folded = foldCode(asker.code ?? '')
  const isImpossible = isOurShape(folded) && !checkHolds(folded)
  const all = isImpossible ? null : nameOfAll(folded)
  const prefix = maskCode(asker.code ?? '').split('-…')[0] ?? null
  const noted = book.note({ ...sourceOf(house, asker), all, prefix, apiKey: asker.caller })
  // A wrong check sign is refused without waiting for the database.
  if (all !== null) refuse(await noted)
}

function refuse(waitMs: number): void {
  if (waitMs <= 0) return
  guessFigures.refused++
  throw new Refusal('request.throttled', { retryAfter: Math.ceil(waitMs / SECOND_MS) })
}

function nameOfAll(folded: string): string {
  const prefix = checkHolds(folded) ? prefixOfFolded(folded) : ''
  return prefix === '' ? HOUSE : `prefix ${prefix}`
}

function sourceOf({ secrets }: House, { caller, clientAddress }: Asker): Pick<Guess, 'source' | 'kind'> {
  if (clientAddress === undefined) return { source: `key ${caller}`, kind: 'key' }
  return { source: `address ${secrets.print('address', networkOf(clientAddress))}`, kind: 'address' }
}

/** Whoever has one IPv6 address has the whole /64 around it. */
function networkOf(address: string): string {
  const plain = address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail = ''] = new URL(`http://[${plain.replace(/%.*$/, '')}]`).hostname.slice(1, -1).split('::')
  const groups = head.split(':').filter(Boolean)
  const zeros = 8 - groups.length - tail.split(':').filter(Boolean).length
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...tail.split(':').filter(Boolean)]
  return `${all.slice(0, 4).join(':')}::/64`
}
