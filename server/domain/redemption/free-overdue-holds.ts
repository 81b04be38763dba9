// Counts the money of holds whose time is over as free, for answers that write nothing: a redemption would let go of them
// before it refused for want of budget (decisions.md, 7).
import type { Budget } from '#budget/budget.ts'
import { readCaps } from '#budget/keep-caps.ts'
import type { Queries } from '#db/store.ts'
import { expiredHoldsOfCampaign } from '#vouchers/hold.ts'
import { letGoMoves } from '#vouchers/set-aside.ts'
import { copyBook } from './draft-caps.ts'
import type { Loaded } from './load.ts'

/** Holds of the vouchers that are asked about are left to their drafts. */
export async function freeOverdueHolds(q: Queries, loaded: Loaded): Promise<Loaded> {
  const own = new Set([...loaded.vouchers.values()].map(({ id }) => id))
  const budgets = new Map<string, Budget>()
  const caps = copyBook(loaded.caps)
  for (const [campaignId, budget] of loaded.budgets) {
    const due = await expiredHoldsOfCampaign(q, campaignId, loaded.now)
    const others = due.filter(({ voucherId }) => !own.has(voucherId))
    const after = { ...budget }
    for (const other of others) {
      const change = letGoMoves(budget.mode, other.activeUses, other)
      after.reservedMinor += change.reserved
      after.heldMinor += change.held
      after.countUsed += change.count
    }
    budgets.set(campaignId, after)
    const charged = await readCaps(
      q,
      [],
      others.map(({ id }) => id),
    )
    for (const { capId, minor, count } of [...charged.charges.values()].flat()) {
      const cap = caps.caps.get(capId)
      if (cap) Object.assign(cap, { usedMinor: cap.usedMinor - minor, countUsed: cap.countUsed - count })
    }
  }
  return { ...loaded, budgets, caps }
}
