// Campaigns side by side, newest first: what each issued, gave away and, by its experiment, added.
import { listCampaigns } from '#campaigns/list.ts'
import type { House } from '#core/house.ts'
import type { CampaignReport, ComparedCampaigns } from '#shared/contracts/reports.ts'
import { reportCampaign } from './campaign-report.ts'

/** Drafts are left out. Analysts see batches as in each campaign's own report. */
export async function compareCampaigns(
  house: House,
  page: { limit: number; cursor?: string | undefined },
  audience: { exact: boolean },
): Promise<ComparedCampaigns> {
  const { data, nextCursor } = await listCampaigns(house.store.read, page)
  const rows: ComparedCampaigns['data'] = []
  for (const { id, state } of data) {
    if (state === 'draft') continue
    rows.push({ state, ...rowOf(await reportCampaign(house, id, { by: 'variant' }, audience)) })
  }
  return { data: rows, nextCursor }
}

function rowOf({ campaignId, name, currency, asOf, total, experiment }: CampaignReport) {
  const { readout } = experiment
  return {
    campaignId,
    name,
    currency,
    asOf,
    assigned: total.assigned,
    issued: total.issued,
    redeemed: total.redeemed,
    discountMinor: total.discountMinor,
    comparisons: (readout?.comparisons ?? []).map(({ treatment, control, family, verdict, sentence, primary }) => ({
      treatment,
      control,
      family,
      verdict,
      sentence,
      metric: primary.metric,
      difference: primary.difference,
      low: primary.shown.low,
      high: primary.shown.high,
    })),
  }
}
