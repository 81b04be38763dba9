// Notes what has run out: grants after 24 months, unconfirmed opt-ins after a day. The gate goes by the dates anyway.

import type { House } from '#core/house.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Tx } from '#db/store.ts'
import { keyOf } from './diff-notice.ts'
import { idsAfter } from './event-ids.ts'
import { project } from './projection.ts'
import { type CellRow, cellRowsOf, type EventRow, eventsOf, insertEvents, peopleDue, saveCells } from './queries.ts'

const PEOPLE_PER_WRITE = 200

/** Answers how many cells ran out. */
export async function expireConsents({ store }: House): Promise<number> {
  let count = 0
  for (;;) {
    const done = await store.write(async (tx) => {
      const people = await peopleDue(tx, tx.now, PEOPLE_PER_WRITE)
      let cells = 0
      for (const customerId of people) cells += await expirePerson(tx, customerId)
      return { people: people.length, cells }
    })
    count += done.cells
    if (done.people < PEOPLE_PER_WRITE) return count
  }
}

async function expirePerson(tx: Tx, customerId: string): Promise<number> {
  if ((await lockCustomer(tx, customerId)) === null) return 0
  const cells = await cellRowsOf(tx, customerId)
  const due = cells.filter((cell) => isDue(cell, tx.now))
  if (due.length === 0) return 0
  const history = await eventsOf(tx, customerId)
  const nextId = idsAfter(
    cells.map(({ eventId }) => eventId),
    tx.now,
  )
  const actId = nextId()
  const events = due.map((cell, i) => expiry(cell, history, { id: i === 0 ? actId : nextId(), actId, at: tx.now }))
  await insertEvents(tx, events)
  await saveCells(tx, project(events))
  return due.length
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
