// Pure: one metric of a treatment against a control, with the interval of one look and the one of all looks.
import { alwaysValid } from './confidence-sequence.ts'
import type { Metric, Sums } from './evidence.ts'
import { relativeLift } from './fieller.ts'
import type { Moments } from './moments.ts'
import { exactCovariance, exactVariance } from './moments.ts'
import { isSparse, newcombe, pooledZ } from './rates.ts'
import { addSums, metricMoments, type Stretch } from './sums.ts'
import type { Estimate, Interval, Relative } from './verdicts.ts'
import { type Difference, fixedTest, stratified } from './welch.ts'

export interface Asked {
  metric: Metric
  /** Planned recipients of the pair. */
  tuningN: number
  /** Of the two intervals that everybody knows. */
  level: number
  /** The interval of the verdict. */
  shown: { kind: 'always' | 'fixed'; level: number }
  /** Whether earlier spend is taken out, where it is known for everybody. */
  adjusted?: boolean
}

export function estimate(stretches: Stretch[], asked: Asked): Estimate {
  const { metric, level, shown } = asked
  const used = usable(stretches)
  const theta = asked.adjusted ? slopeOf(used, metric) : 0
  const centre = theta === 0 ? 0 : centreOf(used)
  const of = (sums: Sums) => without(metricMoments(sums, metric), sums, metric, theta, centre)
  const strata = used.flatMap((stretch) => {
    const [control, treatment] = [of(stretch.control), of(stretch.treatment)]
    return control === null || treatment === null ? [] : [{ control, treatment }]
  })
  const d = stratified(strata)
  const n = {
    control: used.reduce((sum, { control }) => sum + control.n, 0),
    treatment: used.reduce((sum, { treatment }) => sum + treatment.n, 0),
  }
  const always = (at: number) => alwaysOf(d, n.control + n.treatment, asked.tuningN, at, level)
  return {
    metric,
    status: d.status,
    n,
    mean: { control: d.control?.mean ?? null, treatment: d.treatment?.mean ?? null },
    difference: d.difference,
    se: d.se,
    dof: d.dof,
    fixed: fixedOf(d, level),
    always: always(level),
    shown: { kind: shown.kind, ...boundsOf(shown.kind === 'fixed' ? fixedOf(d, shown.level) : always(shown.level)) },
    ...ratesOf(used, metric, level),
    epochs: { used: used.length, leftOut: stretches.length - used.length },
  }
}

/** A stretch with fewer than two recipients in an arm says nothing beside others; alone it is all there is. */
function usable(stretches: Stretch[]): Stretch[] {
  const able = stretches.filter(({ control, treatment }) => control.n > 1 && treatment.n > 1)
  if (able.length > 0) return able
  return stretches.filter(({ control, treatment }) => control.n > 0 && treatment.n > 0).slice(0, 1)
}

function fixedOf(d: Difference, level: number): Estimate['fixed'] {
  const { low, high, p, critical } = fixedTest(d, level)
  return { level, low, high, p, relative: relativeLift(d, critical) }
}

function alwaysOf(d: Difference, n: number, tuningN: number, level: number, tunedFor: number): Estimate['always'] {
  const { low, high, p, logE, critical } = alwaysValid(d, n, tuningN, level, tunedFor)
  return { level, low, high, p, logE, relative: relativeLift(d, critical) }
}

const boundsOf = ({ level, low, high, relative }: Interval & { level: number; relative: Relative }) => ({
  level,
  low,
  high,
  relative,
})

/** Newcombe's interval knows no strata. */
function ratesOf(used: Stretch[], metric: Metric, level: number): Pick<Estimate, 'newcombe' | 'pooled'> {
  const [only] = used
  if (metric !== 'conversion' || only === undefined || used.length > 1) return { newcombe: null, pooled: null }
  const share = ({ purchasers, n }: Sums) => ({ yes: purchasers, n })
  const [control, treatment] = [share(only.control), share(only.treatment)]
  const bounds = newcombe(control, treatment, level)
  return {
    newcombe: bounds && { ...bounds, level, sparse: isSparse(control) || isSparse(treatment) },
    pooled: pooledZ(control, treatment),
  }
}

/** The metric's sum and its products with the spend before. */
export function pairedWithBefore(sums: Sums, metric: Metric) {
  const { before, n } = sums
  if (before === null || metric === 'discount') return null
  const bought = BigInt(sums.purchasers)
  if (metric === 'conversion')
    return { n, y: bought, yy: bought, x: before.sum, xx: before.squares, xy: before.timesPurchased }
  const money = sums[metric]
  if (money === null) return null
  const xy = metric === 'revenue' ? before.timesRevenue : before.timesMargin
  return { n, y: money.sum, yy: money.squares, x: before.sum, xx: before.squares, xy }
}

/** One slope over all arms and stretches; 0 where the spend before is not known or is the same for all. */
function slopeOf(used: Stretch[], metric: Metric): number {
  if (used.length === 0) return 0
  const all = pairedWithBefore(addSums(used.flatMap(({ control, treatment }) => [control, treatment])), metric)
  if (all === null) return 0
  const variance = exactVariance(all.n, all.x, all.xx)
  const covariance = exactCovariance(all.n, all.x, all.y, all.xy)
  return variance === null || covariance === null || variance === 0 ? 0 : covariance / variance
}

function centreOf(used: Stretch[]): number {
  const { n, before } = addSums(used.flatMap(({ control, treatment }) => [control, treatment]))
  return before === null || n === 0 ? 0 : Number(before.sum) / n
}

/** Around the spend of all arms together, so that a mean stays what a recipient is worth. */
function without(moments: Moments | null, sums: Sums, metric: Metric, theta: number, centre: number): Moments | null {
  const paired = theta === 0 ? null : pairedWithBefore(sums, metric)
  if (moments === null || paired === null) return moments
  const vX = exactVariance(paired.n, paired.x, paired.xx)
  const cov = exactCovariance(paired.n, paired.x, paired.y, paired.xy)
  if (moments.variance === null || vX === null || cov === null) return moments
  return {
    n: moments.n,
    mean: moments.mean - theta * (Number(paired.x) / paired.n - centre),
    variance: Math.max(0, moments.variance + theta * theta * vX - 2 * theta * cov),
  }
}
