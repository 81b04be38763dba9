// Whom a notice touches: those who agreed to what it changes, and those whose yes it ends.
import type { Queries } from '#db/store.ts'
import type { Cell, NoticeChange } from '#shared/contracts/consent.ts'
import { keyOf } from './diff-notice.ts'
import { type CellRow, cellRowsOf } from './queries.ts'
import { peopleEnded, peopleWithYes } from './queries-reconsent.ts'

/** The people after `cursor` who agreed to something that a material change touches, in the order of ids, each with the
 * changes that are hers. A new cell touches whoever is in its purpose. */
export async function peopleTouched(
  q: Queries,
  changes: readonly NoticeChange[],
  cursor: string,
  limit: number,
): Promise<Map<string, NoticeChange[]>> {
  const material = changes.filter((change) => change.material)
  const isForAll = material.some(({ cell }) => cell === undefined)
  const purposes = [...new Set(material.flatMap(({ cell }) => (cell ? [cell.purpose] : [])))]
  const people = await peopleWithYes(q, isForAll ? null : purposes, cursor, limit)
  const touched = new Map<string, NoticeChange[]>()
  for (const customerId of people) {
    const own = (await cellRowsOf(q, customerId)).filter(({ state }) => state === 'granted')
    touched.set(
      customerId,
      material.filter((change) => isHers(change, own)),
    )
  }
  return touched
}

function isHers({ cell }: NoticeChange, own: readonly CellRow[]): boolean {
  return cell === undefined || own.some(({ purpose }) => purpose === cell.purpose)
}

/** People with a yes that the notice, now in force, does not carry on. */
export function endedByNotice(q: Queries, noticeId: string, limit: number): Promise<string[]> {
  return peopleEnded(q, noticeId, limit)
}

/** A person's cells among them. `since`: cell → the oldest version that means the same. */
export async function cellsEnded(
  q: Queries,
  customerId: string,
  since: ReadonlyMap<string, number>,
): Promise<CellRow[]> {
  const rows = await cellRowsOf(q, customerId)
  return rows.filter((row) => {
    const means = since.get(keyOf(row as unknown as Cell))
    return row.state === 'granted' && (means === undefined || row.noticeVersion < means)
  })
}
