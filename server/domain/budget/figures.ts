// A budget as people see it.
import type { Queries } from '#db/store.ts'
import type { BudgetFigures } from '#shared/contracts/campaigns.ts'
import type { BudgetMode } from '#shared/kinds.ts'
import { type BudgetRow, budgetRows } from './queries.ts'
import { lastDays } from './queries-caps.ts'

const DAYS_SHOWN = 7
const hasCap = (limitMinor: number | null, count: number | null) => limitMinor !== null || count !== null

/** What went on the latest days, for those who may see exact figures; none of a budget without a limit per day. */
export const latestDays = (q: Queries, campaignId: string) => lastDays(q, campaignId, DAYS_SHOWN)

/** Null for a campaign that has no open budget. The forecast and the latest days are the reports' to fill in. */
export async function budgetFigures(q: Queries, campaignId: string): Promise<BudgetFigures | null> {
  return (await budgetFiguresOf(q, [campaignId])).get(campaignId) ?? null
}

/** By campaign; those without an open budget are absent. */
export async function budgetFiguresOf(q: Queries, campaignIds: string[]): Promise<Map<string, BudgetFigures>> {
  if (campaignIds.length === 0) return new Map()
  const rows = await budgetRows(q, campaignIds)
  return new Map(rows.map((row) => [row.campaignId, figuresOf(row)]))
}

function figuresOf(row: BudgetRow): BudgetFigures {
  const { limitMinor, currency, reservedMinor, heldMinor, spentMinor, countLimit, countUsed } = row
  return {
    limitMinor,
    currency,
    mode: row.mode as BudgetMode,
    whenShort: row.whenShort === 'cap' ? 'cap' : 'refuse',
    reservedMinor,
    heldMinor,
    spentMinor,
    freeMinor: limitMinor === null ? null : limitMinor - reservedMinor - heldMinor - spentMinor,
    countLimit,
    countUsed,
    perDay: hasCap(row.dayLimitMinor, row.dayCountLimit)
      ? { limitMinor: row.dayLimitMinor, count: row.dayCountLimit, days: [] }
      : null,
    perCustomer: hasCap(row.customerLimitMinor, row.customerCountLimit)
      ? { limitMinor: row.customerLimitMinor, count: row.customerCountLimit }
      : null,
    forecast: null,
  }
}
