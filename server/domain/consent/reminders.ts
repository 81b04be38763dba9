// Which grants end soon, and who has been reminded of which end.

import type { Queries, Tx } from '#db/store.ts'
import { DAY_MS } from '#shared/time.ts'
import { cellRowsOf } from './queries.ts'
import { earliestReminder, insertReminders, peopleToRemind } from './queries-reminders.ts'

export const REMIND_BEFORE_MS = 30 * DAY_MS
/** What ends within the month after is told in the same mail. */
const TOLD_TOGETHER_MS = 60 * DAY_MS

export async function whoIsToBeReminded(q: Queries, now: number, limit: number): Promise<string[]> {
  return peopleToRemind(q, now, now + REMIND_BEFORE_MS, limit)
}

/** The first to end stands first. */
export async function expiringSoon(q: Queries, customerId: string, now: number) {
  const rows = await cellRowsOf(q, customerId)
  return rows
    .flatMap(({ purpose, state, validTo }) => (state === 'granted' && validTo !== null ? [{ purpose, validTo }] : []))
    .filter(({ validTo }) => validTo > now && validTo <= now + TOLD_TOGETHER_MS)
    .sort((a, b) => a.validTo - b.validTo)
}

export async function noteReminded(tx: Tx, customerId: string, cells: readonly { validTo: number }[]): Promise<void> {
  const ends = [...new Set(cells.map(({ validTo }) => validTo))]
  await insertReminders(
    tx,
    ends.map((validTo) => ({ customerId, validTo, at: tx.now })),
  )
}

/** When somebody is next to be reminded (epoch ms), perhaps past; null when nothing ends. */
export async function nextReminder(q: Queries): Promise<number | null> {
  const validTo = await earliestReminder(q)
  return validTo === null ? null : validTo - REMIND_BEFORE_MS
}
