// Pure: everything that is shown of one comparison, but for its verdict, which needs the whole family.
import { bayesNormal, bayesRates, posterior } from './bayes.ts'
import { changeOf } from './change.ts'
import { cuped } from './cuped.ts'
import { estimate, pairedWithBefore } from './estimate.ts'
import { type Batch, eventTest } from './event-test.ts'
import type { Evidence, Metric } from './evidence.ts'
import { checkGuardrail } from './guardrails.ts'
import { marginShare } from './margin-share.ts'
import { type Plan, tuningN } from './plan.ts'
import { readIncrementality } from './read-incrementality.ts'
import { carefulP, thirdMomentOf } from './skew.ts'
import { addSums, armTotal, metricMoments, type Stretch, stretchesOf } from './sums.ts'
import type { CupedReadout, Estimate, EventReadout, PairReadout } from './verdicts.ts'
import { type Difference, fixedTest, stratified } from './welch.ts'

export interface Pair {
  control: string
  treatment: string
  family: 'pays' | 'which'
  /** Comparisons of the family. */
  of: number
}
/** How the verdict is come to today. */
export interface Mode {
  kind: 'always' | 'fixed'
  level: number
}
export type PairFigures = Omit<PairReadout, 'verdict' | 'sentence' | 'p' | 'warnings' | 'told'> & {
  pAlways: number | null
  pFixed: number | null
}

const HIGH_CONVERSION = 0.2

export function readPair(plan: Plan, evidence: Evidence, pair: Pair, mode: Mode): PairFigures {
  const { control, treatment, family } = pair
  const isCapped = plan.capQuantile !== null
  const mature = stretchesOf(evidence.cells, pair, (cell) => cell.mature)
  const decided = isCapped ? stretchesOf(evidence.cells, pair, (cell) => cell.capped ?? cell.mature) : mature
  const asked = {
    tuningN: tuningN(plan, control, treatment),
    level: plan.levels.sequential,
    shown: { kind: mode.kind, level: mode.level / pair.of },
  }
  const primary = estimate(decided, { ...asked, metric: plan.primary, adjusted: plan.cuped })
  const exact = plan.primary === 'conversion' ? readEvents(plan, evidence, pair) : null
  const all = stretchesOf(evidence.cells, pair, (cell) => cell.all)
  const others = (['conversion', 'revenue', 'margin', 'discount'] as Metric[]).filter(
    (metric) => metric !== plan.primary,
  )
  return {
    key: `${treatment}:${control}`,
    treatment,
    control,
    family,
    primary,
    pAlways: exact === null ? primary.always.p : exact.p,
    pFixed: carefulOf(decided, primary),
    live: estimate(all, { ...asked, metric: plan.primary, adjusted: plan.cuped }),
    secondary: others.map((metric) => ({ ...estimate(mature, { ...asked, metric }), pAdjusted: null })),
    raw: plan.cuped || isCapped ? estimate(mature, { ...asked, metric: plan.primary }) : null,
    exact,
    cuped: readCuped(mature, plan.primary, plan.levels.sequential),
    bayes: readBayes(mature, plan.primary),
    marginShare: marginShare(mature, plan.levels.sequential),
    incrementality: family === 'pays' ? incrementality(evidence, pair, mature) : null,
    guardrails: plan.guardrails.map((guardrail) => checkGuardrail(mature, guardrail)),
    novelty: readNovelty(plan, evidence, pair),
    pullForward: readPullForward(plan, evidence, pair, asked),
  }
}

/** Money leans where arms differ in size. */
function carefulOf(stretches: Stretch[], primary: Estimate): number | null {
  if (primary.metric === 'conversion') return primary.fixed.p
  const { difference, se, dof, n } = primary
  const leaning = { difference, se, dof, nC: n.control, nT: n.treatment }
  return carefulP(leaning, primary.fixed.p, thirdMomentOf(stretches, primary.metric))
}

function incrementality(evidence: Evidence, { treatment }: Pair, mature: Stretch[]) {
  const { redeemed } = armTotal(evidence, treatment)
  return readIncrementality(mature, { redeemed, measured: evidence.holdoutMeasured })
}

/** Null without batches. Each epoch is a stratum: its batches compare its own recipients. */
function readEvents(plan: Plan, evidence: Evidence, { control, treatment }: Pair): EventReadout | null {
  if (evidence.batches.length === 0) return null
  const batches = batchesOf(evidence, control, treatment)
  const { logE, p, mle, low, high } = eventTest(batches, plan.levels.sequential, plan.tau)
  const rates = [control, treatment].map((arm) => armTotal(evidence, arm).all)
  const isHigh = rates.some(({ n, purchasers }) => n > 0 && purchasers / n > HIGH_CONVERSION)
  return {
    batches: batches.length,
    logE: logE.at(-1) ?? 0,
    p,
    rateRatio: { estimate: mle, low, high, label: isHigh ? 'hazard_ratio' : 'rate_ratio' },
  }
}

/** Arms stand at the same place of nearly all batches. */
function batchesOf({ batches }: Evidence, control: string, treatment: string): Batch[] {
  const nobody = { atRisk: 0, purchasers: 0 }
  const first = batches[0]?.arms ?? []
  const [atC, atT] = [control, treatment].map((key) => first.findIndex(({ arm }) => arm === key)) as [number, number]
  return batches.map(({ arms }) => {
    const c = arms[atC]?.arm === control ? arms[atC] : (arms.find(({ arm }) => arm === control) ?? nobody)
    const t = arms[atT]?.arm === treatment ? arms[atT] : (arms.find(({ arm }) => arm === treatment) ?? nobody)
    return { xC: c.purchasers, xT: t.purchasers, atRiskC: c.atRisk, atRiskT: t.atRisk }
  })
}

const onlyOne = (stretches: Stretch[]): Stretch | null => {
  const used = stretches.filter(({ control, treatment }) => control.n > 0 && treatment.n > 0)
  return used.length === 1 ? (used[0] ?? null) : null
}

/** Where weights changed there is no one pair of posteriors. */
function readBayes(mature: Stretch[], primary: Plan['primary']): PairReadout['bayes'] {
  const only = onlyOne(mature)
  if (only === null) return { rates: null, money: null }
  const { control, treatment } = only
  if (primary === 'conversion') {
    const { relativeLoss: _, ...rates } = bayesRates(
      posterior(control.purchasers, control.n),
      posterior(treatment.purchasers, treatment.n),
    )
    return { rates, money: null }
  }
  const { difference, se } = differenceOf(mature, primary)
  return { rates: null, money: difference === null || se === null ? null : bayesNormal({ estimate: difference, se }) }
}

function differenceOf(stretches: Stretch[], metric: Metric): Difference {
  return stratified(
    stretches.flatMap((stretch) => {
      const control = metricMoments(stretch.control, metric)
      const treatment = metricMoments(stretch.treatment, metric)
      return control === null || treatment === null ? [] : [{ control, treatment }]
    }),
  )
}

/** The textbook read-out, in one stretch of constant weights, where the spend before was sent for everybody. */
function readCuped(mature: Stretch[], metric: Metric, level: number): CupedReadout | null {
  const only = onlyOne(mature)
  if (only === null) return null
  const [control, treatment] = [pairedWithBefore(only.control, metric), pairedWithBefore(only.treatment, metric)]
  const read = control === null || treatment === null ? null : cuped(control, treatment)
  if (read === null) return null
  const { low, high, p } = fixedTest(read, level)
  const { theta, difference, se, dof, lift, seLift, varianceReduction } = read
  return { theta, difference, se, dof, fixed: { low, high, p }, lift, seLift, varianceReduction }
}

/** The mature recipients in two halves by their day of assignment. */
function readNovelty(plan: Plan, evidence: Evidence, pair: Pair): PairReadout['novelty'] {
  const cells = (evidence.dayCells ?? []).filter(({ arm }) => arm === pair.control || arm === pair.treatment)
  const perDay = new Map<string, number>()
  for (const { day, mature } of cells) perDay.set(day, (perDay.get(day) ?? 0) + mature.n)
  const total = addSums(cells.map(({ mature }) => mature)).n
  let seen = 0
  const early = new Set<string>()
  for (const day of [...perDay.keys()].sort()) {
    if (seen * 2 >= total) break
    early.add(day)
    seen += perDay.get(day) ?? 0
  }
  const half = (isEarly: boolean) =>
    differenceOf(
      stretchesOf(
        cells.filter(({ day }) => early.has(day) === isEarly),
        pair,
        ({ mature }) => mature,
      ),
      plan.primary,
    )
  return changeOf(half(true), half(false))
}

type Asking = Omit<Parameters<typeof estimate>[1], 'metric'>
function readPullForward(plan: Plan, evidence: Evidence, pair: Pair, asked: Asking): PairReadout['pullForward'] {
  const cells = evidence.windowCells ?? []
  if (cells.length === 0) return null
  const of = (part: 'inside' | 'tail') =>
    estimate(
      stretchesOf(cells, pair, (cell) => cell[part]),
      { ...asked, metric: plan.primary },
    )
  const tail = of('tail')
  return { inside: of('inside'), tail, pulledForward: tail.shown.high !== null && tail.shown.high < 0 }
}
