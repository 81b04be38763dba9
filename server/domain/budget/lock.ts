// Takes budgets for the rest of a transaction: after its voucher rows, never before them (design.md, section 3).
import type { Queries, Tx } from '#db/store.ts'
import type { BudgetMode } from '#shared/kinds.ts'
import type { Budget } from './budget.ts'
import { type BudgetRow, budgetRows, lockBudgetRows } from './queries.ts'

/** Budgets by campaign; a campaign without one is absent. What it answers holds until the transaction ends. */
export async function lockBudgets(tx: Tx, campaignIds: string[]): Promise<Map<string, Budget>> {
  if (campaignIds.length === 0) return new Map()
  return byCampaign(await lockBudgetRows(tx, [...new Set(campaignIds)]))
}

/** The same without taking them: true when it was read, and perhaps no longer. */
export async function peekBudgets(q: Queries, campaignIds: string[]): Promise<Map<string, Budget>> {
  if (campaignIds.length === 0) return new Map()
  return byCampaign(await budgetRows(q, [...new Set(campaignIds)]))
}

function byCampaign(rows: BudgetRow[]): Map<string, Budget> {
  return new Map(rows.map((row) => [row.campaignId, toBudget(row)]))
}

function toBudget(row: BudgetRow): Budget {
  return { ...row, mode: row.mode as BudgetMode, whenShort: row.whenShort === 'cap' ? 'cap' : 'refuse' }
}
