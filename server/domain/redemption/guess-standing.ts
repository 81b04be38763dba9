// How a source of unknown codes stands: what it may still try, how long it is locked out, when somebody is told. Pure.
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#shared/time.ts'

/** Real time in epoch milliseconds. */
export interface Standing {
  /** When the minute began in which it made so many guesses. */
  since: number
  made: number
  /** How often it has been locked out; forgotten after a day without a guess. */
  strikes: number
  blockedUntil: number
  alarmedAt: number
  lastAt: number
}

/** `address`: one shopper. `key`: a whole checkout, whose shoppers say no address. `all`: everybody who tries codes of one
 * campaign, or codes that name none. */
export type SourceKind = 'address' | 'key' | 'all'

export const NEW: Standing = { since: 0, made: 0, strikes: 0, blockedUntil: 0, alarmedAt: 0, lastAt: 0 }

/** Times the limit of one address. */
const ALERTS_AT: Record<SourceKind, number> = { address: 1, key: 10, all: 10 }
const BLOCKS_AT: Record<SourceKind, number> = { address: 1, key: 100, all: 100 }
/** While everybody's allowance for a campaign is spent, each has a tenth of what they have else. */
const UNDER_SIEGE = 10
const LONGEST_LOCK_MS = HOUR_MS
/** A key is never kept waiting long: behind it stand honest shoppers (decisions.md, 11). */
const KEY_LOCK_MS = 10 * SECOND_MS
/** Whoever was told is not told again for so long. */
export const QUIET_MS = 10 * MINUTE_MS

export interface Counted {
  standing: Standing
  /** This was the guess that went too far. */
  isLockedNow: boolean
  /** Somebody should be told. */
  isAlarming: boolean
}

/** `perMinute` is what one address may try; `now` real time in epoch milliseconds. */
export function count(
  was: Standing,
  guesses: number,
  now: number,
  { kind, perMinute, isSiege = false }: { kind: SourceKind; perMinute: number; isSiege?: boolean },
): Counted {
  const isNew = now - was.since >= MINUTE_MS
  const made = (isNew ? 0 : was.made) + guesses
  const most = perMinute * BLOCKS_AT[kind]
  const isLockedNow = made >= (isSiege && kind !== 'all' ? most / UNDER_SIEGE : most) && was.blockedUntil <= now
  const strikes = (now - was.lastAt > DAY_MS ? 0 : was.strikes) + (isLockedNow ? 1 : 0)
  const blockedUntil = isLockedNow ? now + lockMs(kind, strikes) : was.blockedUntil
  const isLoud = made >= perMinute * ALERTS_AT[kind] && now - was.alarmedAt >= QUIET_MS
  // Locked is more than many: told also when it follows close upon the first alarm, but not each time it goes on.
  const isAlarming = isLoud || (isLockedNow && kind !== 'address' && now - was.blockedUntil >= QUIET_MS)
  const standing = {
    since: isNew ? now : was.since,
    made,
    strikes,
    blockedUntil,
    alarmedAt: isAlarming ? now : was.alarmedAt,
    lastAt: now,
  }
  return { standing, isLockedNow, isAlarming }
}

/** A shopper waits twice as long each time, up to an hour. */
function lockMs(kind: SourceKind, strikes: number): number {
  if (kind === 'key') return KEY_LOCK_MS
  if (kind === 'all') return MINUTE_MS
  return Math.min(LONGEST_LOCK_MS, MINUTE_MS * 2 ** (strikes - 1))
}
