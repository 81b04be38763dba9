// The cells as the events make them: the last event of a cell is its state. Rebuilt from events they are the same; pure.
import { addCalendarMonths } from '#core/calendar.ts'
import type { CellState } from '#shared/kinds.ts'
import { DAY_MS } from '#shared/time.ts'
import { keyOf } from './diff-notice.ts'
import type { CellRow, EventRow } from './queries.ts'

const GRANTED_FOR_MONTHS = 24
const CONFIRM_WITHIN_MS = DAY_MS
/** A child's request is forgotten when no guardian answers. */
export const GUARDIAN_WITHIN_DAYS = 7

/** Events in the order of their ids; one cell per purpose, channel and category. */
export function project(events: readonly EventRow[]): CellRow[] {
  const cells = new Map<string, CellRow>()
  for (const event of events) {
    const { customerId, purpose, channel, category } = event
    cells.set(keyOf(event), {
      customerId,
      purpose,
      channel,
      category,
      state: event.stateAfter,
      validTo: event.validTo,
      noticeVersion: event.noticeVersion,
      decidedAt: event.at,
      eventId: event.id,
    })
  }
  return [...cells.values()]
}

/** How long a state lasts from `at` (epoch ms); null for those that do not end by themselves. */
export function lastsUntil(state: CellState, at: number): number | null {
  if (state === 'pending_doi') return at + CONFIRM_WITHIN_MS
  if (state === 'pending_guardian') return at + GUARDIAN_WITHIN_DAYS * DAY_MS
  if (state !== 'granted') return null
  const day = new Date(at).toISOString().slice(0, 10)
  return Date.parse(`${addCalendarMonths(day, GRANTED_FOR_MONTHS)}T00:00:00Z`) + (at % DAY_MS)
}

/** What a cell is worth at `now`, also between a date that has passed and the job that notes it, and after a notice has
 * changed what the cell means. `since`: cell → the oldest version that means what the notice in force means. */
export function effectiveState(cell: CellRow, now: number, since: Map<string, number>): CellState {
  const state = cell.state as CellState
  if (state !== 'granted') return state
  if (cell.validTo === null || cell.validTo <= now) return 'expired'
  const means = since.get(keyOf(cell))
  return means === undefined || cell.noticeVersion < means ? 'reconsent_required' : 'granted'
}

/** Moves with every decision of a person: the latest event that her cells come from; null where there is none. */
export function versionOf(cells: readonly Pick<CellRow, 'eventId'>[]): string | null {
  return cells.reduce<string | null>((last, { eventId }) => (last === null || eventId > last ? eventId : last), null)
}
