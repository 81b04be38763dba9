// Adds up what two profiles of one person have used of the limits per customer, so that a merge opens none of them again.
import type { Tx } from '#db/store.ts'
import { lockBudgets } from './lock.ts'
import { addCaps, campaignsWithCaps } from './queries-merge.ts'

/** Takes the budgets concerned; voucher rows are locked before. */
export async function mergeCustomerCaps(tx: Tx, from: string, into: string): Promise<void> {
  const campaigns = await campaignsWithCaps(tx, from)
  if (campaigns.length === 0) return
  await lockBudgets(tx, campaigns)
  await addCaps(tx, from, into)
}
