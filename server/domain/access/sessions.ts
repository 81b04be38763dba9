// Sessions of members: a bearer token like a key, over after thirty minutes of silence or twelve hours, listed and ended by
// whoever they belong to.
import { randomBytes } from 'node:crypto'
import { iso } from '#core/clock.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { sha256 } from '#core/secrets.ts'
import { tell } from '#db/signals.ts'
import type { Queries, Tx } from '#db/store.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { audit } from './audit.ts'
import {
  closeSession,
  closeSessionsOf,
  insertSession,
  type SessionRow,
  sessionByHash,
  sessionsOf,
  sweepSessions,
} from './queries-sessions.ts'

export const IDLE_MS = 30 * MINUTE_MS
export const LONGEST_MS = 12 * HOUR_MS
const PREFIX = 'vss_'

export type Way = SessionRow['way']
export interface Opened {
  token: string
  endsAt: string
  idleMinutes: number
}

export const isSessionToken = (presented: string): boolean => presented.startsWith(PREFIX)

/** Answers the token in clear; nobody can read it again. `device` is what the browser calls itself. */
export async function openSession(tx: Tx, memberId: string, way: Way, device: string): Promise<Opened> {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`
  const endsAt = tx.now + LONGEST_MS
  await sweepSessions(tx, tx.now - 30 * DAY_MS)
  await insertSession(tx, {
    id: newId('session', tx.now),
    memberId,
    tokenHash: sha256(token),
    way,
    device: deviceInWords(device),
    madeAt: tx.now,
    seenAt: tx.now,
    endsAt,
    closedAt: null,
  })
  await audit(tx, { actor: memberId, action: 'session.opened', subject: memberId, detail: { way } })
  return { token, endsAt: iso(endsAt), idleMinutes: IDLE_MS / MINUTE_MS }
}

/** When a session is over, as things stand. */
export const overAt = ({ seenAt, endsAt }: SessionRow): number => Math.min(seenAt + IDLE_MS, endsAt)

/** The session behind a token's hash with its member; undefined when there is none that lives. */
export const findSession = (q: Queries, tokenHash: string) => sessionByHash(q, tokenHash)

/** Those that are not over, newest first. */
export async function mySessions(q: Queries, memberId: string, current: string, now: number) {
  const rows = (await sessionsOf(q, memberId)).filter((row) => overAt(row) > now)
  return rows.reverse().map((row) => ({
    id: row.id,
    way: row.way,
    device: row.device,
    madeAt: iso(row.madeAt),
    seenAt: iso(row.seenAt),
    endsAt: iso(overAt(row)),
    isThis: row.id === current,
  }))
}

/** Refuses a session that is not the member's or is over. */
export async function endSession(tx: Tx, id: string, memberId: string): Promise<void> {
  if (!(await closeSession(tx, id, memberId))) throw new Refusal('team.session_not_found')
  await tell(tx, 'keys')
  await audit(tx, { actor: memberId, action: 'session.ended', subject: memberId })
}

/** All of a member's sessions, or all but one. */
export async function endSessions(tx: Tx, memberId: string, except: string | null = null): Promise<void> {
  await closeSessionsOf(tx, memberId, except)
  await tell(tx, 'keys')
}

/** Pure: 'Firefox on Linux' out of what a browser says of itself. */
export function deviceInWords(agent: string): string {
  const browser = [
    ['Edg/', 'Edge'],
    ['OPR/', 'Opera'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([sign = '']) => agent.includes(sign))?.[1]
  const system = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'].find((one) => agent.includes(one))
  return [browser ?? 'Browser', ...(system === undefined ? [] : [system])].join(' · ')
}
