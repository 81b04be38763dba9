// Notes what has run out: grants after 24 months, unconfirmed opt-ins after a day. The gate goes by the dates anyway.

import type { House } from '#core/house.ts'
import { lockPeople } from '#customers/lock.ts'
import type { Tx } from '#db/store.ts'
import { keyOf } from './diff-notice.ts'
import { idsAfter } from './event-ids.ts'
import { project } from './projection.ts'
import { type CellRow, type EventRow, insertEvents, peopleDue, saveCells } from './queries.ts'
import { cellsOfMany, eventsOfMany } from './queries-expiry.ts'

const PEOPLE_PER_WRITE = 500

/** Answers how many cells ran out. A page of people at a time: grants that were given together end together. */
export async function expireConsents({ store }: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  for (;;) {
    const done = await store.write(expirePage, { isPatient: true })
    count += done.cells
    if (done.people < PEOPLE_PER_WRITE || stopping()) return count
  }
}

async function expirePage(tx: Tx): Promise<{ people: number; cells: number }> {
  const people = await peopleDue(tx, tx.now, PEOPLE_PER_WRITE)
  if (people.length === 0) return { people: 0, cells: 0 }
  // Whoever is gone by now is not among them.
  const ids = await lockPeople(tx, people)
  const cells = byCustomer(await cellsOfMany(tx, ids))
  const history = byCustomer(await eventsOfMany(tx, ids))
  const acts = ids.map((id) => expiriesOf(cells.get(id) ?? [], history.get(id) ?? [], tx.now))
  const events = acts.flat()
  await insertEvents(tx, events)
  await saveCells(tx, acts.flatMap(project))
  return { people: people.length, cells: events.length }
}

function byCustomer<R extends { customerId: string }>(rows: R[]): Map<string, R[]> {
  const grouped = new Map<string, R[]>()
  for (const row of rows) {
    const known = grouped.get(row.customerId)
    if (known === undefined) grouped.set(row.customerId, [row])
    else known.push(row)
  }
  return grouped
}

/** One act of the clock for all of a person's cells that have run out. */
function expiriesOf(cells: CellRow[], history: EventRow[], now: number): EventRow[] {
  const nextId = idsAfter(
    cells.map(({ eventId }) => eventId),
    now,
  )
  const due = cells.filter((cell) => isDue(cell, now))
  const ids = due.map(nextId)
  const actId = ids[0] ?? ''
  return due.map((cell, i) => expiry(cell, history, { id: ids[i] ?? actId, actId, at: now }))
}

function isDue({ state, validTo }: CellRow, now: number): boolean {
  const ends = state === 'granted' || state === 'pending_doi' || state === 'pending_guardian'
  return ends && validTo !== null && validTo <= now
}

/** What was never confirmed goes back to what it was before it was asked. */
function expiry(cell: CellRow, history: EventRow[], event: { id: string; actId: string; at: number }): EventRow {
  const past = history.filter((one) => keyOf(one) === keyOf(cell))
  const asked = past.at(-1)
  const isWaiting = (state: string) => state === 'pending_doi' || state === 'pending_guardian'
  const opened = past.findLast((one) => isWaiting(one.stateAfter) && !isWaiting(one.stateBefore))
  return {
    ...event,
    customerId: cell.customerId,
    purpose: cell.purpose,
    channel: cell.channel,
    category: cell.category,
    decision: 'expire',
    stateBefore: cell.state,
    stateAfter: cell.state === 'granted' ? 'expired' : (opened?.stateBefore ?? 'unknown'),
    noticeVersion: cell.noticeVersion,
    locale: asked?.locale ?? '',
    textSha256: asked?.textSha256 ?? '',
    method: 'clock',
    actor: 'system',
    evidenceSealed: null,
    validTo: null,
    labelsSha256: null,
    surface: null,
    requestedAt: null,
    claimedAt: null,
    endsEventId: cell.state === 'granted' ? cell.eventId : null,
  }
}
