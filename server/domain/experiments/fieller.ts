// Pure: the interval of a ratio of two means by Fieller's theorem, and the delta-method one for reconciling with others.
import { finite } from './distributions.ts'
import type { Interval, Relative, RelativeStatus } from './verdicts.ts'
import type { Difference, Side } from './welch.ts'

/** A over B with the variances of both and their covariance, at a critical multiplier. */
export interface Ratio {
  a: number
  b: number
  vA: number
  vB: number
  cov: number
}

/** `g` of 1 or more: B cannot be told from 0, so the ratio has no bounds. */
export function fieller(
  { a, b, vA, vB, cov }: Ratio,
  critical: number,
): Interval & { status: RelativeStatus; g: number | null } {
  const c2 = critical * critical
  const g = finite((c2 * vB) / (b * b))
  const u = b * b - c2 * vB
  if (!(u > 0)) return { low: null, high: null, status: 'unbounded', g }
  const w = a * b - c2 * cov
  const q = a * a - c2 * vA
  // Only rounding can make it negative where u is positive.
  const root = Math.sqrt(Math.max(0, w * w - u * q))
  return { low: finite((w - root) / u), high: finite((w + root) / u), status: 'bounded', g }
}

/** The relative lift with the same multiplier as the absolute interval, so that the two never disagree about zero. */
export function relativeLift({ control, treatment, se }: Difference, critical: number | null): Relative {
  if (control === null || treatment === null) return { lift: null, low: null, high: null, status: 'no_estimate' }
  if (control.mean <= 0) return { lift: null, low: null, high: null, status: 'control_mean_not_positive' }
  const lift = finite((treatment.mean - control.mean) / control.mean)
  if (se === null || critical === null) return { lift, low: null, high: null, status: 'no_estimate' }
  // Of the gain over the control and not of the two means, less one: near one that would lose the digits that count.
  const gain = { a: treatment.mean - control.mean, b: control.mean, vB: control.error, cov: -control.error }
  const { low, high, status } = fieller({ ...gain, vA: treatment.error + control.error }, critical)
  return { lift, low, high, status }
}

/** Relative standard error by the delta method; null where the control's mean is not positive. */
export function deltaError(control: Side, treatment: Side): number | null {
  if (control.mean <= 0) return null
  const m2 = control.mean * control.mean
  return finite(Math.sqrt(treatment.error / m2 + (control.error * treatment.mean * treatment.mean) / (m2 * m2)))
}
