// Ends people's cells from outside: a purpose that the operator stops, and what an authority or the person responsible for
// data has found invalid.
import { Refusal } from '#core/refusal.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { noteCells } from './note.ts'
import { requirePurposes, showPurpose } from './purposes.ts'
import { cellRowsOf, markStopped } from './queries.ts'
import { type Meant, peopleMeant, peopleOfStopped } from './queries-stops.ts'

/** The gate is closed to it from this commit on; the cells follow by `revokePage`. Refuses a purpose that was stopped. */
export async function stopPurpose(tx: Tx, key: string, reason: string): Promise<void> {
  const purpose = await showPurpose(tx, key)
  if (purpose.stoppedAt !== null) throw new Refusal('purpose.stopped')
  await markStopped(tx, key, reason)
}

export interface Ended {
  customerId: string
  cells: Cell[]
}

/** The next people with a yes to a stopped purpose: revoked, which is neither their doing nor a withdrawal. */
export async function revokePage(tx: Tx, limit: number): Promise<Ended[]> {
  const ended: Ended[] = []
  for (const { customerId, purpose } of await peopleOfStopped(tx, limit)) {
    ended.push(await endCells(tx, customerId, { purpose }, 'revoke'))
  }
  return ended
}

/** The same for a finding, for the people after `cursor`. */
export async function invalidatePage(tx: Tx, meant: Meant, cursor: string, limit: number): Promise<Ended[]> {
  await requirePurposes(tx, [{ key: meant.purpose, path: 'purpose' }])
  const ended: Ended[] = []
  for (const customerId of await peopleMeant(tx, meant, cursor, limit)) {
    ended.push(await endCells(tx, customerId, meant, 'invalidate'))
  }
  return ended
}

export const hasStopped = async (q: Queries): Promise<boolean> => (await peopleOfStopped(q, 1)).length > 0

async function endCells(tx: Tx, customerId: string, meant: Meant, decision: 'revoke' | 'invalidate'): Promise<Ended> {
  if ((await lockCustomer(tx, customerId)) === null) return { customerId, cells: [] }
  const rows = (await cellRowsOf(tx, customerId)).filter(
    (row) =>
      row.purpose === meant.purpose &&
      (meant.channel === undefined || row.channel === meant.channel) &&
      (meant.category === undefined || row.category === meant.category) &&
      (meant.noticeVersion === undefined || row.noticeVersion === meant.noticeVersion) &&
      ['granted', 'pending_doi', 'pending_guardian'].includes(row.state),
  )
  const to = decision === 'revoke' ? 'revoked' : 'invalidated'
  await noteCells(tx, rows, { decision, to, method: 'office', actor: 'operator' })
  return { customerId, cells: rows.map(({ purpose, channel, category }) => ({ purpose, channel, category }) as Cell) }
}
