// Pure: the difference of two means and its standard error, from one stretch of constant weights or several.
import { finite, studentTP, studentTQuantile } from './distributions.ts'
import type { Moments } from './moments.ts'
import type { EstimateStatus, Interval } from './verdicts.ts'

/** A mean with the variance of that mean. */
export interface Side {
  mean: number
  error: number
}
export interface Difference {
  status: EstimateStatus
  control: Side | null
  treatment: Side | null
  difference: number | null
  /** Null, and with it everything built on it, where there is no variance to judge by. */
  se: number | null
  dof: number | null
}

const nothing: Difference = {
  status: 'no_data',
  control: null,
  treatment: null,
  difference: null,
  se: null,
  dof: null,
}

export interface Stratum {
  control: Moments
  treatment: Moments
}

/** Welch's test: treatment minus control. */
export const welch = (control: Moments | null, treatment: Moments | null): Difference =>
  control === null || treatment === null ? nothing : stratified([{ control, treatment }])

/**
 * Strata weigh what they hold of all recipients: pooling stretches of different weights would compare the mixture and not
 * the offer. One stratum is Welch's test.
 */
export function stratified(strata: Stratum[]): Difference {
  const total = strata.reduce((sum, { control, treatment }) => sum + control.n + treatment.n, 0)
  if (total === 0) return nothing
  const control = { mean: 0, error: 0 }
  const treatment = { mean: 0, error: 0 }
  let difference = 0
  let spread = 0
  let known = true
  for (const stratum of strata) {
    const weight = (stratum.control.n + stratum.treatment.n) / total
    difference += weight * (stratum.treatment.mean - stratum.control.mean)
    for (const [side, moments] of [
      [control, stratum.control],
      [treatment, stratum.treatment],
    ] as const) {
      side.mean += weight * moments.mean
      if (moments.variance === null) {
        known = false
        continue
      }
      const error = (weight * weight * moments.variance) / moments.n
      side.error += error
      spread += (error * error) / (moments.n - 1)
    }
  }
  const error = control.error + treatment.error
  if (!known || error <= 0) return { status: 'no_variance', control, treatment, difference, se: null, dof: null }
  return { status: 'ok', control, treatment, difference, se: Math.sqrt(error), dof: (error * error) / spread }
}

/** The t test at one look; without variance equal means are p = 1, and different ones have no p. */
export function fixedTest(
  { difference, se, dof }: Pick<Difference, 'difference' | 'se' | 'dof'>,
  level: number,
): Interval & { t: number | null; p: number | null; critical: number | null } {
  if (difference === null) return { t: null, p: null, critical: null, low: null, high: null }
  if (se === null || dof === null)
    return { t: null, p: difference === 0 ? 1 : null, critical: null, low: null, high: null }
  const critical = studentTQuantile(1 - level / 2, dof)
  return {
    t: finite(difference / se),
    p: finite(studentTP(difference / se, dof)),
    critical: finite(critical),
    low: finite(difference - critical * se),
    high: finite(difference + critical * se),
  }
}
