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
  perDay?: CapLimits | undefined
  perCustomer?: CapLimits | undefined
}
export interface CapLimits {
  limitMinor?: number | undefined
  count?: number | undefined
}

/** Answers the budget's id. A campaign has one budget: a second one breaks a key. */
export async function openBudget(tx: Tx, campaignId: string, terms: OpenBudget): Promise<string> {
  const id = newId('budget', tx.now)
  const { limitMinor, currency, mode, whenShort, count = null } = terms
  const caps = capColumns(terms)
  await insertBudget(tx, { id, campaignId, currency, mode, whenShort, limitMinor, countLimit: count, ...caps })
  return id
}

export const capColumns = ({ perDay, perCustomer }: Pick<OpenBudget, 'perDay' | 'perCustomer'>) => ({
  dayLimitMinor: perDay?.limitMinor ?? null,
  dayCountLimit: perDay?.count ?? null,
  customerLimitMinor: perCustomer?.limitMinor ?? null,
  customerCountLimit: perCustomer?.count ?? null,
})
