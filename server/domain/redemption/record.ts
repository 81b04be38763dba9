// Writes down what was decided under locks: vouchers, holds, facts, then money, then counts.
import { saveCaps } from '#budget/keep-caps.ts'
import { moveBudgets } from '#budget/move.ts'
import { tally } from '#campaigns/tally.ts'
import type { Tx } from '#db/store.ts'
import { saveClaims } from '#vouchers/claim.ts'
import { closeHolds, type HoldEnd, insertHold, refreshHold } from '#vouchers/hold.ts'
import type { Draft } from './draft.ts'
import { insertRedemptionRows, insertReversalRows, reverseRow } from './queries.ts'

/** Throws when anything is not as it was when it was locked; then nothing of the draft may be kept. */
export async function record(tx: Tx, draft: Draft): Promise<void> {
  await saveClaims(tx, [...draft.vouchers.values()])
  await endHolds(tx, draft)
  for (const hold of draft.held) await insertHold(tx, hold)
  for (const hold of draft.extended) await refreshHold(tx, hold)
  if (draft.redeemed.length > 0) await insertRedemptionRows(tx, draft.redeemed)
  for (const { was, now } of draft.reversed) {
    if (!(await reverseRow(tx, was, now))) throw new Error(`${was.id} was reversed under its lock`)
  }
  if (draft.reversals.length > 0) await insertReversalRows(tx, draft.reversals)
  await moveBudgets(tx, draft.moves)
  await saveCaps(tx, draft.caps.caps, draft.newCaps, draft.capEntries)
  await tally(tx, draft.tallies)
}

async function endHolds(tx: Tx, { ended }: Draft): Promise<void> {
  for (const end of ['expired', 'released', 'redeemed'] satisfies HoldEnd[]) {
    const ids = ended.filter((one) => one.end === end).map((one) => one.id)
    const closed = await closeHolds(tx, ids, end)
    if (closed.length !== ids.length) throw new Error(`${ids.length - closed.length} holds ended under their lock`)
  }
}
