// Ids that say what they are. Most are time-ordered, so that inserts append; a customer's id is random,
// so that neighbours in an audience say nothing about each other (decisions.md, 22).
import { randomFillSync } from 'node:crypto'
import { encodeTime, monotonicFactory } from 'ulid'
import { type IdKind, prefixes } from '#shared/ids.ts'

/** One byte of chance for each sign, drawn by the thousand. */
const chance = Buffer.alloc(4096)
let chanceTo = chance.length
function takeChance(): number {
  if (chanceTo === chance.length) {
    randomFillSync(chance)
    chanceTo = 0
  }
  return (chance[chanceTo++] ?? 0) / 256
}
const next = monotonicFactory(takeChance)
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `vch_` + 26 characters in ULID order, monotonic within this process. `now` is the transaction's instant. */
export function newId(kind: IdKind, now: number): string {
  return `${prefixes[kind]}_${next(now)}`
}

/** Before every id of this kind that is made at `instant` (epoch ms) or later. */
export const idAt = (kind: IdKind, instant: number): string =>
  `${prefixes[kind]}_${encodeTime(Math.max(0, instant), 10)}`

// Drawn by the hundreds: asking the system for each takes longer than writing it down.
const drawn = Buffer.alloc(26 * 256)
let drawnTo = drawn.length

/** 26 random characters (130 bits) after the prefix. */
export function randomId(kind: IdKind | 'unit'): string {
  if (drawnTo === drawn.length) {
    randomFillSync(drawn)
    drawnTo = 0
  }
  let body = ''
  for (const byte of drawn.subarray(drawnTo, drawnTo + 26)) body += CROCKFORD[byte & 31]
  drawnTo += 26
  return `${kind === 'unit' ? 'unit' : prefixes[kind]}_${body}`
}
