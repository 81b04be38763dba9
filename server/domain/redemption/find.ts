// Redemptions as they are looked up: by id, and by the order that made them.
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { Redemption } from '#shared/contracts/redemptions.ts'
import { pageOfOrder, type RedemptionRow, redemptionRows } from './queries.ts'
import { toRedemption } from './wire.ts'

export type RedemptionView = Redemption & { reversedMinor: number }

/** 404 `redemption.not_found`. */
export async function showRedemption(q: Queries, id: string): Promise<RedemptionView> {
  const [row] = await redemptionRows(q, [id])
  if (row === undefined) throw new Refusal('redemption.not_found')
  return view(row)
}

/** The earliest first; the cursor is the last id that was seen. */
export async function listRedemptions(
  q: Queries,
  asked: { orderReference: string; limit: number; cursor?: string | undefined },
): Promise<{ data: RedemptionView[]; nextCursor: string | null }> {
  const rows = await pageOfOrder(q, asked.orderReference, asked.cursor ?? '', asked.limit + 1)
  const data = rows.slice(0, asked.limit).map(view)
  return { data, nextCursor: rows.length > asked.limit ? (data.at(-1)?.id ?? null) : null }
}

const view = (row: RedemptionRow): RedemptionView => ({ ...toRedemption(row), reversedMinor: row.reversedMinor })
