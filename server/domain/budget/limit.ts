// Changes the limits of an open budget, never below what is spent, held and reserved.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { capColumns, type OpenBudget } from './open.ts'
import { setLimits } from './queries.ts'

/** Absent limits of the whole stay; those of days and customers are as they are named, and never lower than before. 409 `budget.below_used`. */
export async function changeLimit(
  tx: Tx,
  campaignId: string,
  to: Pick<OpenBudget, 'perDay' | 'perCustomer'> & { limitMinor?: number | undefined; count?: number | undefined },
): Promise<void> {
  const limits = {
    ...(to.limitMinor === undefined ? {} : { limitMinor: to.limitMinor }),
    ...(to.count === undefined ? {} : { countLimit: to.count }),
    ...('perDay' in to || 'perCustomer' in to ? capColumns(to) : {}),
  }
  if (Object.keys(limits).length === 0) return
  const changed = await setLimits(tx, campaignId, limits)
  if (changed.length === 0) throw new Refusal('budget.below_used')
}
