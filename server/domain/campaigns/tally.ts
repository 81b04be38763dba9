// Counts what happened to vouchers, in the transaction of the fact, so that reports never scan facts.
import type { Tx } from '#db/store.ts'
import { addTallies } from './queries-tallies.ts'

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

/** Of two with the same key. Each count by its own name: a walk along the names took a twentieth of a redemption. */
const sumOf = (a: TallyDelta, b: TallyDelta) =>
  ({
    campaignId: a.campaignId,
    day: a.day,
    variantKey: a.variantKey,
    channel: a.channel,
    assigned: (a.assigned ?? 0) + (b.assigned ?? 0),
    issued: (a.issued ?? 0) + (b.issued ?? 0),
    sent: (a.sent ?? 0) + (b.sent ?? 0),
    held: (a.held ?? 0) + (b.held ?? 0),
    redeemed: (a.redeemed ?? 0) + (b.redeemed ?? 0),
    reversed: (a.reversed ?? 0) + (b.reversed ?? 0),
    expired: (a.expired ?? 0) + (b.expired ?? 0),
    revoked: (a.revoked ?? 0) + (b.revoked ?? 0),
    byOthers: (a.byOthers ?? 0) + (b.byOthers ?? 0),
    discountMinor: (a.discountMinor ?? 0) + (b.discountMinor ?? 0),
  }) satisfies Required<TallyDelta>

/** Adds up what belongs together first, and writes in the order of the keys: last in a transaction, after the budgets. */
export async function tally(tx: Tx, deltas: TallyDelta[]): Promise<void> {
  const sums = new Map<string, TallyDelta>()
  for (const delta of deltas) {
    const key = `${delta.campaignId}\u0000${delta.day}\u0000${delta.variantKey}\u0000${delta.channel}`
    const known = sums.get(key)
    if (known === undefined) sums.set(key, { ...delta })
    else sums.set(key, sumOf(known, delta))
  }
  if (sums.size === 0) return
  const inOrder = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
  await addTallies(tx, inOrder)
}
