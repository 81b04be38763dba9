// Keeps who was left without an offer, once per occasion like everybody who got one, so that the two can be compared.
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import { holdoutCounts, holdoutsOf, insertHoldouts } from './queries.ts'

export { isHeldOut } from './queries.ts'

export interface NewHoldout {
  campaignId: string
  customerId: string
  occasion: string
  /** The day in the campaign's zone. */
  day: string
}

/** Answers those that were not there before. */
export async function recordHoldouts(tx: Tx, rows: NewHoldout[]): Promise<{ customerId: string; occasion: string }[]> {
  if (rows.length === 0) return []
  return insertHoldouts(
    tx,
    rows.map((row) => ({ ...row, id: newId('holdout', tx.now), at: tx.now })),
  )
}

/** The occasions on which these people were left without an offer of this campaign. */
export async function heldOut(
  q: Queries,
  campaignId: string,
  customerIds: string[],
): Promise<{ customerId: string; occasion: string }[]> {
  const rows = await holdoutsOf(q, customerIds, campaignId)
  return rows.map((row) => ({ customerId: row.customer_id, occasion: row.occasion }))
}

/** How often each was left without an offer of any campaign after an instant: it counts against caps like a voucher, or
 * the two arms would be capped differently (decisions.md, 15). */
export async function countHoldouts(q: Queries, customerIds: string[], since: number): Promise<Map<string, number>> {
  const rows = await holdoutCounts(q, customerIds, since)
  return new Map(rows.map((row) => [row.customer_id, Number(row.count)]))
}
