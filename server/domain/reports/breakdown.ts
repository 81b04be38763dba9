// The arms of a campaign by one fixed dimension: where its people were reached, live, or were born; when they were assigned
// (cohorts), or how long after it they used their voucher (the curve).
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import type { Breakdown } from '#shared/contracts/reports.ts'
import { type Batch, type CutCell, hideCuts, roughly, tableCell } from './batch.ts'
import { catchUp, reportable } from './campaign-report.ts'
import { type CutDimension, cutsOf } from './figures.ts'
import { currentBatch } from './keep-batch.ts'
import { cellsOfCampaign } from './queries-cells.ts'
import { type HiddenBecause, LIMITS } from './small-cells.ts'

/** Refuses as the campaign's report does. Analysts see the last batch, small cells hidden and money to three digits. */
export async function reportBreakdown(
  house: House,
  id: string,
  by: CutDimension,
  { exact }: { exact: boolean },
): Promise<Breakdown> {
  const campaign = await reportable(house, id)
  await catchUp(house)
  const head = { campaignId: id, by, currency: campaign.terms.budget?.currency ?? '' }
  if (exact) {
    const cells = (await cellsOfCampaign(house.store.read, id, [by])).filter(({ stage }) => stage === 'all')
    return { ...head, asOf: iso(house.clock.now()), rows: cutsOf(cells).sort(inOrder).map(show), hidden: [] }
  }
  return { ...head, ...batchBreakdown((await currentBatch(house, campaign))?.batch.cuts[by]) }
}

/** Pure: what analysts see of a cut. */
export function batchBreakdown(cut: Batch['cuts'][string] | undefined): Pick<Breakdown, 'asOf' | 'rows' | 'hidden'> {
  if (cut === undefined) return { asOf: null, rows: [], hidden: [] }
  const reasons = hideCuts(cut.cells)
  const reasonOf = (cell: CutCell): HiddenBecause | null => reasons.get(tableCell(cell).key) ?? null
  const sorted = cut.cells.toSorted(inOrder)
  return {
    asOf: iso(cut.at),
    rows: sorted.map((cell) => (reasonOf(cell) === null ? coarse(show(cell)) : hide(cell))),
    hidden: sorted.flatMap((cell) => {
      const reason = reasonOf(cell)
      return reason === null ? [] : [{ arm: cell.arm, value: cell.value, reason }]
    }),
  }
}

type Row = Breakdown['rows'][number]

const inOrder = (a: CutCell, b: CutCell): number =>
  a.value < b.value ? -1 : a.value > b.value ? 1 : a.arm < b.arm ? -1 : a.arm > b.arm ? 1 : 0

const show = ({ arm, value, n, issued, redeemed, buyers, revenueMinor, discountMinor }: CutCell): Row => ({
  arm,
  value,
  assigned: n,
  issued,
  redeemed,
  purchasers: buyers,
  conversion: n === 0 ? null : buyers / n,
  revenueMinor,
  discountMinor,
})

const coarse = (row: Row): Row => ({
  ...row,
  issued: null,
  redeemed: null,
  revenueMinor: String(roughly(Number(row.revenueMinor))),
  discountMinor: null,
})

const hide = ({ arm, value }: CutCell): Row => ({
  arm,
  value,
  assigned: `<${LIMITS.k}`,
  issued: null,
  redeemed: null,
  purchasers: null,
  conversion: null,
  revenueMinor: null,
  discountMinor: null,
})
