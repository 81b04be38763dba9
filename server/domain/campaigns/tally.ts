// Counts what happened to vouchers, in the transaction of the fact, so that reports never scan facts.
import type { Tx } from '#db/store.ts'
import { addTallies, counts } from './queries-tallies.ts'

/** `day` is the fact's, in the zone of the campaign; a negative count takes one back. */
export interface TallyDelta {
  campaignId: string
  day: string
  /** Or `holdout`. */
  variantKey: string
  channel: string
  assigned?: number
  issued?: number
  sent?: number
  held?: number
  redeemed?: number
  reversed?: number
  expired?: number
  revoked?: number
  byOthers?: number
  discountMinor?: number
}

/** Adds up what belongs together first, and writes in the order of the keys: last in a transaction, after the budgets. */
export async function tally(tx: Tx, deltas: TallyDelta[]): Promise<void> {
  const sums = new Map<string, TallyDelta>()
  for (const delta of deltas) {
    const key = `${delta.campaignId}\u0000${delta.day}\u0000${delta.variantKey}\u0000${delta.channel}`
    const known = sums.get(key)
    if (known === undefined) sums.set(key, { ...delta })
    else for (const name of counts) if (delta[name]) known[name] = (known[name] ?? 0) + delta[name]
  }
  if (sums.size === 0) return
  const inOrder = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
  await addTallies(tx, inOrder)
}
