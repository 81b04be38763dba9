// The report of a campaign: the funnel per variant, day or channel, the budget to the cent, the arms, and why people
// were left out. Analysts see no cell that would tell about a few people; marketers and admins see the figures.
import { budgetFigures, latestDays } from '#budget/figures.ts'
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { CampaignReport } from '#shared/contracts/reports.ts'
import { forecast } from './forecast.ts'
import { refusalRows, type TallyRow, tallyRows } from './queries.ts'
import { type HiddenBecause, hideSmallCells, LIMITS, mayShowTotal } from './small-cells.ts'

type By = 'day' | 'variant' | 'channel'
type FunnelRow = CampaignReport['funnel'][number]
interface Asked {
  by: By
  from?: string | undefined
  to?: string | undefined
}

/** Refuses an unknown campaign, and a draft, which has nothing to report. `exact` is for those who may see orders. */
export async function reportCampaign(
  house: House,
  id: string,
  asked: Asked,
  { exact }: { exact: boolean },
): Promise<CampaignReport> {
  const q = house.store.read
  const campaign = await loadCampaign(q, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const budget = await budgetFigures(q, id)
  if (budget === null) throw new Refusal('campaign.wrong_state', { detail: 'A draft has no report: launch it first' })
  const days = { from: asked.from ?? null, to: asked.to ?? null }
  const [rows, arms, everything, refused] = await Promise.all([
    tallyRows(q, id, asked.by, days),
    tallyRows(q, id, 'variant', { from: null, to: null }),
    tallyRows(q, id, 'channel', { from: null, to: null }),
    refusalRows(q, id),
  ])
  const cells = rows.map((row) => ({ key: row.key, n: row.assigned, buyers: row.redeemed }))
  const hidden = exact ? new Map<string, HiddenBecause | null>() : hideSmallCells(cells)
  const total = sum('total', rows)
  return {
    campaignId: id,
    name: campaign.name,
    by: asked.by,
    ...days,
    generatedAt: iso(house.clock.now()),
    currency: budget.currency,
    funnel: rows.map((row) => (hidden.get(row.key) ? hide(row.key) : show(row))),
    total: mayShowTotal(cells, hidden) ? show(total) : hide('total'),
    budget: {
      ...budget,
      // What went on one day would tell of a few people as a small cell would.
      perDay: budget.perDay && { ...budget.perDay, days: exact ? await latestDays(q, id) : [] },
      forecast: forecast({ ...budget, total: sum('all', everything), worstPerVoucherMinor: dearest(campaign) }),
    },
    experiment: experiment(campaign, arms, exact),
    refusals: refused.map(({ reason, count }) => ({ reason, count: exact ? count : rounded(count) })),
    hidden: [...hidden].flatMap(([key, reason]) => (reason === null ? [] : [{ key, reason }])),
  }
}

/** Arms frozen at launch, with the counts that intention to treat needs; inference comes with the experiments. */
function experiment(campaign: LoadedCampaign, arms: TallyRow[], exact: boolean): CampaignReport['experiment'] {
  const { variants, holdoutBps } = campaign.terms
  const planned = [
    ...variants.map(({ key, shareBps }) => ({
      key,
      shareBps: Math.round((shareBps * (10_000 - holdoutBps)) / 10_000),
    })),
    { key: 'holdout', shareBps: holdoutBps },
  ]
  const hidden = exact
    ? new Map()
    : hideSmallCells(arms.map((arm) => ({ key: arm.key, n: arm.assigned, buyers: arm.redeemed })))
  const others = arms.reduce((count, arm) => count + arm.byOthers, 0)
  return {
    holdoutBps,
    arms: planned.map(({ key, shareBps }) => {
      const arm = arms.find((row) => row.key === key)
      if (hidden.get(key)) return { key, shareBps, assigned: '<10', issued: null, redeemed: null }
      return { key, shareBps, assigned: arm?.assigned ?? 0, issued: arm?.issued ?? 0, redeemed: arm?.redeemed ?? 0 }
    }),
    redeemedByOthers: exact ? others : rounded(others),
  }
}

function show(row: TallyRow): FunnelRow {
  const { key, assigned, issued, sent, held, redeemed, reversed, expired, discountMinor } = row
  // the gate is asked before the arm, so whoever was assigned had consented
  return { key, assigned, consented: assigned, issued, sent, held, redeemed, reversed, expired, discountMinor }
}

const hide = (key: string): FunnelRow => ({
  key,
  assigned: `<${LIMITS.k}`,
  consented: null,
  issued: null,
  sent: null,
  held: null,
  redeemed: null,
  reversed: null,
  expired: null,
  discountMinor: null,
})

const dearest = (campaign: LoadedCampaign): number =>
  Math.max(...campaign.terms.variants.map(({ offer }) => worstCaseMinor(offer)))

/** Rounded to five with a floor, as previews are (consent.md, section 11). */
const rounded = (count: number): number | string =>
  count === 0 ? 0 : count < LIMITS.k ? `<${LIMITS.k}` : Math.round(count / 5) * 5

function sum(key: string, rows: TallyRow[]): TallyRow {
  const total: TallyRow = {
    key,
    holdout: 0,
    assigned: 0,
    issued: 0,
    sent: 0,
    held: 0,
    redeemed: 0,
    reversed: 0,
    expired: 0,
    revoked: 0,
    byOthers: 0,
    discountMinor: 0,
  }
  const names = Object.keys(total).filter((name) => name !== 'key') as Exclude<keyof TallyRow, 'key'>[]
  for (const row of rows) for (const name of names) total[name] += row[name]
  return total
}
