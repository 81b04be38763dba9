// Tells that codes are being guessed: an audit entry and an announcement in the transaction that noticed, then the log and a
// figure for the metrics. Never the code and never the address.
import { audit } from '#access/audit.ts'
import { announce } from '#core/announce.ts'
import { iso } from '#core/clock.ts'
import type { Tx } from '#db/store.ts'
import type { Standing } from './guess-standing.ts'

export interface GuessAlarm {
  /** `campaign` and `house` are everybody who tries codes with a campaign's prefix, or with none. */
  about: 'address' | 'key' | 'campaign' | 'house'
  /** The prefix of the campaign's codes, where that is it. */
  prefix: string | null
  /** The API key that the guesses came through. */
  apiKey: string
  /** ISO 8601; null while it is only watched. */
  lockedUntil: string | null
  /** How often this source has been locked out within a day. */
  strikes: number
}

/** What this process has counted since it started, for its metrics. */
export const guessFigures = { unknown: 0, refused: 0, lockouts: 0, alarms: 0 }

export function alarmOf(
  about: GuessAlarm['about'],
  { apiKey, prefix }: { apiKey: string; prefix: string | null },
  { blockedUntil, lastAt, strikes }: Standing,
): GuessAlarm {
  const lockedUntil = blockedUntil > lastAt ? iso(blockedUntil) : null
  return { about, prefix: about === 'campaign' ? prefix : null, apiKey, lockedUntil, strikes }
}

export async function raiseAlarm(tx: Tx, alarm: GuessAlarm): Promise<void> {
  const subject = alarm.about === 'key' ? alarm.apiKey : (alarm.prefix ?? alarm.about)
  await audit(tx, { actor: 'system', action: 'codes.guessed', subject, detail: { ...alarm } })
  await announce(tx, 'guess.alarm', { ...alarm })
}
