// Pure: whether recipients came into the arms as the weights say; a break there makes every figure after it worthless.
import { chiSquareSf, logGamma } from './distributions.ts'
import { SRM_ALARM, SRM_CONCENTRATION } from './plan.ts'

const LEAST_EXPECTED = 5

export interface ChiSquare {
  chi2: number
  df: number
  p: number
  alarm: boolean
  status: 'ok' | 'too_few' | 'no_data'
  /** An arm of weight 0 with recipients: the configuration is not what ran. */
  unplanned: boolean
}

/** Weights need not sum to 1; arms of weight 0 are left out. */
export function chiSquare(
  counts: number[],
  weights: number[],
  { threshold = SRM_ALARM, leastExpected = LEAST_EXPECTED } = {},
): ChiSquare {
  const arms = counts.map((count, i) => ({ count, weight: weights[i] ?? 0 })).filter(({ weight }) => weight > 0)
  const unplanned = counts.some((count, i) => count > 0 && !((weights[i] ?? 0) > 0))
  const total = arms.reduce((sum, { count }) => sum + count, 0)
  const scale = arms.reduce((sum, { weight }) => sum + weight, 0)
  const df = Math.max(0, arms.length - 1)
  if (total === 0 || df === 0) return { chi2: 0, df, p: 1, alarm: false, status: 'no_data', unplanned }
  let chi2 = 0
  let least = Number.POSITIVE_INFINITY
  for (const { count, weight } of arms) {
    const expected = (total * weight) / scale
    chi2 += (count - expected) ** 2 / expected
    least = Math.min(least, expected)
  }
  const p = chiSquareSf(chi2, df)
  const status = least < leastExpected ? 'too_few' : 'ok'
  return { chi2, df, p, alarm: status === 'ok' && p < threshold, status, unplanned }
}

/** Several stretches of different weights: their statistics and degrees of freedom add up. */
export function combineChiSquares(parts: ChiSquare[], threshold = SRM_ALARM): ChiSquare {
  const used = parts.filter(({ status }) => status === 'ok')
  const unplanned = parts.some((part) => part.unplanned)
  const first = used.length > 0 ? null : (parts.find(({ status }) => status === 'too_few') ?? parts[0])
  if (first !== null)
    return first ? { ...first, unplanned } : { chi2: 0, df: 0, p: 1, alarm: false, status: 'no_data', unplanned }
  const chi2 = used.reduce((sum, part) => sum + part.chi2, 0)
  const df = used.reduce((sum, part) => sum + part.df, 0)
  const p = chiSquareSf(chi2, df)
  return { chi2, df, p, alarm: p < threshold, status: 'ok', unplanned }
}

/** Whether a yes (such as "the order carries a reference") is equally frequent in all groups. */
export function homogeneity(groups: { yes: number; n: number }[], threshold = SRM_ALARM): ChiSquare {
  const used = groups.filter(({ n }) => n > 0)
  const yes = used.reduce((sum, group) => sum + group.yes, 0)
  const total = used.reduce((sum, group) => sum + group.n, 0)
  const df = Math.max(0, used.length - 1)
  const share = total === 0 ? 0 : yes / total
  if (df === 0 || share === 0 || share === 1)
    return { chi2: 0, df, p: 1, alarm: false, status: 'no_data', unplanned: false }
  let chi2 = 0
  let least = Number.POSITIVE_INFINITY
  for (const group of used) {
    chi2 += (group.yes - group.n * share) ** 2 / (group.n * share * (1 - share))
    least = Math.min(least, group.n * share, group.n * (1 - share))
  }
  const p = chiSquareSf(chi2, df)
  const status = least < LEAST_EXPECTED ? 'too_few' : 'ok'
  return { chi2, df, p, alarm: status === 'ok' && p < threshold, status, unplanned: false }
}

/**
 * The same question asked every day without being misled by the asking: a Bayes factor of a Dirichlet around the weights
 * against the weights themselves. `days` hold counts per arm, oldest first; `logBayesFactor` is the last one.
 */
export function sequentialSrm(
  days: number[][],
  weights: number[],
  { concentration = SRM_CONCENTRATION, threshold = SRM_ALARM, from = { p: 1, logBayesFactor: 0 } } = {},
): { pPath: number[]; p: number; logBayesFactor: number; alarm: boolean } {
  const used = weights.flatMap((weight, i) => (weight > 0 ? [i] : []))
  const scale = used.reduce((sum, i) => sum + (weights[i] ?? 0), 0)
  const shares = used.map((i) => (weights[i] ?? 0) / scale)
  const alpha = shares.map((share) => share * concentration)
  let { p, logBayesFactor } = from
  const pPath: number[] = []
  for (const day of days) {
    const counts = used.map((i) => day[i] ?? 0)
    const n = counts.reduce((sum, count) => sum + count, 0)
    const a = alpha.reduce((sum, value) => sum + value, 0)
    logBayesFactor += logGamma(a) - logGamma(a + n)
    counts.forEach((count, i) => {
      const before = alpha[i] ?? 0
      logBayesFactor += logGamma(before + count) - logGamma(before) - count * Math.log(shares[i] ?? 1)
      alpha[i] = before + count
    })
    p = Math.min(p, Math.exp(-logBayesFactor))
    pPath.push(p)
  }
  return { pPath, p, logBayesFactor, alarm: p < threshold }
}
