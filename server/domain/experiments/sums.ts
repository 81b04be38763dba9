// Pure: exact sums of several cells added up, and what the statistics read from them.
import { type ArmCell, type Evidence, type Metric, NOTHING, type Sum, type Sums } from './evidence.ts'
import { type Moments, momentsOf, rateMoments } from './moments.ts'

const plus = (a: Sum, b: Sum): Sum => ({ sum: a.sum + b.sum, squares: a.squares + b.squares })

/** Margin and earlier spend are known only where every part knows them. */
export function addSums(parts: Sums[]): Sums {
  const margins = parts.flatMap(({ margin }) => (margin === null ? [] : [margin]))
  const befores = parts.flatMap(({ before }) => (before === null ? [] : [before]))
  const count = (of: (part: Sums) => number) => parts.reduce((sum, part) => sum + of(part), 0)
  return {
    n: count(({ n }) => n),
    purchasers: count(({ purchasers }) => purchasers),
    refunded: count(({ refunded }) => refunded),
    revenue: parts.reduce((sum, { revenue }) => plus(sum, revenue), NOTHING),
    discount: parts.reduce((sum, { discount }) => plus(sum, discount), NOTHING),
    margin: margins.length < parts.length ? null : margins.reduce(addMargins, noMargin),
    before: befores.length < parts.length ? null : befores.reduce(addBefores, noBefore),
  }
}

type Margin = NonNullable<Sums['margin']>
type Before = NonNullable<Sums['before']>
const noMargin: Margin = { ...NOTHING, timesDiscount: 0n, timesRevenue: 0n }
const noBefore: Before = { ...NOTHING, timesPurchased: 0n, timesRevenue: 0n, timesMargin: 0n }
const addMargins = (a: Margin, b: Margin): Margin => ({
  ...plus(a, b),
  timesDiscount: a.timesDiscount + b.timesDiscount,
  timesRevenue: a.timesRevenue + b.timesRevenue,
})
const addBefores = (a: Before, b: Before): Before => ({
  ...plus(a, b),
  timesPurchased: a.timesPurchased + b.timesPurchased,
  timesRevenue: a.timesRevenue + b.timesRevenue,
  timesMargin: a.timesMargin + b.timesMargin,
})

/** Null without recipients, and for margin where nobody said it. */
export function metricMoments(sums: Sums, metric: Metric): Moments | null {
  if (metric === 'conversion') return rateMoments(sums.n, sums.purchasers)
  const money = sums[metric]
  return money === null ? null : momentsOf(sums.n, money.sum, money.squares)
}

/** A treatment and a control in one stretch of constant weights. */
export interface Stretch {
  control: Sums
  treatment: Sums
}

/** Per epoch, only where both arms have anybody. */
export function stretchesOf<C extends { arm: string; epoch: number }>(
  cells: C[],
  pair: { control: string; treatment: string },
  of: (cell: C) => Sums,
): Stretch[] {
  const epochs = [...new Set(cells.map(({ epoch }) => epoch))].sort((a, b) => a - b)
  const inArm = (epoch: number, arm: string) => cells.filter((cell) => cell.epoch === epoch && cell.arm === arm).map(of)
  return epochs.flatMap((epoch) => {
    const [control, treatment] = [inArm(epoch, pair.control), inArm(epoch, pair.treatment)]
    if (control.length === 0 && treatment.length === 0) return []
    return [{ control: addSums(control), treatment: addSums(treatment) }]
  })
}

/** Cells of an arm over all epochs as one. */
export function armTotal(evidence: Evidence, arm: string): Omit<ArmCell, 'arm' | 'epoch' | 'capped'> {
  const cells = evidence.cells.filter((cell) => cell.arm === arm)
  const count = (of: (cell: ArmCell) => number) => cells.reduce((sum, cell) => sum + of(cell), 0)
  return {
    assigned: count(({ assigned }) => assigned),
    issued: count(({ issued }) => issued),
    delivered: cells.some(({ delivered }) => delivered === null) ? null : count(({ delivered }) => delivered ?? 0),
    redeemed: count(({ redeemed }) => redeemed),
    redeemedByOthers: count(({ redeemedByOthers }) => redeemedByOthers),
    orders: count(({ orders }) => orders),
    ordersWithReference: count(({ ordersWithReference }) => ordersWithReference),
    all: addSums(cells.map(({ all }) => all)),
    mature: addSums(cells.map(({ mature }) => mature)),
  }
}
