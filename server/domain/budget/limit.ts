// Changes the limits of an open budget, never below what is spent, held and reserved.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { setLimits } from './queries.ts'

/** Absent limits stay. 409 `budget.below_used`. */
export async function changeLimit(
  tx: Tx,
  campaignId: string,
  to: { limitMinor?: number | undefined; count?: number | undefined },
): Promise<void> {
  if (to.limitMinor === undefined && to.count === undefined) return
  const limits = {
    ...(to.limitMinor === undefined ? {} : { limitMinor: to.limitMinor }),
    ...(to.count === undefined ? {} : { countLimit: to.count }),
  }
  const changed = await setLimits(tx, campaignId, limits)
  if (changed.length === 0) throw new Refusal('budget.below_used')
}
