// Pure: how many recipients a difference needs, and which difference a number of recipients can show.
import { multiplier } from './confidence-sequence.ts'
import { normalCdf, normalQuantile } from './distributions.ts'

/** Recipients of the control for two rates when the treatment has `ratio` times as many (not rounded). */
export function controlsForRates(
  { p1, p2, ratio }: { p1: number; p2: number; ratio: number },
  { level, power }: { level: number; power: number },
): number {
  const pooled = (p1 + ratio * p2) / (1 + ratio)
  const chance = normalQuantile(1 - level / 2) * Math.sqrt((1 + 1 / ratio) * pooled * (1 - pooled))
  const wish = normalQuantile(power) * Math.sqrt(p1 * (1 - p1) + (p2 * (1 - p2)) / ratio)
  return ((chance + wish) / (p2 - p1)) ** 2
}

/** Recipients of both arms together for a difference of means (not rounded); weights need not sum to 1. */
export function recipientsForMeans(
  { sd, delta, wC, wT }: { sd: number; delta: number; wC: number; wT: number },
  { level, power }: { level: number; power: number },
): number {
  const total = wC + wT
  const k = normalQuantile(1 - level / 2) + normalQuantile(power)
  return (k * k * sd * sd * (total / wC + total / wT)) / (delta * delta)
}

/** Mean and variance of single recipients without an offer, and how many are in both arms. */
export interface Sized {
  mean: number
  variance: number
  nC: number
  nT: number
}

/** A look at any time costs: the standard error counts that much more. 1 for one look at the end. */
const stretch = (nC: number, nT: number, level: number, tuningN: number | null): number =>
  tuningN === null ? 1 : multiplier(nC + nT, tuningN, level) / normalQuantile(1 - level / 2)

/** The chance to see a relative effect; with `tuningN` at any look, and then a lower bound. */
export function powerAt(
  sized: Sized,
  effect: number,
  { level, tuningN = null }: { level: number; tuningN?: number | null },
): number {
  const { mean, variance, nC, nT } = sized
  const z = normalQuantile(1 - level / 2)
  const se = (Math.sqrt(variance / nT + ((1 + effect) ** 2 * variance) / nC) / mean) * stretch(nC, nT, level, tuningN)
  return normalCdf(effect / se - z) + normalCdf(-effect / se - z)
}

/** The smallest relative rise that is seen with this power; null where the audience cannot show any. */
export function detectableLift(
  { mean, variance, nC, nT }: Sized,
  { level, power, tuningN = null }: { level: number; power: number; tuningN?: number | null },
): number | null {
  if (!(mean > 0) || nC <= 0 || nT <= 0) return null
  const k = (normalQuantile(1 - level / 2) + normalQuantile(power)) * stretch(nC, nT, level, tuningN)
  const m2 = mean * mean
  const [sC, sT] = [(k * k * variance) / nC, (k * k * variance) / nT]
  if (m2 <= sC || m2 <= sT) return null
  return (m2 + Math.sqrt(m2 * m2 - (m2 - sC) * (m2 - sT))) / (m2 - sC) - 1
}
