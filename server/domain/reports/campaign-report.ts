// The report of a campaign: the funnel per variant, day or channel, the budget, the experiment, and why people were left out.
// Marketers and admins see the figures as they are; analysts the last batch, without cells that would tell about a few people.
import { budgetFigures, latestDays } from '#budget/figures.ts'
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { localDay } from '#core/calendar.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { CampaignReport } from '#shared/contracts/reports.ts'
import { batchReport } from './batch-report.ts'
import { burnDown } from './burn-down.ts'
import { onWire, readExperiment } from './experiment.ts'
import { forecast } from './forecast.ts'
import { type Asked, armsOf, showRow, sumRows } from './funnel.ts'
import { currentBatch } from './keep-batch.ts'
import { refusalRows, tallyRows } from './queries.ts'
import { rollUp } from './roll-up.ts'

/** Refuses an unknown campaign, and a draft, which has nothing to report. `exact` is for those who may see orders. */
export async function reportCampaign(
  house: House,
  id: string,
  asked: Asked,
  { exact }: { exact: boolean },
): Promise<CampaignReport> {
  const campaign = await reportable(house, id)
  await catchUp(house)
  if (exact) return exactReport(house, campaign, asked)
  return batchReport(campaign, await currentBatch(house, campaign), asked, iso(house.clock.now()))
}

export async function reportable(house: House, id: string): Promise<LoadedCampaign> {
  const campaign = await loadCampaign(house.store.read, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  if (campaign.state === 'draft')
    throw new Refusal('campaign.wrong_state', { detail: 'A draft has no report: launch it first' })
  return campaign
}

/** Under a test clock no job runs by itself, and whoever looks wants to see what was told before. */
export async function catchUp(house: House): Promise<void> {
  if (house.clock.isTest) await rollUp(house)
}

async function exactReport(house: House, campaign: LoadedCampaign, asked: Asked): Promise<CampaignReport> {
  const q = house.store.read
  const { id } = campaign
  const days = { from: asked.from ?? null, to: asked.to ?? null }
  const whole = tallyRows(q, id, 'variant', { from: null, to: null })
  const isWhole = asked.by === 'variant' && days.from === null && days.to === null
  const [budget, rows, arms, byDay, refused, experiment] = await Promise.all([
    budgetFigures(q, id),
    isWhole ? whole : tallyRows(q, id, asked.by, days),
    whole,
    tallyRows(q, id, 'day', { from: null, to: null }),
    refusalRows(q, id),
    readExperiment(q, campaign, house.clock.now(), house),
  ])
  if (budget === null) throw new Refusal('campaign.wrong_state', { detail: 'A draft has no report: launch it first' })
  const everything = sumRows('all', arms)
  const known = { ...budget, total: everything, worstPerVoucherMinor: dearest(campaign) }
  const today = localDay(house.clock.now(), campaign.timeZone)
  return {
    campaignId: id,
    name: campaign.name,
    by: asked.by,
    ...days,
    generatedAt: iso(house.clock.now()),
    asOf: iso(house.clock.now()),
    currency: budget.currency,
    funnel: rows.map(showRow),
    total: showRow(sumRows('total', rows)),
    budget: {
      ...budget,
      perDay: budget.perDay && { ...budget.perDay, days: await latestDays(q, id) },
      forecast: forecast(known),
    },
    burnDown: burnDown(known, byDay, { validity: campaign.terms.validity, today }),
    experiment: {
      holdoutBps: campaign.terms.holdoutBps,
      arms: armsOf(campaign.terms, arms, () => false),
      redeemedByOthers: everything.byOthers,
      readout: onWire(experiment?.readout ?? null),
    },
    refusals: refused,
    hidden: [],
  }
}

export const dearest = (campaign: LoadedCampaign): number =>
  Math.max(...campaign.terms.variants.map(({ offer }) => worstCaseMinor(offer)))
