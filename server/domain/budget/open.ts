// Opens the budget of a campaign at its launch; from then on only guarded moves change what is used of it.
import { newId } from '#core/ids.ts'
import type { Tx } from '#db/store.ts'
import type { BudgetMode } from '#shared/kinds.ts'
import { insertBudget } from './queries.ts'

export interface OpenBudget {
  /** Null for no limit, which only campaigns of the compat door may have (decisions.md, 14). */
  limitMinor: number | null
  currency: string
  count?: number | undefined
  mode: BudgetMode
  whenShort: 'refuse' | 'cap'
}

/** Answers the budget's id. A campaign has one budget: a second one breaks a key. */
export async function openBudget(tx: Tx, campaignId: string, terms: OpenBudget): Promise<string> {
  const id = newId('budget', tx.now)
  const { limitMinor, currency, mode, whenShort, count = null } = terms
  await insertBudget(tx, { id, campaignId, currency, mode, whenShort, limitMinor, countLimit: count })
  return id
}
