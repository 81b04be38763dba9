// Everything a report of a campaign shows, as it is now: counts of its vouchers, sums of its arms, and cuts of them.
import type { LoadedCampaign } from '#campaigns/load.ts'
import { localDay } from '#core/calendar.ts'
import type { Queries } from '#db/store.ts'
import { addInto, noArmSums, readSums, type Tops } from './arm-sums.ts'
import type { Atom, CutCell, Live } from './batch.ts'
import { tallyAtoms } from './queries.ts'
import { type CellRow, cellsOfCampaign } from './queries-cells.ts'

/** By day is the cohort of those who were assigned then, by curve those who used their voucher so many days later. */
export const cutDimensions = ['channel', 'country', 'age', 'newcomer', 'day', 'curve'] as const
export type CutDimension = (typeof cutDimensions)[number]

export async function liveFigures(q: Queries, campaign: LoadedCampaign, now: number): Promise<Live> {
  const [atoms, cells] = await Promise.all([
    tallyAtoms(q, campaign.id),
    cellsOfCampaign(q, campaign.id, ['all', ...cutDimensions]),
  ])
  const cuts = cutsOf(cells.filter(({ stage, dimension }) => stage === 'all' || dimension === 'all'))
  return {
    at: now,
    day: localDay(now, campaign.timeZone),
    atoms: atoms as Atom[],
    arms: cuts.filter(({ dimension }) => dimension === 'all' || dimension === 'mature'),
    cuts: cuts.filter(({ dimension }) => dimension !== 'all' && dimension !== 'mature'),
  }
}

/** Pure: epochs are put together; the mature of whole arms become a dimension of their own. */
export function cutsOf(rows: CellRow[]): CutCell[] {
  const groups = Map.groupBy(rows, ({ dimension, stage, arm, value }) =>
    JSON.stringify([dimension === 'all' && stage === 'mature' ? 'mature' : dimension, arm, value, stage]),
  )
  return [...groups].map(([key, some]) => {
    const [dimension, arm, value] = JSON.parse(key) as [string, string, string]
    const sums = noArmSums()
    for (const row of some) addInto(sums, readSums(row.sums))
    const tops = some
      .flatMap((row) => (JSON.parse(row.tops) as Tops).list.map(([, minor]) => minor))
      .sort((a, b) => b - a)
    return {
      arm,
      dimension,
      value,
      n: Number(sums.n),
      issued: Number(sums.issued),
      redeemed: Number(sums.redeemed),
      buyers: Number(sums.purchasers),
      revenueMinor: String(sums.r),
      discountMinor: String(sums.d),
      top1: tops[0] ?? 0,
      top2: tops[1] ?? 0,
    }
  })
}
