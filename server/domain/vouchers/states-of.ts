// Tells how vouchers stand, many at once.
import type { Queries } from '#db/store.ts'
import type { VoucherState } from '#shared/kinds.ts'
import { standingRows } from './queries-states.ts'
import { stateAt } from './show.ts'

/** By id; unknown ones are absent. */
export async function statesOf(q: Queries, ids: string[], now: number): Promise<Map<string, VoucherState>> {
  const rows = ids.length === 0 ? [] : await standingRows(q, ids)
  return new Map(rows.map((row) => [row.id, stateAt(row, now)]))
}
