// Pure: intervals of one share and of the difference of two, and the pooled z test that calculators print.
import erfc from '@stdlib/math-base-special-erfc'
import { betaQuantile, normalQuantile } from './distributions.ts'

export interface Share {
  yes: number
  n: number
}
export interface Bounds {
  low: number
  high: number
}

/** Wilson's interval; exactly 0 and 1 where nobody or everybody did. Null without recipients. */
export function wilson({ yes, n }: Share, level: number): Bounds | null {
  if (n === 0) return null
  const z = normalQuantile(1 - level / 2)
  const p = yes / n
  const scale = 1 + (z * z) / n
  const centre = (p + (z * z) / (2 * n)) / scale
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale
  return { low: yes === 0 ? 0 : centre - half, high: yes === n ? 1 : centre + half }
}

/** For audits: never covers less than it says. */
export function clopperPearson({ yes, n }: Share, level: number): Bounds | null {
  if (n === 0) return null
  return {
    low: yes === 0 ? 0 : betaQuantile(level / 2, yes, n - yes + 1),
    high: yes === n ? 1 : betaQuantile(1 - level / 2, yes + 1, n - yes),
  }
}

/** The difference treatment minus control by Newcombe's square-and-add of Wilson's limits. */
export function newcombe(control: Share, treatment: Share, level: number): Bounds | null {
  const c = wilson(control, level)
  const t = wilson(treatment, level)
  if (c === null || t === null) return null
  const pC = control.yes / control.n
  const pT = treatment.yes / treatment.n
  return {
    low: pT - pC - Math.hypot(pT - t.low, c.high - pC),
    high: pT - pC + Math.hypot(t.high - pT, pC - c.low),
  }
}

const FEW = 10
/** Where the normal approximation is no longer to be trusted. */
export const isSparse = ({ yes, n }: Share): boolean => yes < FEW || n - yes < FEW

/** Without any variance z is null and p is 1. */
export function pooledZ(control: Share, treatment: Share): { z: number | null; p: number } {
  if (control.n === 0 || treatment.n === 0) return { z: null, p: 1 }
  const p = (control.yes + treatment.yes) / (control.n + treatment.n)
  const variance = p * (1 - p) * (1 / control.n + 1 / treatment.n)
  if (variance <= 0) return { z: null, p: 1 }
  const z = (treatment.yes / treatment.n - control.yes / control.n) / Math.sqrt(variance)
  return { z, p: erfc(Math.abs(z) / Math.SQRT2) }
}
