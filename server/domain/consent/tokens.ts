// Tokens that are mailed to people: 32 random bytes of which only the SHA-256 is kept, each for one thing (consent.md, S6).
import { randomBytes } from 'node:crypto'
import { newId } from '#core/ids.ts'
import { sha256 } from '#core/secrets.ts'
import type { Queries, Tx } from '#db/store.ts'
import {
  claimToken,
  deleteTokensBefore,
  endTokensOf,
  insertToken,
  type TokenKind,
  type TokenRow,
  tokenBy,
} from './queries-tokens.ts'

export type { TokenKind } from './queries-tokens.ts'

export interface Token {
  id: string
  kind: TokenKind
  customerId: string | null
  bound: Record<string, string>
  /** Epoch ms; null for one that never ends. */
  expiresAt: number | null
  usedAt: number | null
  madeAt: number
}
export interface NewToken {
  kind: TokenKind
  customerId?: string | null
  /** What the token is for: ids and fingerprints only, since it is kept in clear. */
  bound: Record<string, string>
  ttlMs: number | null
}

const SHAPE = /^[A-Za-z0-9_-]{43}$/

/** Answers the clear token (43 characters of base64url), which exists nowhere else. */
export async function makeToken(tx: Tx, asked: NewToken): Promise<string> {
  const clear = randomBytes(32).toString('base64url')
  await insertToken(tx, {
    id: newId('token', tx.now),
    kind: asked.kind,
    sha256: sha256(clear),
    customerId: asked.customerId ?? null,
    bound: JSON.stringify(asked.bound),
    expiresAt: asked.ttlMs === null ? null : tx.now + asked.ttlMs,
    usedAt: null,
    madeAt: tx.now,
  })
  return clear
}

/** What a token is, used or not, as long as it is known; changes nothing. `state` says what it is worth at `now`. */
export async function peekToken(
  q: Queries,
  kind: TokenKind,
  clear: string,
  now: number,
): Promise<(Token & { state: 'open' | 'used' | 'expired' }) | null> {
  const row = SHAPE.test(clear) ? await tokenBy(q, kind, sha256(clear)) : null
  if (row === null) return null
  const isOver = row.expiresAt !== null && row.expiresAt <= now
  return { ...read(row), state: row.usedAt !== null ? 'used' : isOver ? 'expired' : 'open' }
}

/** Takes a token for good: of any number who come with it at once, one gets it and the others get null. */
export async function useToken(tx: Tx, kind: TokenKind, clear: string): Promise<Token | null> {
  const row = SHAPE.test(clear) ? await claimToken(tx, kind, sha256(clear)) : null
  return row === null ? null : read(row)
}

/** Ends a person's unused tokens of a kind, those bound like `bound` when it is given; answers how many there were. */
export async function endTokens(
  tx: Tx,
  whose: { kind: TokenKind; customerId: string; bound?: Record<string, string> },
): Promise<number> {
  return endTokensOf(tx, whose.kind, whose.customerId, (bound) => {
    const known = JSON.parse(bound) as Record<string, string>
    return Object.entries(whose.bound ?? {}).every(([name, value]) => known[name] === value)
  })
}

/** Drops tokens that ended before an instant (epoch ms); answers how many. */
export function forgetTokens(tx: Tx, before: number): Promise<number> {
  return deleteTokensBefore(tx, before)
}

function read(row: TokenRow): Token {
  const { id, customerId, expiresAt, usedAt, madeAt } = row
  const bound = JSON.parse(row.bound) as Record<string, string>
  return { id, kind: row.kind as TokenKind, customerId, bound, expiresAt, usedAt, madeAt }
}
