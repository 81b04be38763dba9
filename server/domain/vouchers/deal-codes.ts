// Draws codes ahead of a run and deals them in the order of their fingerprints, so that the index they go into grows in
// order: dealt as they are drawn, each would land on another page of it (decisions.md, 22).
import { setImmediate as turn } from 'node:timers/promises'
import type { Secrets } from '#core/secrets.ts'
import { drawBody, foldCode, writeCode } from './code.ts'

export interface Drawn {
  code: string
  print: string
}

export interface Dealer {
  /** Draws ahead, with turns of the event loop between, until so many can be dealt; `mayNeed` is the most there can be
   * use for. */
  prepare(count: number, mayNeed: number): Promise<void>
  /** As many codes; what was not prepared is drawn on the spot. */
  deal(count: number): Drawn[]
}

const FIRST_BLOCK = 1024
const LARGEST_BLOCK = 2 ** 19
const GROWS_BY = 4
/** Some milliseconds' work. */
const DRAWN_IN_A_TURN = 1024
const BODY = 14
const PRINT = 22
/** Prints under a later key of the index have its number before them. */
const MARK = 6
const RECORD = BODY + MARK + PRINT
/** The signs of a print in the order in which databases compare them. */
const ORDER = [...'-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz']
const rankOf = new Uint8Array(128)
for (const [rank, sign] of ORDER.entries()) rankOf[sign.charCodeAt(0)] = rank

export function makeDealer(secrets: Pick<Secrets, 'fingerprint'>, prefix: string | null | undefined): Dealer {
  const before = prefix ? foldCode(prefix) : ''
  let block = emptyBlock(0)
  let size = FIRST_BLOCK

  const draw = (): [body: string, print: string] => {
    const body = drawBody()
    return [body, secrets.fingerprint(before + body)]
  }
  const written = ([body, print]: [string, string]): Drawn => ({ code: writeCode(body, prefix), print })

  async function drawBlock(length: number): Promise<Block> {
    const drawn = emptyBlock(length)
    for (let i = 0; i < length; i += 1) {
      put(drawn, i, draw())
      if (i % DRAWN_IN_A_TURN === DRAWN_IN_A_TURN - 1) await turn()
    }
    return inBuckets(drawn)
  }

  return {
    async prepare(count, mayNeed) {
      if (leftIn(block) >= count) return
      // Few are left over: they are dealt with the next, out of order.
      const kept = take(block, leftIn(block))
      // Let go of before the next is drawn: there is memory for one.
      block = { ...emptyBlock(0), kept }
      const next = await drawBlock(Math.max(count, Math.min(size, mayNeed)))
      size = Math.min(size * GROWS_BY, LARGEST_BLOCK)
      block = { ...next, kept }
    },
    deal(count) {
      const dealt = take(block, Math.min(count, leftIn(block)))
      while (dealt.length < count) dealt.push(draw())
      return dealt.map(written).sort((a, b) => (a.print < b.print ? -1 : 1))
    },
  }
}

/** Half a million codes in 25 MB: records of bytes, and for each the beginning of its print beside its place. */
interface Block {
  records: Buffer
  keys: Float64Array
  /** Where each bucket of `keys` begins; a bucket is sorted when its turn has come. */
  starts: number[]
  at: number
  sortedTo: number
  kept: [string, string][]
}

function emptyBlock(length: number): Block {
  const records = Buffer.allocUnsafe(length * RECORD)
  return { records, keys: new Float64Array(length), starts: [], at: 0, sortedTo: 0, kept: [] }
}

const leftIn = ({ keys, at, kept }: Block): number => keys.length - at + kept.length

/** Five signs are 30 bits; the place is the 21 bits below them, so that a key is a whole number. */
function put({ records, keys }: Block, i: number, [body, print]: [string, string]): void {
  records.write(body + print.padStart(MARK + PRINT), i * RECORD, 'latin1')
  const from = print.length - PRINT
  let key = 0
  for (let at = 0; at < 5; at += 1) key = key * 64 + (rankOf[print.charCodeAt(from + at)] ?? 0)
  keys[i] = key * 2 ** 21 + i
}

const bucketOf = (key: number): number => Math.floor(key / 2 ** 45)

/** One pass by the first sign: to sort a million at once would keep everybody waiting. */
function inBuckets(block: Block): Block {
  const starts = new Array<number>(65).fill(0)
  for (const key of block.keys) starts[bucketOf(key) + 1] = (starts[bucketOf(key) + 1] ?? 0) + 1
  for (let bucket = 1; bucket < starts.length; bucket += 1)
    starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0)
  const next = [...starts]
  const keys = new Float64Array(block.keys.length)
  for (const key of block.keys) {
    const place = next[bucketOf(key)] ?? 0
    keys[place] = key
    next[bucketOf(key)] = place + 1
  }
  return { ...block, keys, starts }
}

/** Moves on by so many. */
function take(block: Block, count: number): [string, string][] {
  const taken = block.kept.splice(0, count)
  for (let n = taken.length; n < count; n += 1) {
    while (block.at >= block.sortedTo) sortNext(block)
    const i = (block.keys[block.at++] ?? 0) % 2 ** 21
    const record = block.records.toString('latin1', i * RECORD, (i + 1) * RECORD)
    taken.push([record.slice(0, BODY), record.slice(BODY).trimStart()])
  }
  return taken
}

function sortNext(block: Block): void {
  const bucket = bucketOf(block.keys[block.at] ?? 0)
  const end = block.starts[bucket + 1] ?? block.keys.length
  block.keys.subarray(block.at, end).sort()
  block.sortedTo = end
}
