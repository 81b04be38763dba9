// Shows the shares of a campaign's arms over time, and what others would mean before they are given.
import { iso } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { foreseeWeights } from '#experiments/foresee-weights.ts'
import { frozenPlan } from '#experiments/freeze-plan.ts'
import { changesOfWeights, weightsOf } from '#experiments/weights.ts'
import type { ChangeShares } from '#shared/contracts/campaigns.ts'
import type { CampaignShares, SharesForeseen } from '#shared/contracts/experiments.ts'
import { withShares } from './change-shares.ts'
import { loadCampaign } from './load.ts'

/** Oldest first; `campaign.not_found`. */
export async function showShares(q: Queries, id: string): Promise<CampaignShares> {
  const { terms, launchedAt } = await required(q, id)
  const changes = (await changesOfWeights(q, id)) ?? [{ from: 0, weights: weightsOf(terms) }]
  return {
    holdoutBps: terms.holdoutBps,
    stretches: changes.map(({ from, weights }) => ({
      from: from > 0 ? iso(from) : launchedAt === null ? null : iso(launchedAt),
      arms: Object.entries(weights).map(([key, ofAllBps]) => ({ key, ofAllBps })),
    })),
  }
}

/** Says nothing of the campaign's state; refuses shares as their change does. */
export async function foreseeShares(q: Queries, id: string, asked: ChangeShares): Promise<SharesForeseen> {
  const { terms } = await required(q, id)
  const variants = withShares(terms.variants, asked.shares)
  const [before, after] = [weightsOf(terms), weightsOf({ ...terms, variants })]
  const reference = (await frozenPlan(q, id))?.reference ?? terms.variants[0]?.key ?? ''
  const isChange = Object.keys(after).some((key) => after[key] !== before[key])
  const known = (await changesOfWeights(q, id))?.length ?? 1
  return {
    isChange,
    stretches: known + (isChange ? 1 : 0),
    arms: Object.keys(after).map((key) => ({ key, beforeBps: before[key] ?? 0, afterBps: after[key] ?? 0 })),
    comparisons: foreseeWeights(before, after, reference),
  }
}

async function required(q: Queries, id: string) {
  const campaign = await loadCampaign(q, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  return campaign
}
