// Writes down what was decided under locks: vouchers, holds, facts, then money, then counts.
import { saveCaps } from '#budget/keep-caps.ts'
import { moveBudgets } from '#budget/move.ts'
import { tally } from '#campaigns/tally.ts'
import { atOnce } from '#db/at-once.ts'
import type { Tx } from '#db/store.ts'
import { saveClaims } from '#vouchers/claim.ts'
import { closeHolds, type HoldEnd, insertHold, refreshHold } from '#vouchers/hold.ts'
import type { Draft } from './draft.ts'
import { insertRedemptionRows, insertReversalRows, reverseRow } from './queries.ts'

/** Throws when anything is not as it was when it was locked; then nothing of the draft may be kept. */
export async function record(tx: Tx, draft: Draft): Promise<void> {
  await atOnce([
    saveClaims(tx, [...draft.vouchers.values()]),
    saveHolds(tx, draft),
    insertRedemptionRows(tx, draft.redeemed),
    reverseRows(tx, draft),
    insertReversalRows(tx, draft.reversals),
    moveBudgets(tx, draft.moves),
    saveCaps(tx, draft.caps.caps, draft.newCaps, draft.capEntries),
    tally(tx, draft.tallies),
  ])
}

async function saveHolds(tx: Tx, draft: Draft): Promise<void> {
  await endHolds(tx, draft)
  for (const hold of draft.held) await insertHold(tx, hold)
  for (const hold of draft.extended) await refreshHold(tx, hold)
}

async function reverseRows(tx: Tx, { reversed }: Draft): Promise<void> {
  for (const { was, now } of reversed) {
    if (!(await reverseRow(tx, was, now))) throw new Error(`${was.id} was reversed under its lock`)
  }
}

async function endHolds(tx: Tx, { ended }: Draft): Promise<void> {
  for (const end of ['expired', 'released', 'redeemed'] satisfies HoldEnd[]) {
    const ids = ended.filter((one) => one.end === end).map((one) => one.id)
    const closed = await closeHolds(tx, ids, end)
    if (closed.length !== ids.length) throw new Error(`${ids.length - closed.length} holds ended under their lock`)
  }
}
