// A person's consent as it stands, cell by cell, and what one act led to.
import { iso, isoOrNull } from '#core/clock.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { CellView } from '#shared/contracts/consent.ts'
import type { Category, CellState, Channel } from '#shared/kinds.ts'
import { noticeInForce } from './notice.ts'
import { effectiveState, project, versionOf } from './projection.ts'
import { type CellRow, cellRowsOf, deleteCells, eventsById, eventsOf, eventsOfAct, saveCells } from './queries.ts'

/** As they count at `now` (epoch ms): a date that has passed or a changed notice shows before any job has noted it. */
export async function cellsOf(q: Queries, customerId: string, now: number): Promise<CellView[]> {
  const notice = await noticeInForce(q, now)
  const rows = await cellRowsOf(q, customerId)
  return rows.map((row) => shown(row, effectiveState(row, now, notice?.since ?? new Map())))
}

/** By which a later decision can say what it was based on. */
export async function consentsVersion(q: Queries, customerId: string): Promise<string | null> {
  return versionOf(await cellRowsOf(q, customerId))
}

export interface CellDetail {
  purpose: string
  channel: Channel
  category: Category
  state: CellState
  /** Epoch ms. */
  since: number
  validTo: number | null
  noticeVersion: number
  eventId: string
  byGuardian: boolean
}

/** The same with instants, and with whose word each rests on. */
export async function cellDetails(q: Queries, customerId: string, now: number): Promise<CellDetail[]> {
  const notice = await noticeInForce(q, now)
  const rows = await cellRowsOf(q, customerId)
  const events = await eventsById(
    q,
    rows.map(({ eventId }) => eventId),
  )
  const actors = new Map(events.map(({ id, actor }) => [id, actor]))
  return rows.map((row) => ({
    purpose: row.purpose,
    channel: row.channel as Channel,
    category: row.category as Category,
    state: effectiveState(row, now, notice?.since ?? new Map()),
    since: row.decidedAt,
    validTo: row.validTo,
    noticeVersion: row.noticeVersion,
    eventId: row.eventId,
    byGuardian: actors.get(row.eventId) === 'guardian',
  }))
}

/** What waits at `now` for a confirmation, or for a guardian. */
export async function cellsWaiting(
  q: Queries,
  customerId: string,
  state: 'pending_doi' | 'pending_guardian',
  now: number,
): Promise<CellRow[]> {
  return (await cellRowsOf(q, customerId)).filter((cell) => cell.state === state && (cell.validTo ?? 0) > now)
}

/** What an act said and led to, read from its events, so that it reads the same whenever it is asked. */
export async function showAct(q: Queries, actId: string) {
  const events = await eventsOfAct(q, actId)
  return {
    events: events.map(({ id, purpose, channel, category, decision, at }) => {
      return { id, purpose, channel, category, decision, at: iso(at) }
    }),
    cells: project(events).map((row) => shown(row, row.state as CellState)),
  }
}

/** Makes the cells anew from the events. */
export async function rebuildCells(tx: Tx, customerId: string): Promise<void> {
  const cells = project(await eventsOf(tx, customerId))
  await deleteCells(tx, customerId)
  if (cells.length > 0) await saveCells(tx, cells)
}

function shown(row: CellRow, state: CellState): CellView {
  return {
    purpose: row.purpose,
    channel: row.channel as CellView['channel'],
    category: row.category as CellView['category'],
    state,
    noticeVersion: row.noticeVersion,
    decidedAt: iso(row.decidedAt),
    validTo: isoOrNull(row.validTo),
  }
}
