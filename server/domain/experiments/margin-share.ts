// Pure: margin per unit of revenue in each arm, a ratio whose two sides move together.
import { finite } from './distributions.ts'
import type { Sums } from './evidence.ts'
import { exactCovariance, exactVariance, type Moments } from './moments.ts'
import type { Stretch } from './sums.ts'
import type { PairReadout } from './verdicts.ts'
import { fixedTest, welch } from './welch.ts'

/** Null where margins are not said or weights changed; without revenue an arm has no share. */
export function marginShare(stretches: Stretch[], level: number): PairReadout['marginShare'] {
  const used = stretches.filter(({ control, treatment }) => control.n > 0 && treatment.n > 0)
  const [only] = used
  if (only === undefined || used.length > 1) return null
  if (only.control.margin === null || only.treatment.margin === null) return null
  const [control, treatment] = [ratioMoments(only.control), ratioMoments(only.treatment)]
  const d = welch(control, treatment)
  const { low, high } = fixedTest(d, level)
  return {
    control: control?.mean ?? null,
    treatment: treatment?.mean ?? null,
    difference: d.difference,
    interval: { low, high },
  }
}

/** By the delta method: (sM² - 2 R sMD + R² sD²) / mean_D² is the variance of one recipient. */
export function ratioMoments({ n, margin, revenue }: Sums): Moments | null {
  if (n === 0 || margin === null || revenue.sum === 0n) return null
  const ratio = Number(margin.sum) / Number(revenue.sum)
  const mean = Number(revenue.sum) / n
  const vM = exactVariance(n, margin.sum, margin.squares)
  const vR = exactVariance(n, revenue.sum, revenue.squares)
  const cov = exactCovariance(n, margin.sum, revenue.sum, margin.timesRevenue)
  if (vM === null || vR === null || cov === null) return { n, mean: ratio, variance: null }
  return { n, mean: ratio, variance: finite(Math.max(0, vM - 2 * ratio * cov + ratio * ratio * vR) / (mean * mean)) }
}
