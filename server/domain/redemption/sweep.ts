// Lets go of holds whose time is over: the job for all of them, and in a write that would refuse for want of budget.
import type { Budget } from '#budget/budget.ts'
import { letGoOfCharges } from '#budget/keep-caps.ts'
import { lockBudgets } from '#budget/lock.ts'
import { moveBudgets } from '#budget/move.ts'
import type { House } from '#core/house.ts'
import type { Tx } from '#db/store.ts'
import { lockByIds } from '#vouchers/claim.ts'
import { closeHolds, expiredHolds, expiredHoldsOfCampaign, freeVouchers } from '#vouchers/hold.ts'
import { letGoMoves } from '#vouchers/set-aside.ts'

const PAGE = 500

/** Answers how many holds it let go. */
export async function expireHolds(house: House): Promise<number> {
  let count = 0
  for (;;) {
    const { found, ended } = await house.store.write((tx) => expirePage(tx))
    count += ended
    if (found < PAGE) return count
  }
}

async function expirePage(tx: Tx): Promise<{ found: number; ended: number }> {
  const due = await expiredHolds(tx, tx.now, PAGE)
  await lockByIds(
    tx,
    due.map((hold) => hold.voucherId),
  )
  const budgets = await lockBudgets(
    tx,
    due.map((hold) => hold.campaignId),
  )
  let ended = 0
  for (const budget of budgets.values()) ended += await sweepBudget(tx, budget)
  return { found: due.length, ended }
}

/**
 * Lets go of a campaign's holds that are over, while its budget is locked; answers how many. It does not wait for
 * vouchers, which come before budgets in the order of locks: rows that others have locked are freed by them.
 */
export async function sweepBudget(tx: Tx, budget: Budget): Promise<number> {
  const due = await expiredHoldsOfCampaign(tx, budget.campaignId, tx.now)
  if (due.length === 0) return 0
  const activeUses = new Map(due.map((hold) => [hold.id, hold.activeUses]))
  const closed = await closeHolds(tx, [...activeUses.keys()], 'expired')
  await freeVouchers(tx, closed)
  const moves = closed.map((hold) => {
    const change = letGoMoves(budget.mode, activeUses.get(hold.id) ?? 0, hold)
    return { budget, delta: { kind: 'release' as const, cause: hold.id, ...change } }
  })
  await moveBudgets(tx, moves)
  await letGoOfCharges(
    tx,
    budget,
    closed.map((hold) => hold.id),
  )
  return closed.length
}
