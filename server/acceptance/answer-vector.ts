/** Answers a reference case of the statistics by its family: input as it stands in the case, output under its names. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { benjaminiHochberg, bonferroni, holm } from '#experiments/adjust.ts'
import { capAt, capped } from '#experiments/cap.ts'
import { changeOf } from '#experiments/change.ts'
import { alwaysValid, rhoSquared } from '#experiments/confidence-sequence.ts'
import { cuped } from '#experiments/cuped.ts'
import { decide, type Facts } from '#experiments/decide.ts'
import * as distributions from '#experiments/distributions.ts'
import { type Batch, eventTest } from '#experiments/event-test.ts'
import { incrementalOrders, incrementalRoi } from '#experiments/incrementality.ts'
import { controlsForRates, recipientsForMeans } from '#experiments/power.ts'
import { chiSquare, sequentialSrm } from '#experiments/srm.ts'
import { type Difference, fixedTest, stratified, welch } from '#experiments/welch.ts'
import { type Cell, hideSmallCells } from '#reports/small-cells.ts'
import { type GrowthBook, growthBook, type PowerInput, powerAndMde } from './growthbook-cases.ts'

import { type EpochSums, estimates, moments, paired } from './vector-estimates.ts'

type Input = Record<string, never>
type Answer = Record<string, unknown>
export interface Vector {
  id: string
  family: string
  input: Input
  expected: Answer
  tol: { rel?: number; abs?: number; exact?: boolean }
}

/** The cases, below VOUCHSAFE_DATA or beside `../shared/data`; undefined when they are not here. */
export function readVectors(): Vector[] | undefined {
  const data = process.env.VOUCHSAFE_DATA ?? join(import.meta.dirname, '../../../shared/data')
  const file = join(data, '..', 'experiments-vectors.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).vectors : undefined
}

const families: Record<string, (input: never) => Answer> = {
  ...estimates,
  sequential_cs: (input: { estimate: number; se: number; N: number; tuningN: number; alpha: number }) => {
    const { estimate, se, N, tuningN, alpha } = input
    const { critical, logE, p, low, high } = alwaysValid({ difference: estimate, se }, N, tuningN, alpha)
    const rho = Math.sqrt(rhoSquared(tuningN, alpha))
    return { rho, multiplier: critical, halfWidth: (critical as number) * se, low, high, logE, pAlwaysValid: p }
  },
  sequential_conversion_events: ({ tau, alpha, batches }: { tau: number; alpha: number; batches: Batch[] }) => {
    const { logE, pPath, p, mle, low, high } = eventTest(batches, alpha, tau)
    return { logE, pAlwaysValidPath: pPath, pAlwaysValid: p, rateRatioMle: mle, rateRatioLow: low, rateRatioHigh: high }
  },
  srm_chi_square: (input: { counts: number[]; weights: number[]; threshold: number; minExpected: number }) => {
    const { threshold, minExpected: leastExpected } = input
    const { chi2, df, p, alarm, status } = chiSquare(input.counts, input.weights, { threshold, leastExpected })
    return { chi2, df, p, alarm, status }
  },
  srm_sequential: ({
    days,
    weights,
    concentration,
  }: {
    days: number[][]
    weights: number[]
    concentration: number
  }) => {
    const { pPath, logBayesFactor, alarm } = sequentialSrm(days, weights, { concentration })
    return { pPath, logBayesFactor, alarm }
  },
  sample_size_proportion: (input: {
    baseline: number
    relMde: number
    alpha: number
    power: number
    ratio: number
  }) => {
    const { baseline: p1, relMde, alpha: level, power, ratio } = input
    const exact = controlsForRates({ p1, p2: p1 * (1 + relMde), ratio }, { level, power })
    return {
      nPerArmExact: exact,
      nPerArm: Math.ceil(exact),
      nControlExact: exact,
      nControl: Math.ceil(exact),
      nTreatment: Math.ceil(exact * ratio),
    }
  },
  sample_size_mean: (input: { sd: number; delta: number; wC: number; wT: number; alpha: number; power: number }) => {
    const { alpha: level, power, ...rest } = input
    const exact = recipientsForMeans(rest, { level, power })
    const share = (w: number) => Math.ceil((exact * w) / (rest.wC + rest.wT))
    return { nTotalExact: exact, nTotal: Math.ceil(exact), nC: share(rest.wC), nT: share(rest.wT) }
  },
  power_and_mde: (input: PowerInput) => powerAndMde(input),
  holm_bh: ({ p }: { p: number[] }) => ({
    holm: holm(p),
    benjaminiHochberg: benjaminiHochberg(p),
    bonferroni: bonferroni(p),
  }),
  cuped: (input: { yC: number[]; xC: number[]; yT: number[]; xT: number[]; alpha: number }) => {
    const read = cuped(paired(input.yC, input.xC), paired(input.yT, input.xT))
    if (read === null) throw new Error('no estimate')
    const { p, low, high } = fixedTest(read, input.alpha)
    return {
      theta: read.theta,
      adjMeanC: read.adjustedMean.control,
      adjMeanT: read.adjustedMean.treatment,
      diff: read.difference,
      se: read.se,
      dof: read.dof,
      low,
      high,
      pTwoSided: p,
      lift: read.lift,
      seLift: read.seLift,
      seUnadjusted: read.seUnadjusted,
      varianceReduction: read.varianceReduction,
    }
  },
  incremental_roi: (input: { holdout: [number, number][]; offer: [number, number][]; alpha: number }) => {
    const [h, o] = [input.holdout, input.offer].map((rows) => {
      const pair = paired(
        rows.map(([m]) => m),
        rows.map(([, d]) => d),
      )
      const { n, y: margin, yy: marginSquares } = pair
      return { n, margin, marginSquares, discount: pair.x, discountSquares: pair.xx, timesDiscount: pair.xy }
    })
    if (h === undefined || o === undefined) throw new Error('no arms')
    const read = incrementalRoi([{ holdout: h, offer: o }], input.alpha)
    return {
      incrementalMarginPerRecipient: read?.marginPerRecipient,
      seMargin: read?.seMargin,
      discountPerRecipient: read?.discountPerRecipient,
      iroi: read?.roi,
      seIroi: read?.se,
      iroiLowDelta: read?.delta.low,
      iroiHighDelta: read?.delta.high,
      iroiFiellerStatus: read?.interval.status,
      iroiLowFieller: read?.interval.low,
      iroiHighFieller: read?.interval.high,
      incrementalMarginTotal: read?.marginTotal,
    }
  },
  incremental_conversions: (input: IncrementalInput) => {
    const { xH, nH, xT, nT, redeemed, discountTotal, alpha } = input
    const bought = { holdout: { n: nH, purchasers: xH }, offer: { n: nT, purchasers: xT } }
    const read = incrementalOrders({ ...bought, redeemed, discountMinor: discountTotal }, alpha)
    return {
      incrementalRate: read?.rate,
      se: read?.se,
      ...read?.rateInterval,
      incrementalOrders: read?.orders,
      incrementalOrdersLow: read?.ordersInterval.low,
      incrementalOrdersHigh: read?.ordersInterval.high,
      redemptionRate: read?.redemptionRate,
      incrementalShareOfRedemptions: read?.shareOfRedemptions,
      discountPerIncrementalOrder: read?.discountPerIncrementalOrderMinor,
    }
  },
  post_stratified_epochs: ({ epochs }: { epochs: { C: EpochSums; T: EpochSums }[] }) => {
    const strata = epochs.map(({ C, T }) => ({ control: moments(C), treatment: moments(T) }))
    const all = stratified(strata)
    const pooled = (side: 'C' | 'T') =>
      epochs.reduce((sum, epoch) => sum + epoch[side].sum, 0) / epochs.reduce((sum, epoch) => sum + epoch[side].n, 0)
    const parts = strata.map(({ control, treatment }) => welch(control, treatment))
    const change = changeOf(parts[0] as Difference, parts.at(-1) as Difference)
    return {
      diff: all.difference,
      se: all.se,
      naiveDiff: pooled('T') - pooled('C'),
      earlyLateZ: change?.z,
      earlyLateP: change?.p,
    }
  },
  winsor_cap: ({ values, quantile }: { values: number[]; quantile: number }) => {
    const cap = capAt(values, quantile)
    return { cap, winsorised: capped(values, cap) }
  },
  distribution_tail: ({ fn, ...arg }: Record<string, number> & { fn: string }) => ({ value: tail(fn, arg) }),
  growthbook_stated: (input: GrowthBook) => growthBook(input),
  decision: (input: Facts & { metricKind: string }) => ({
    verdict: decide({ ...input, metricKind: input.metricKind === 'money' ? 'money' : 'rate' }),
  }),
  suppression: (input: SuppressionInput) => {
    const cells: Cell[] = input.cells.map(({ key, n, buyers, ...money }) => ({ key, n, buyers, money }))
    return { suppressed: Object.fromEntries(hideSmallCells(cells, input)) }
  },
}

interface IncrementalInput {
  xH: number
  nH: number
  xT: number
  nT: number
  redeemed: number
  discountTotal: number
  alpha: number
}
interface SuppressionInput {
  k: number
  kCount: number
  pPercent: number
  totalShown: boolean
  cells: { key: string; n: number; buyers: number; revenue: number; top1: number; top2: number }[]
}

function tail(fn: string, arg: Record<string, number>): number {
  const { x = 0, p = 0, t = 0, df = 0, a = 0, b = 0 } = arg
  const asked: Record<string, () => number> = {
    normalCdf: () => distributions.normalCdf(x),
    normalSf: () => distributions.normalCdf(-x),
    normalQuantile: () => distributions.normalQuantile(p),
    studentTCdf: () => distributions.studentTCdf(t, df),
    studentTSf: () => distributions.studentTCdf(-t, df),
    studentTQuantile: () => distributions.studentTQuantile(p, df),
    chiSquareSf: () => distributions.chiSquareSf(x, df),
    betaCdf: () => distributions.betaCdf(x, a, b),
    betaSf: () => distributions.betaSf(x, a, b),
    betaQuantile: () => distributions.betaQuantile(p, a, b),
    logGamma: () => distributions.logGamma(x),
  }
  const answer = asked[fn]
  if (answer === undefined) throw new Error(`no function ${fn}`)
  return answer()
}

/** Throws on a family that nobody knows. */
export function answerVector(family: string, input: Input): Answer {
  const answer = families[family]
  if (answer === undefined) throw new Error(`no family ${family}`)
  return answer(input as never)
}
