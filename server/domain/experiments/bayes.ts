// Pure: Bayesian read-outs by quadrature, the same at every look. They describe and never call a winner.
import {
  type Beta,
  type BetaTable,
  endsOf,
  logDensity,
  logistic,
  logit,
  meanOf,
  spreadOf,
  tableOf,
} from './beta-table.ts'
import { normalCdf, normalPdf, normalQuantile } from './distributions.ts'
import { legendre } from './legendre.ts'
import { remember } from './remember.ts'
import type { BayesMoney, BayesRates } from './verdicts.ts'

export type { Beta } from './beta-table.ts'
export const posterior = (yes: number, n: number, prior: Beta = { a: 1, b: 1 }): Beta => ({
  a: prior.a + yes,
  b: prior.b + n - yes,
})

/** Points of a share with weights that sum to 1. */
interface Nodes {
  x: number[]
  w: number[]
}

/**
 * A posterior on the scale of the log odds, where it is one smooth bump whatever the counts: equal steps over all of it are exact to
 * more digits than a number has. `scale`: how finely the other factor of the integral must be followed. `cut`: a share at
 * which it has a kink; then panels that end there are needed instead.
 */
function nodesOf(beta: Beta, { scale = 1, cut = null }: { scale?: number; cut?: number | null } = {}): Nodes {
  const spread = spreadOf(beta)
  const [from, to] = endsOf(beta)
  const nodes: Nodes = { x: [], w: [] }
  let total = 0
  const see = (at: number, weight: number) => {
    const w = Math.exp(logDensity(beta, at)) * weight
    if (!(w > 0)) return
    nodes.x.push(logistic(at))
    nodes.w.push(w)
    total += w
  }
  const fine = Math.min(spread, Math.max(scale, spread / FINEST))
  const kink = cut === null ? Number.NaN : logit(cut)
  if (kink > from && kink < to) {
    const width = Math.min(PANEL * fine, 2)
    legendre(from, kink, Math.ceil((kink - from) / width), see)
    legendre(kink, to, Math.ceil((to - kink) / width), see)
  } else {
    const steps = Math.ceil((to - from) / (STEP * Math.min(fine, BENT)))
    for (let i = 0; i < steps; i++) see(from + ((i + 0.5) / steps) * (to - from), 1)
  }
  return { x: nodes.x, w: nodes.w.map((w) => w / total) }
}
const PANEL = 2.5
const STEP = 0.5
/** With very few on one side the bump falls off within this, however wide it is. */
const BENT = 0.5
/** An arm with a thousand times the recipients is followed no finer than this. */
const FINEST = 30
function average({ x, w }: Nodes, of: (x: number) => number): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += (w[i] as number) * of(x[i] as number)
  return sum
}
const reaches = ({ x }: Nodes, share: number): boolean => share > (x[0] as number) && share < (x.at(-1) as number)

/** Integrals run over the narrower posterior, because the wider one is smooth at that scale. */
const isNarrower = (one: Beta, other: Beta): boolean => spreadOf(one) <= spreadOf(other)

const keyOf = (...betas: Beta[]): string => betas.map(({ a, b }) => `${a} ${b}`).join(' ')
const MOST_KEPT = 500

/** Two rates; lift is treatment / control - 1. */
export const bayesRates = remember(MOST_KEPT, keyOf, compareRates)

function compareRates(control: Beta, treatment: Beta): BayesRates & { relativeLoss: number } {
  const gap = meanOf(treatment) - meanOf(control)
  const overT = isNarrower(treatment, control)
  const nodes = nodesOf(overT ? treatment : control)
  const other = tableOf(overT ? control : treatment)
  const probTreatmentBetter = average(nodes, overT ? other.cdf : other.sf)
  // Either is an integral of nothing but positive terms; the other follows by the identity of the two losses.
  const integral = average(nodes, other.excess)
  const lossChooseTreatment = Math.max(0, overT ? integral : integral - gap)
  const lossChooseControl = Math.max(0, overT ? integral + gap : integral)
  const [low, median, high] = liftQuantiles(control, treatment, nodes, other)
  return {
    probTreatmentBetter,
    lossChooseTreatment,
    lossChooseControl,
    relativeLoss: lossChooseTreatment / meanOf(control),
    lift: { low: low as number, median: median as number, high: high as number },
  }
}

/** The 2.5 %, 50 % and 97.5 % points of treatment / control - 1. */
function liftQuantiles(control: Beta, treatment: Beta, nodes: Nodes, other: BetaTable): number[] {
  const below = chanceBelow(control, treatment, nodes, other)
  const centre = Math.log(meanOf(treatment) / meanOf(control))
  const spread = Math.sqrt(
    1 / treatment.a - 1 / (treatment.a + treatment.b) + 1 / control.a - 1 / (control.a + control.b),
  )
  return [0.025, 0.5, 0.975].map((p) => {
    const s = findZero((log) => below(Math.exp(log)) - p, centre + spread * normalQuantile(p), spread)
    return Math.expm1(s)
  })
}

/** The chance that treatment / control is below r. Above 1/r the control leaves no room: the integrand has a kink there. */
function chanceBelow(control: Beta, treatment: Beta, plain: Nodes, other: BetaTable): (r: number) => number {
  const overT = other.beta === control
  return (r) => {
    const cut = overT ? r : 1 / r
    const nodes = reaches(plain, cut) ? nodesOf(overT ? treatment : control, { cut }) : plain
    return average(nodes, overT ? (x) => other.sf(x / r) : (x) => other.cdf(x * r))
  }
}

/** A chance this near to the wanted one moves a bound of the lift in its 13th digit. */
const EXACT = 1e-13

/** Of a rising function: a bracket round the guess, then the secant kept inside it. */
function findZero(of: (x: number) => number, guess: number, width: number): number {
  let low = guess
  let high = guess
  let atLow = of(low)
  let atHigh = atLow
  for (let step = width / 4; atLow > 0; step *= 2) {
    high = low
    atHigh = atLow
    low -= step
    atLow = of(low)
  }
  for (let step = width / 4; atHigh < 0; step *= 2) {
    low = high
    atLow = atHigh
    high += step
    atHigh = of(high)
  }
  for (let i = 0; i < 100 && high - low > 1e-14 * Math.max(1, Math.abs(low)); i++) {
    // Illinois: the end that stays has its value halved, so that both ends close in.
    const x = atHigh === atLow ? (low + high) / 2 : high - (atHigh * (high - low)) / (atHigh - atLow)
    const value = of(x)
    if (Math.abs(value) < EXACT) return x
    if (value > 0) {
      high = x
      atHigh = value
      atLow /= 2
    } else {
      low = x
      atLow = value
      atHigh /= 2
    }
  }
  return (low + high) / 2
}

/** Per arm: the chance to be the best and what choosing it loses on average against the best. */
export const bestOf = remember(MOST_KEPT, (arms: Beta[]) => keyOf(...arms), findBest)

function findBest(arms: Beta[]): { probBest: number; expectedLoss: number }[] {
  // A product of many distributions is steeper than each of them.
  const scale = Math.min(...arms.map(spreadOf)) * Math.sqrt(2 / arms.length)
  let most = 0
  const tables = arms.map(tableOf)
  const probBest = arms.map((arm, k) => {
    const others = tables.filter((_, j) => j !== k)
    let best = 0
    const { x, w } = nodesOf(arm, { scale })
    x.forEach((share, i) => {
      const chance = others.reduce((product, { cdf }) => product * cdf(share), w[i] as number)
      best += chance
      most += chance * share
    })
    return best
  })
  return arms.map((arm, k) => ({ probBest: probBest[k] as number, expectedLoss: Math.max(0, most - meanOf(arm)) }))
}

/** A normal posterior of an effect from its estimate and standard error; without a prior it is the estimate itself. */
export function bayesNormal(
  { estimate, se }: { estimate: number; se: number },
  prior: { mean: number; variance: number } | null = null,
): BayesMoney {
  const precision = 1 / (se * se) + (prior === null ? 0 : 1 / prior.variance)
  const mean = (estimate / (se * se) + (prior === null ? 0 : prior.mean / prior.variance)) / precision
  const sd = Math.sqrt(1 / precision)
  const z = mean / sd
  const lossChooseTreatment = sd * normalPdf(z) - mean * normalCdf(-z)
  const half = normalQuantile(0.975) * sd
  return {
    mean,
    sd,
    probTreatmentBetter: normalCdf(z),
    low: mean - half,
    high: mean + half,
    lossChooseTreatment,
    lossChooseControl: lossChooseTreatment + mean,
  }
}
