import { bayesNormal, bayesRates, bestOf, posterior } from '#experiments/bayes.ts'
import * as distributions from '#experiments/distributions.ts'
import { deltaError, fieller, relativeLift } from '#experiments/fieller.ts'
import { exactVariance, type Moments, momentsOf, rateMoments } from '#experiments/moments.ts'
import { clopperPearson, newcombe, pooledZ, wilson } from '#experiments/rates.ts'
import { type Difference, fixedTest, welch } from '#experiments/welch.ts'

type Answer = Record<string, unknown>

export interface TwoShares {
  xC: number
  nC: number
  xT: number
  nT: number
  alpha: number
}
const control = ({ xC, nC }: TwoShares) => ({ yes: xC, n: nC })
const treatment = ({ xT, nT }: TwoShares) => ({ yes: xT, n: nT })

export const sumsOf = (values: number[]) => ({
  n: values.length,
  sum: BigInt(values.reduce((sum, y) => sum + y, 0)),
  sumSq: values.reduce((sum, y) => sum + BigInt(y) ** 2n, 0n),
})

function relative(d: Difference, critical: number, dof: number): Answer {
  const [c, t] = [d.control, d.treatment]
  if (c === null || t === null) throw new Error('no estimate')
  if (c.mean <= 0)
    return { lift: null, fiellerStatus: 'control_mean_not_positive', lowFieller: null, highFieller: null }
  const { lift, low, high } = relativeLift(d, critical)
  if (lift === null) throw new Error('no lift')
  const seDelta = deltaError(c, t) as number
  const bounds = fieller({ a: t.mean, b: c.mean, vA: t.error, vB: c.error, cov: 0 }, critical)
  return {
    lift,
    seDelta,
    lowDelta: lift - critical * seDelta,
    highDelta: lift + critical * seDelta,
    pDelta: distributions.studentTP(lift / seDelta, dof),
    g: bounds.g,
    fiellerStatus: bounds.status,
    lowFieller: low,
    highFieller: high,
  }
}

function means(c: Moments | null, t: Moments | null, alpha: number): Answer {
  const d = welch(c, t)
  const { t: statistic, p, critical, low, high } = fixedTest(d, alpha)
  return {
    meanC: c?.mean,
    meanT: t?.mean,
    varC: c?.variance,
    varT: t?.variance,
    diff: d.difference,
    se: d.se,
    dof: d.dof,
    t: statistic,
    pTwoSided: p,
    critical,
    low,
    high,
    relative: relative(d, critical as number, d.dof as number),
  }
}

export interface EpochSums {
  n: number
  sum: number
  sumSq: number
}
export const moments = ({ n, sum, sumSq }: EpochSums): Moments => momentsOf(n, BigInt(sum), BigInt(sumSq)) as Moments

export const paired = (ys: number[], xs: number[]) => ({
  n: ys.length,
  y: sumsOf(ys).sum,
  yy: sumsOf(ys).sumSq,
  x: sumsOf(xs).sum,
  xx: sumsOf(xs).sumSq,
  xy: ys.reduce((sum, y, i) => sum + BigInt(y) * BigInt(xs[i] as number), 0n),
})

export const estimates: Record<string, (input: never) => Answer> = {
  two_proportion_z_pooled: (input: TwoShares) => {
    const { z, p } = pooledZ(control(input), treatment(input))
    const [pC, pT] = [input.xC / input.nC, input.xT / input.nT]
    return { pC, pT, diff: pT - pC, z, pTwoSided: p, status: z === null ? 'no_variance' : 'ok' }
  },
  proportion_interval: ({ x, n, alpha }: { x: number; n: number; alpha: number }) => {
    const [w, c] = [wilson({ yes: x, n }, alpha), clopperPearson({ yes: x, n }, alpha)]
    return { wilsonLow: w?.low, wilsonHigh: w?.high, clopperPearsonLow: c?.low, clopperPearsonHigh: c?.high }
  },
  newcombe_diff_interval: (input: TwoShares) => ({
    diff: input.xT / input.nT - input.xC / input.nC,
    ...newcombe(control(input), treatment(input), input.alpha),
  }),
  welch_revenue_raw: ({ control, treatment, alpha }: { control: number[]; treatment: number[]; alpha: number }) => {
    const [c, t] = [sumsOf(control), sumsOf(treatment)]
    return means(momentsOf(c.n, c.sum, c.sumSq), momentsOf(t.n, t.sum, t.sumSq), alpha)
  },
  welch_revenue_summary: (input: { control: EpochSums; treatment: EpochSums; alpha: number }) =>
    means(moments(input.control), moments(input.treatment), input.alpha),
  conversion_lift: (input: TwoShares) => {
    const { relative, ...rest } = means(rateMoments(input.nC, input.xC), rateMoments(input.nT, input.xT), input.alpha)
    return { ...rest, ...(relative as Answer) }
  },
  variance_from_sums: ({ n, sum, sumSq }: { n: number; sum: string; sumSq: string }) => ({
    mean: Number(BigInt(sum)) / n,
    variance: exactVariance(n, BigInt(sum), BigInt(sumSq)),
  }),
  bayes_beta_binomial: (input: TwoShares & { priorA: number; priorB: number }) => {
    const prior = { a: input.priorA, b: input.priorB }
    const [c, t] = [posterior(input.xC, input.nC, prior), posterior(input.xT, input.nT, prior)]
    const read = bayesRates(c, t)
    return {
      posteriorMeanC: c.a / (c.a + c.b),
      posteriorMeanT: t.a / (t.a + t.b),
      probTBeatsC: read.probTreatmentBetter,
      expectedLossChooseT: read.lossChooseTreatment,
      expectedLossChooseC: read.lossChooseControl,
      relLossChooseT: read.relativeLoss,
      liftLow95: read.lift.low,
      liftMedian: read.lift.median,
      liftHigh95: read.lift.high,
    }
  },
  bayes_best_of_k: ({ arms, priorA, priorB }: { arms: [number, number][]; priorA: number; priorB: number }) => {
    const best = bestOf(arms.map(([x, n]) => posterior(x, n, { a: priorA, b: priorB })))
    return { probBest: best.map((b) => b.probBest), expectedLossVsBest: best.map((b) => b.expectedLoss) }
  },
  bayes_normal_effect: ({
    prior,
    ...effect
  }: {
    estimate: number
    se: number
    prior?: { mean: number; variance: number }
  }) => {
    const read = bayesNormal(effect, prior ?? null)
    return {
      mean: read.mean,
      sd: read.sd,
      chanceToWin: read.probTreatmentBetter,
      low95: read.low,
      high95: read.high,
      riskChooseTreatment: read.lossChooseTreatment,
      riskChooseControl: read.lossChooseControl,
    }
  },
}
