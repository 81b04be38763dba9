// Notes what happens to cells without a decision of their person: confirmations, ends, stops, findings, questions shown.
import type { Queries, Tx } from '#db/store.ts'
import type { CellState } from '#shared/kinds.ts'
import { keyOf } from './diff-notice.ts'
import { idsAfter } from './event-ids.ts'
import { lastsUntil, project } from './projection.ts'
import { type CellRow, cellRowsOf, type EventRow, eventsById, insertEvents, saveCells } from './queries.ts'

export interface Note {
  decision:
    | 'withdraw'
    | 'confirm'
    | 'disown'
    | 'request'
    | 'revoke'
    | 'invalidate'
    | 'reconsent'
    | 'guardian_confirm'
    | 'guardian_refuse'
    | 'lapse'
  to: CellState
  method: string
  actor: string
  surface?: string
  /** Confirmations: when the person asked stands beside when she confirmed. */
  keepsRequest?: boolean
}

/**
 * Appends one event per cell and answers them. Words and notice are those of the cell's last event: nothing new was shown.
 * The person has to be locked.
 */
export async function noteCells(tx: Tx, cells: readonly CellRow[], note: Note): Promise<EventRow[]> {
  const [first] = cells
  if (first === undefined) return []
  const all = await cellRowsOf(tx, first.customerId)
  const last = new Map(
    (
      await eventsById(
        tx,
        cells.map(({ eventId }) => eventId),
      )
    ).map((event) => [event.id, event]),
  )
  const nextId = idsAfter(
    all.map(({ eventId }) => eventId),
    tx.now,
  )
  const actId = nextId()
  const events = cells.map((cell, i): EventRow => {
    const before = last.get(cell.eventId)
    const wasGranted = cell.state === 'granted'
    return {
      ...{ id: i === 0 ? actId : nextId(), actId, customerId: cell.customerId },
      ...{ purpose: cell.purpose, channel: cell.channel, category: cell.category },
      decision: note.decision,
      stateBefore: cell.state,
      stateAfter: note.to,
      noticeVersion: cell.noticeVersion,
      locale: before?.locale ?? '',
      textSha256: before?.textSha256 ?? '',
      labelsSha256: before?.labelsSha256 ?? null,
      method: note.method,
      actor: note.actor,
      surface: note.surface ?? null,
      evidenceSealed: note.keepsRequest ? (before?.evidenceSealed ?? null) : null,
      at: tx.now,
      requestedAt: note.keepsRequest ? (before?.requestedAt ?? before?.at ?? null) : null,
      claimedAt: null,
      endsEventId: wasGranted && note.to !== 'granted' ? cell.eventId : null,
      validTo: lastsUntil(note.to, tx.now),
    }
  })
  await insertEvents(tx, events)
  await saveCells(tx, project(events))
  return events
}

/** A person's cells that are granted, also by a guardian. */
export async function grantedCells(q: Queries, customerId: string): Promise<CellRow[]> {
  return (await cellRowsOf(q, customerId)).filter(({ state }) => state === 'granted')
}

/** What cells were before they began to wait for a confirmation that never came: state by cell. */
export function statesBeforeWaiting(history: readonly EventRow[], cells: readonly CellRow[]): Map<CellRow, CellState> {
  const isWaiting = (state: string) => state === 'pending_doi' || state === 'pending_guardian'
  return new Map(
    cells.map((cell) => {
      const opened = history.findLast(
        (one) => keyOf(one) === keyOf(cell) && isWaiting(one.stateAfter) && !isWaiting(one.stateBefore),
      )
      return [cell, (opened?.stateBefore ?? 'unknown') as CellState]
    }),
  )
}

/** Cells that wait go back to what they were. */
export async function lapseCells(
  tx: Tx,
  cells: readonly CellRow[],
  history: readonly EventRow[],
  note: Omit<Note, 'to'>,
) {
  const before = statesBeforeWaiting(history, cells)
  const groups = Map.groupBy(cells, (cell) => before.get(cell) ?? 'unknown')
  const events: EventRow[] = []
  for (const [to, some] of groups) events.push(...(await noteCells(tx, some, { ...note, to })))
  return events
}
