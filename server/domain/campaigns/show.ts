// A campaign as people see it, with its live budget.
import { budgetFigures } from '#budget/figures.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { BudgetFigures, Campaign, NewCampaign } from '#shared/contracts/campaigns.ts'
import { type LoadedCampaign, loadCampaign } from './load.ts'
import { cellsOf } from './needs.ts'

/** 404 `campaign.not_found`. */
export async function showCampaign(q: Queries, id: string): Promise<Campaign> {
  const campaign = await loadCampaign(q, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  return asShown(campaign, await budgetFigures(q, id))
}

export function asShown(campaign: LoadedCampaign, budget: BudgetFigures | null): Campaign {
  const { terms } = campaign
  return {
    id: campaign.id,
    name: campaign.name,
    state: campaign.state,
    purpose: terms.purpose,
    legalBasis: terms.legalBasis,
    channels: terms.channels,
    trigger: terms.trigger,
    segment: terms.segment ?? null,
    variants: terms.variants,
    holdoutBps: terms.holdoutBps,
    experiment: terms.experiment ?? null,
    budget: budget ?? plannedBudget(terms),
    validity: terms.validity,
    minimumOrderMinor: terms.minimumOrderMinor ?? null,
    frequency: terms.frequency ?? null,
    priority: terms.priority ?? 500,
    sendWindow: terms.sendWindow ?? null,
    reminder: terms.reminder ?? null,
    refundPolicy: terms.refundPolicy,
    redeemableBy: terms.redeemableBy,
    stacking: terms.stacking ?? null,
    codePrefix: terms.codePrefix ?? null,
    message: terms.message,
    startsAt: isoOrNull(campaign.startsAt),
    endsAt: isoOrNull(campaign.endsAt),
    timeZone: terms.timeZone,
    needs: cellsOf(terms, campaign.needs),
    baselineCampaignId: terms.baselineCampaignId ?? null,
    createdAt: iso(campaign.createdAt),
    launchedAt: isoOrNull(campaign.launchedAt),
    endedAt: isoOrNull(campaign.endedAt),
    archivedAt: isoOrNull(campaign.archivedAt),
  }
}

/** What a draft means to spend. */
function plannedBudget({ budget }: NewCampaign): BudgetFigures | null {
  if (budget === undefined) return null
  const { limitMinor, currency, mode, whenShort, count, perDay, perCustomer } = budget
  const cap = (terms: typeof perDay) => ({ limitMinor: terms?.limitMinor ?? null, count: terms?.count ?? null })
  return {
    limitMinor,
    currency,
    mode,
    whenShort,
    reservedMinor: 0,
    heldMinor: 0,
    spentMinor: 0,
    freeMinor: limitMinor,
    countLimit: count ?? null,
    countUsed: 0,
    perDay: perDay ? { ...cap(perDay), days: [] } : null,
    perCustomer: perCustomer ? cap(perCustomer) : null,
    forecast: null,
  }
}
