// The states of a consent cell and how a decision moves it (consent.md, section 3), as one table; pure.
import type { CellState } from '#shared/kinds.ts'

/** `grant_unproven`: opted in by an address that nobody has confirmed. `grant_minor`: by somebody too young to agree alone.
 * `request`: an import without proof, or a question that was shown. */
export type Step = 'grant' | 'grant_unproven' | 'grant_minor' | 'request' | 'refuse' | 'withdraw'

type Row = Record<Step, CellState>
const row = (
  grant: CellState,
  grant_unproven: CellState,
  request: CellState,
  refuse: CellState,
  withdraw: CellState,
  grant_minor: CellState = 'pending_guardian',
): Row => ({ grant, grant_unproven, grant_minor, request, refuse, withdraw })

// A no counts from every state. Only a person's own yes leads out of a no; a request never does.
const table: Record<CellState, Row> = {
  unknown: row('granted', 'pending_doi', 'requested', 'refused', 'refused'),
  requested: row('granted', 'pending_doi', 'requested', 'refused', 'refused'),
  pending_doi: row('granted', 'pending_doi', 'pending_doi', 'refused', 'withdrawn'),
  pending_guardian: row('granted', 'pending_doi', 'pending_guardian', 'refused', 'withdrawn'),
  granted: row('granted', 'granted', 'granted', 'withdrawn', 'withdrawn', 'granted'),
  refused: row('granted', 'pending_doi', 'refused', 'refused', 'refused'),
  withdrawn: row('granted', 'pending_doi', 'withdrawn', 'withdrawn', 'withdrawn'),
  expired: row('granted', 'pending_doi', 'expired', 'refused', 'withdrawn'),
  reconsent_required: row('granted', 'pending_doi', 'reconsent_required', 'refused', 'withdrawn'),
  revoked: row('granted', 'pending_doi', 'revoked', 'refused', 'withdrawn'),
  invalidated: row('granted', 'pending_doi', 'invalidated', 'refused', 'withdrawn'),
}

export function nextState(from: CellState, step: Step): CellState {
  return table[from][step]
}

/** Whether this was a yes once: what rested on it has to go when it becomes a no. */
export function wasGranted(state: CellState): boolean {
  return state === 'granted' || state === 'expired' || state === 'reconsent_required'
}
