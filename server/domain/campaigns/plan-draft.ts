// Plans the experiment of a draft: its shares and its audience as they stand, or the figures that are given instead.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { TAIL_DAYS } from '#experiments/plan.ts'
import { planExperiment } from '#experiments/plan-experiment.ts'
import { foreseeAside } from '#experiments/set-aside.ts'
import { countReachable } from '#segments/count-reachable.ts'
import { measureAudience } from '#segments/measure.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { ExperimentPlan, PlanAsked } from '#shared/contracts/experiments.ts'
import { validDays } from './experiment-plan.ts'
import { loadCampaign } from './load.ts'
import { ruleOf } from './read-rule.ts'

const FULL_BPS = 10_000
const WINDOW_DAYS = 30

/** 422 `campaign.unknown` for a campaign that is not there, 400 `request.invalid` where shares do not sum up or nobody is named. */
export async function planDraft(house: House, asked: PlanAsked): Promise<ExperimentPlan> {
  const now = house.clock.now()
  const terms = asked.campaignId === undefined ? null : await termsOf(house, asked.campaignId)
  const shares = asked.shares ?? terms?.variants.map(({ key, shareBps }) => ({ key, shareBps })) ?? []
  if (shares.reduce((sum, { shareBps }) => sum + shareBps, 0) !== FULL_BPS)
    throw invalid('shares', 'must sum to 10,000')
  const audience = asked.audience ?? (terms === null ? null : await reachable(house, terms, now))
  if (audience === null) throw invalid('audience', 'must be named without a campaign')
  return planExperiment({
    audience,
    holdoutBps: asked.holdoutBps ?? terms?.holdoutBps ?? 0,
    shares,
    startsAt: Date.parse(asked.startsAt ?? terms?.startsAt ?? new Date(now).toISOString()),
    assignDays: asked.assignDays,
    windowDays: (asked.windowDays ?? (terms === null ? WINDOW_DAYS : validDays(terms, now))) + TAIL_DAYS,
    conversion: asked.conversion,
    margin: asked.margin ?? null,
    primary: asked.primary,
    expectedLift: asked.expectedLift ?? null,
    discountPerRecipientMinor: asked.discountPerRecipientMinor ?? 0,
    power: asked.power,
  })
}

async function termsOf(house: House, id: string): Promise<NewCampaign> {
  const campaign = await loadCampaign(house.store.read, id)
  if (campaign !== null) return campaign.terms
  throw new Refusal('campaign.unknown', { errors: [{ path: 'campaignId', message: 'There is no such campaign' }] })
}

const STEP = 5
const SMALLEST = 10
/** As coarse as a preview: a plan must not count people more exactly (consent.md, 11). */
async function reachable(house: House, terms: NewCampaign, now: number): Promise<number> {
  const { purpose, legalBasis, channels, trigger, timeZone: zone } = terms
  const q = house.store.read
  const rule = (await ruleOf(q, terms)) ?? undefined
  const asked = { rule, trigger, purpose, legalBasis, channels, zone, now }
  const { reachable } = await measureAudience(q, asked)
  const aside = await foreseeAside(house.store, terms.experiment?.layer)
  const passed = aside === null ? [] : await countReachable(q, asked, reachable, () => aside)
  const left = passed.reduce((sum, { count }) => sum - count, reachable)
  return left < SMALLEST ? 0 : Math.round(left / STEP) * STEP
}

const invalid = (path: string, message: string): Refusal =>
  new Refusal('request.invalid', { errors: [{ path, message }] })
