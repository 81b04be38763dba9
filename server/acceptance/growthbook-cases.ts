/** The cases stated in the tests of GrowthBook's engine, told apart by what they are given. */
import { bayesNormal, bayesRates, posterior } from '#experiments/bayes.ts'
import { alwaysValid, multiplier, rhoSquared } from '#experiments/confidence-sequence.ts'
import { cuped } from '#experiments/cuped.ts'
import { deltaError } from '#experiments/fieller.ts'
import { type Moments, momentsOf, rateMoments } from '#experiments/moments.ts'
import { detectableLift, powerAt } from '#experiments/power.ts'
import { chiSquare } from '#experiments/srm.ts'
import { type Difference, fixedTest, welch } from '#experiments/welch.ts'

type Answer = Record<string, unknown>

/** Decimals as exact integers, scaled alike. */
const SCALE = 4
const scaled = (value: number | string, digits: number): bigint =>
  BigInt(Math.round(Number(value) * 10 ** Math.min(digits, 4))) * 10n ** BigInt(Math.max(0, digits - 4))
function decimalMoments(sum: number, squares: number, n: number): Moments {
  const moments = momentsOf(n, scaled(sum, SCALE), scaled(squares, 2 * SCALE)) as Moments
  return { n, mean: moments.mean / 10 ** SCALE, variance: (moments.variance as number) / 10 ** (2 * SCALE) }
}
export interface PowerInput {
  variance: number
  mean: number
  relEffect: number
  nPerArm: number
  alpha: number
  power: number
  tuningN: number | null
}
export function powerAndMde({ variance, mean, relEffect, nPerArm, alpha: level, power, tuningN }: PowerInput): Answer {
  const sized = { mean, variance, nC: nPerArm, nT: nPerArm }
  return {
    power: powerAt(sized, relEffect, { level, tuningN }),
    relMde: detectableLift(sized, { level, power, tuningN }),
  }
}
export type GrowthBook = Record<string, never> &
  PowerInput & {
    control: [number, number, number] & {
      post: [number, number, number]
      pre: [number, number, number]
      sumProducts: number
    }
    treatment: GrowthBook['control']
    difference?: string
    proportion?: boolean
    sequentialTuningN?: number
    prior?: { mean: number; variance: number } | string
    counts?: number[]
    weights?: number[]
    v?: number
    vOpt?: number
  }

export function growthBook(input: GrowthBook): Answer {
  if (input.counts !== undefined) return { p: chiSquare(input.counts, input.weights ?? []).p }
  if (input.v !== undefined && input.vOpt !== undefined) {
    // Their bound is on the sum; ours multiplies a standard error, which is the sum's over its root.
    return {
      bestRho: 1 / rhoSquared(input.vOpt, input.alpha),
      bound: multiplier(input.v, input.vOpt, input.alpha) * Math.sqrt(input.v),
    }
  }
  if (input.nPerArm !== undefined) return powerAndMde(input)
  if (Array.isArray(input.control) && input.control.length < 3) {
    const [c, t] = [input.control, input.treatment].map(([x, n]) => posterior(x, n))
    const read = bayesRates(c as { a: number; b: number }, t as { a: number; b: number })
    return { riskControl: read.lossChooseControl, riskTreatment: read.lossChooseTreatment }
  }
  if (input.control.post !== undefined) return growthBookCuped(input)
  const side = ([sum, squares, n]: [number, number, number]) =>
    input.proportion ? rateMoments(n, sum) : decimalMoments(sum, squares, n)
  return growthBookEffect(input, welch(side(input.control), side(input.treatment)))
}

const isBayesian = (input: GrowthBook): boolean => input.prior !== undefined || input.difference === undefined

function growthBookEffect(input: GrowthBook, d: Difference): Answer {
  const [c, t] = [d.control, d.treatment]
  if (c === null || t === null) throw new Error('no estimate')
  const isRelative = input.difference !== 'absolute'
  const expected = isRelative ? t.mean / c.mean - 1 : t.mean - c.mean
  const se = (isRelative ? deltaError(c, t) : d.se) as number
  if (isBayesian(input)) {
    const prior = typeof input.prior === 'object' ? input.prior : null
    const read = bayesNormal({ estimate: expected, se }, prior)
    return {
      expected: read.mean,
      se: read.sd,
      low: read.low,
      high: read.high,
      chanceToWin: read.probTreatmentBetter,
      riskControl: read.lossChooseControl,
      riskTreatment: read.lossChooseTreatment,
    }
  }
  const n = input.control[2] + input.treatment[2]
  return { expected, se, ...intervalOf({ difference: expected, se, dof: d.dof }, input.sequentialTuningN, n) }
}

const LEVEL = 0.05
function intervalOf(d: { difference: number; se: number; dof: number | null }, tuningN: number | undefined, n: number) {
  const { low, high, p } = tuningN === undefined ? fixedTest(d, LEVEL) : alwaysValid(d, n, tuningN, LEVEL)
  return { low, high, p }
}

function growthBookCuped(input: GrowthBook): Answer {
  const side = ({ post, pre, sumProducts }: GrowthBook['control']) => ({
    n: post[2],
    y: scaled(post[0], SCALE),
    yy: scaled(post[1], 2 * SCALE),
    x: scaled(pre[0], SCALE),
    xx: scaled(pre[1], 2 * SCALE),
    xy: scaled(sumProducts, 2 * SCALE),
  })
  const read = cuped(side(input.control), side(input.treatment))
  if (read === null || read.lift === null || read.seLift === null) throw new Error('no estimate')
  const n = input.control.post[2] + input.treatment.post[2]
  const bounds = intervalOf({ difference: read.lift, se: read.seLift, dof: read.dof }, input.sequentialTuningN, n)
  return { theta: read.theta, expected: read.lift, se: read.seLift, ...bounds }
}
