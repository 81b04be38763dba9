// Pure: a campaign's report as an analyst sees it, out of the last batch and nothing else.
import type { LoadedCampaign } from '#campaigns/load.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { iso } from '#core/clock.ts'
import type { CampaignReport } from '#shared/contracts/reports.ts'
import { type Batch, type Counts, cellsOfTable, roughly, sumCounts, tableOf } from './batch.ts'
import { onWire } from './experiment.ts'
import { forecast } from './forecast.ts'
import { type Asked, armsOf, type FunnelRow, hideRow, showRow } from './funnel.ts'
import type { Shown } from './keep-batch.ts'
import { hideSmallCells, LIMITS, mayShowTotal } from './small-cells.ts'

const nothing: Batch = { at: 0, atoms: [], arms: [], cuts: {}, days: [] }

/** `shown` is null while nothing may be shown. */
export function batchReport(
  campaign: LoadedCampaign,
  shown: Shown | null,
  asked: Asked,
  generatedAt: string,
): CampaignReport {
  const batch = shown?.batch ?? nothing
  const days = { from: asked.from ?? null, to: asked.to ?? null }
  const { rows, total, hidden } = funnelOf(batch, asked)
  const arms = tableOf(batch.atoms, 'variant')
  const armReasons = hideSmallCells(cellsOfTable(arms))
  const everything = sumCounts(batch.atoms)
  const budget = shown?.budget ?? null
  return {
    campaignId: campaign.id,
    name: campaign.name,
    by: asked.by,
    ...days,
    generatedAt,
    asOf: shown === null ? null : iso(batch.at),
    currency: campaign.terms.budget?.currency ?? '',
    funnel: rows,
    total,
    budget: budget === null ? unknownBudget(campaign) : { ...budget, forecast: foreseen(campaign, budget, everything) },
    burnDown: null,
    experiment: {
      holdoutBps: campaign.terms.holdoutBps,
      arms: armsOf(
        campaign.terms,
        Object.entries(arms).map(([key, counts]) => ({ key, ...counts })),
        (key) => batch.at === 0 || (armReasons.get(key) ?? null) !== null,
      ),
      redeemedByOthers: rounded(everything.byOthers),
      readout: onWire(shown?.readout ?? null),
    },
    refusals: (shown?.refusals ?? []).map(({ reason, count }) => ({ reason, count: rounded(count) })),
    hidden,
  }
}

function foreseen(campaign: LoadedCampaign, budget: NonNullable<Shown['budget']>, total: Counts) {
  const worst = Math.max(...campaign.terms.variants.map(({ offer }) => worstCaseMinor(offer)))
  const told = forecast({ ...budget, total, worstPerVoucherMinor: worst })
  return (
    told && {
      expectedSpendMinor: roughly(told.expectedSpendMinor),
      worstCaseMinor: roughly(told.worstCaseMinor),
      lowMinor: roughly(told.lowMinor),
      highMinor: roughly(told.highMinor),
    }
  )
}

interface Funnel {
  rows: FunnelRow[]
  total: FunnelRow
  hidden: CampaignReport['hidden']
}

/** What was let out on the days asked for; cells that are hidden as a whole are hidden in every stretch of time. */
function funnelOf(batch: Batch, { by, from, to }: Asked): Funnel {
  const days = batch.days.filter(({ day }) => (from === undefined || day >= from) && (to === undefined || day <= to))
  const total = sumCounts(days.map((one) => one.total))
  if (by === 'day') {
    const isTold = mayTell(batch)
    const rows = days.map(({ day, total: counts }) => (isTold ? showRow(coarse(day, counts)) : hideRow(day)))
    return { rows, total: isTold ? showRow({ key: 'total', ...total }) : hideRow('total'), hidden: [] }
  }
  const table = tableOf(batch.atoms, by)
  const cells = cellsOfTable(table)
  const reasons = hideSmallCells(cells)
  const rows = cells.map(({ key }) => {
    if (reasons.get(key) !== null) return hideRow(key)
    return showRow(coarse(key, sumCounts(days.flatMap((one) => one[by][key] ?? []))))
  })
  return {
    rows,
    total: mayShowTotal(cells, reasons) && mayTell(batch) ? showRow({ key: 'total', ...total }) : hideRow('total'),
    hidden: [...reasons].flatMap(([key, reason]) => (reason === null ? [] : [{ key, reason }])),
  }
}

/** Whether the campaign as a whole is large enough to be shown, by whichever cut. */
function mayTell(batch: Batch): boolean {
  return (['variant', 'channel'] as const).every((by) => {
    const cells = cellsOfTable(tableOf(batch.atoms, by))
    return cells.length > 0 && mayShowTotal(cells, hideSmallCells(cells))
  })
}

const coarse = (key: string, counts: Counts) => ({ key, ...counts, discountMinor: roughly(counts.discountMinor) })

/** Of a campaign of which nothing may be shown yet: what was planned. */
export function unknownBudget({ terms }: LoadedCampaign): CampaignReport['budget'] {
  const { budget } = terms
  return {
    limitMinor: budget?.limitMinor ?? null,
    currency: budget?.currency ?? '',
    mode: budget?.mode ?? 'at_redemption',
    whenShort: budget?.whenShort ?? 'refuse',
    reservedMinor: 0,
    heldMinor: 0,
    spentMinor: 0,
    freeMinor: budget?.limitMinor ?? null,
    countLimit: budget?.count ?? null,
    countUsed: 0,
    perDay: null,
    perCustomer: null,
    forecast: null,
  }
}

/** Rounded to five with a floor, as previews are (consent.md, section 11). */
const rounded = (count: number): number | string =>
  count === 0 ? 0 : count < LIMITS.k ? `<${LIMITS.k}` : Math.round(count / 5) * 5
