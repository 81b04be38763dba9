// Pure: a second look at money before the fixed test calls anything. A few large baskets in the smaller arm make the difference of
// means lean to one side, and its p-value too small; Hall's transformation straightens it to the next order.
import { studentTCdf } from './distributions.ts'
import type { Metric } from './evidence.ts'
import { addSums, type Stretch } from './sums.ts'

/** Of all recipients together: how many bought, and exact or rounded sums of their totals and squares. */
export interface Spent {
  n: number
  purchasers: number
  sum: number
  squares: number
}

/**
 * The third central moment of a recipient's total, from the sums that are kept: baskets are taken as log-normal, for which
 * E w³ = (E w² / E w)³. 0 where there is no such distribution (refunds outweigh, or nobody bought).
 */
export function thirdMoment({ n, purchasers, sum, squares }: Spent): number {
  if (n === 0 || purchasers === 0 || !(sum > 0)) return 0
  const [m1, m2] = [sum / n, squares / n]
  const third = (purchasers / n) * (squares / sum) ** 3
  return Math.max(0, third - 3 * m2 * m1 + 2 * m1 ** 3)
}

/** How far the estimated difference leans; 0 for arms of one size. */
export const leanOf = (third: number, { nC, nT, se }: { nC: number; nT: number; se: number }): number =>
  se > 0 && nC > 0 && nT > 0 ? (third * (1 / (nT * nT) - 1 / (nC * nC))) / se ** 3 : 0

/**
 * Monotone, so that it never turns the order of two results round. Hall's cubic is flat at 3/lean and then outruns what it
 * corrects; from there on the shift stays what it was.
 */
export function straighten(t: number, lean: number): number {
  const flat = lean === 0 ? Number.POSITIVE_INFINITY : -3 / lean
  const isBeyond = lean !== 0 && t / flat > 1
  const at = isBeyond ? flat : t
  const bent = at + (lean * at * at) / 3 + (lean * lean * at ** 3) / 27 + lean / 6
  return isBeyond ? bent + (t - flat) : bent
}

export interface Leaning {
  difference: number | null
  se: number | null
  dof: number | null
  nC: number
  nT: number
}

/**
 * The p-value of one look, never smaller than the usual one, which is given: the chance of a difference at least as large on
 * either side, each side as far away as it is once the lean is straightened. One side alone, counted twice, would be
 * equal-tailed and lose a tenth of the power where the smaller arm is the control.
 */
export function carefulP({ difference, se, dof, nC, nT }: Leaning, usual: number | null, third: number): number | null {
  if (usual === null || difference === null || se === null || dof === null) return usual
  const lean = leanOf(third, { nC, nT, se })
  const t = Math.abs(difference / se)
  return Math.max(usual, studentTCdf(-straighten(t, lean), dof) + studentTCdf(straighten(-t, lean), dof))
}

/** Both arms together: under no difference they are the same, and the larger one knows the baskets better. */
export function thirdMomentOf(stretches: Stretch[], metric: Metric): number {
  const all = addSums(stretches.flatMap(({ control, treatment }) => [control, treatment]))
  const money = metric === 'conversion' ? null : all[metric]
  if (money === null) return 0
  return thirdMoment({
    n: all.n,
    purchasers: all.purchasers,
    sum: Number(money.sum),
    squares: Number(money.squares),
  })
}
