// Shows campaigns with the budget that a reader may see: analysts the one of the last batch (decisions.md, 34).
import { loadCampaign } from '#campaigns/load.ts'
import type { House } from '#core/house.ts'
import type { Campaign } from '#shared/contracts/campaigns.ts'
import { unknownBudget } from './batch-report.ts'
import { currentBatch } from './keep-batch.ts'

export async function budgetsFor(
  house: House,
  campaigns: Campaign[],
  scopes: ReadonlySet<string>,
): Promise<Campaign[]> {
  if (scopes.has('reports.exact')) return campaigns
  const shown: Campaign[] = []
  for (const campaign of campaigns) {
    const loaded = campaign.state === 'draft' ? null : await loadCampaign(house.store.read, campaign.id)
    if (loaded === null) shown.push(campaign)
    else shown.push({ ...campaign, budget: (await currentBatch(house, loaded))?.budget ?? unknownBudget(loaded) })
  }
  return shown
}
