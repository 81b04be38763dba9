// Shows which vouchers are codes of a shop, and what stands in the way of those that are not.
import { isoOrNull } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { connectorRow } from './queries.ts'
import { codesAfter, type ShopCodeState } from './queries-codes.ts'

/** 404 `connector.not_found`. In the order of vouchers; never a code itself. */
export async function listShopCodes(
  q: Queries,
  connectorId: string,
  page: { limit: number; cursor?: string | undefined; state?: ShopCodeState | undefined },
) {
  if ((await connectorRow(q, connectorId)) === null) throw new Refusal('connector.not_found')
  const rows = await codesAfter(q, connectorId, page.state, page.cursor ?? '', page.limit + 1)
  const data = rows.slice(0, page.limit).map((row) => ({
    voucherId: row.voucherId,
    campaignId: row.campaignId,
    state: row.state as ShopCodeState,
    tries: row.tries,
    nextAt: isoOrNull(row.state === 'wanted' || row.state === 'unwanted' ? row.nextAt : null),
    problem: row.problem,
  }))
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.voucherId ?? null) : null }
}
