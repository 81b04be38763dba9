// Pure: the difference adjusted by what recipients spent before the assignment, which the offer cannot have changed.
import { exactCovariance, exactVariance } from './moments.ts'

/** Exact sums of a metric y, a covariate x and their product over one arm. */
export interface PairedSums {
  n: number
  y: bigint
  yy: bigint
  x: bigint
  xx: bigint
  xy: bigint
}
export interface Cuped {
  theta: number
  adjustedMean: { control: number; treatment: number }
  difference: number
  se: number | null
  dof: number | null
  lift: number | null
  seLift: number | null
  seUnadjusted: number | null
  varianceReduction: number | null
}

interface Spread {
  n: number
  y: number
  x: number
  vY: number
  vX: number
  cov: number
}

/** Null where an arm has fewer than two recipients. Without variance of x theta is 0, and this is Welch's test. */
export function cuped(control: PairedSums, treatment: PairedSums): Cuped | null {
  const c = spreadOf(control)
  const t = spreadOf(treatment)
  if (c === null || t === null) return null
  const theta = slopeOf(control, treatment)
  const [a, b] = [adjusted(t, theta) / t.n, adjusted(c, theta) / c.n]
  const error = a + b
  const difference = t.y - theta * t.x - (c.y - theta * c.x)
  const se = error > 0 ? Math.sqrt(error) : null
  const seUnadjusted = Math.sqrt(t.vY / t.n + c.vY / c.n)
  return {
    theta,
    adjustedMean: { control: c.y - theta * c.x, treatment: t.y - theta * t.x },
    difference,
    se,
    dof: se === null ? null : (error * error) / ((a * a) / (t.n - 1) + (b * b) / (c.n - 1)),
    ...relative(c, t, theta, difference),
    seUnadjusted,
    varianceReduction: seUnadjusted > 0 ? 1 - error / (seUnadjusted * seUnadjusted) : null,
  }
}

function spreadOf({ n, y, yy, x, xx, xy }: PairedSums): Spread | null {
  const vY = exactVariance(n, y, yy)
  const vX = exactVariance(n, x, xx)
  const cov = exactCovariance(n, x, y, xy)
  if (vY === null || vX === null || cov === null) return null
  return { n, y: Number(y) / n, x: Number(x) / n, vY, vX, cov }
}

/** Over both arms jointly. */
function slopeOf(control: PairedSums, treatment: PairedSums): number {
  const n = control.n + treatment.n
  const x = control.x + treatment.x
  const variance = exactVariance(n, x, control.xx + treatment.xx)
  const covariance = exactCovariance(n, x, control.y + treatment.y, control.xy + treatment.xy)
  return variance === null || covariance === null || variance === 0 ? 0 : covariance / variance
}

const adjusted = ({ vY, vX, cov }: Spread, theta: number): number =>
  Math.max(0, vY + theta * theta * vX - 2 * theta * cov)

function relative(c: Spread, t: Spread, theta: number, difference: number) {
  if (c.y <= 0) return { lift: null, seLift: null }
  const share = t.y / c.y
  const variance =
    adjusted(t, theta) / (t.n * c.y * c.y) +
    (c.vY * share * share - 2 * theta * c.cov * share + theta * theta * c.vX) / (c.n * c.y * c.y)
  return { lift: difference / c.y, seLift: Math.sqrt(Math.max(0, variance)) }
}
