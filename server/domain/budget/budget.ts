// What a campaign may spend and what it has used of it, and the questions that facts alone answer; pure.
import type { BudgetMode } from '#shared/kinds.ts'

/** Minor units of `currency`; `limitMinor` and `countLimit` are null when there is no limit. */
export interface Budget {
  id: string
  campaignId: string
  currency: string
  mode: BudgetMode
  whenShort: 'refuse' | 'cap'
  limitMinor: number | null
  countLimit: number | null
  reservedMinor: number
  heldMinor: number
  spentMinor: number
  countUsed: number
  /** What may go in a day and to one customer; null for no such limit. */
  dayLimitMinor: number | null
  dayCountLimit: number | null
  customerLimitMinor: number | null
  customerCountLimit: number | null
}

export type MoveKind = 'issue' | 'hold' | 'release' | 'redeem' | 'reverse' | 'revoke' | 'expire' | 'extend'

/** One line of the journal: what went from where to where, and the id of the fact that made it so. */
export interface Delta {
  kind: MoveKind
  cause: string
  reserved: number
  held: number
  spent: number
  count: number
}

export const usedMinor = (budget: Budget): number => budget.reservedMinor + budget.heldMinor + budget.spentMinor

/** What may still be reserved, held or spent; Infinity without a limit. */
export const freeMinor = (budget: Budget): number =>
  budget.limitMinor === null ? Number.POSITIVE_INFINITY : budget.limitMinor - usedMinor(budget)

/** How many vouchers may still be counted; Infinity without a limit. */
export const freeCount = (budget: Budget): number =>
  budget.countLimit === null ? Number.POSITIVE_INFINITY : budget.countLimit - budget.countUsed

/** Whether a move stays within the limits of the budget as it is known here. Giving back always fits. */
export function fits(budget: Budget, delta: Pick<Delta, 'reserved' | 'held' | 'spent' | 'count'>): boolean {
  return delta.reserved + delta.held + delta.spent <= freeMinor(budget) && delta.count <= freeCount(budget)
}
