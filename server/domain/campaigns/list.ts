// Campaigns page by page, the newest first, each with its live budget.
import { budgetFiguresOf } from '#budget/figures.ts'
import type { Queries } from '#db/store.ts'
import type { Campaign } from '#shared/contracts/campaigns.ts'
import type { CampaignsAsked } from '#shared/contracts/desk.ts'
import { fold } from './columns.ts'
import { toCampaign } from './load.ts'
import { rowsBefore } from './queries.ts'
import { asShown } from './show.ts'

export async function listCampaigns(
  q: Queries,
  page: { limit: number } & Partial<Omit<CampaignsAsked, 'limit'>>,
): Promise<{ data: Campaign[]; nextCursor: string | null }> {
  const { cursor, state, archived } = page
  const part = page.q === undefined ? undefined : fold(page.q)
  const rows = await rowsBefore(q, { cursor, state, part, isArchived: archived === 'true' }, page.limit + 1)
  const shown = rows.slice(0, page.limit).map(toCampaign)
  const ids = shown.map(({ id }) => id)
  const budgets = await budgetFiguresOf(q, ids)
  return {
    data: shown.map((campaign) => asShown(campaign, budgets.get(campaign.id) ?? null)),
    nextCursor: rows.length > page.limit ? (ids.at(-1) ?? null) : null,
  }
}
