// Pure: intervals and p-values that hold at every look at once (the two-sided normal mixture of Howard and Waudby-Smith).
import { finite } from './distributions.ts'

export const rhoSquared = (tuningN: number, level: number): number =>
  (-2 * Math.log(level) + Math.log(1 - 2 * Math.log(level))) / tuningN

/**
 * What the standard error is multiplied by instead of a quantile. `n`: recipients of the pair so far. `tunedFor`: the level
 * at which the sequence is narrowest; kept the same for several levels, interval and p-value always agree.
 */
export function multiplier(n: number, tuningN: number, level: number, tunedFor = level): number {
  const q = n * rhoSquared(tuningN, tunedFor)
  return Math.sqrt(((2 * (q + 1)) / q) * Math.log(Math.sqrt(q + 1) / level))
}

export interface Always {
  critical: number | null
  logE: number | null
  p: number | null
  low: number | null
  high: number | null
}

/** The evidence against no difference as its logarithm (E itself overflows), and the p-value that may be looked at often. */
export function alwaysValid(
  { difference, se }: { difference: number | null; se: number | null },
  n: number,
  tuningN: number,
  level: number,
  tunedFor = level,
): Always {
  if (difference === null || se === null)
    return { critical: null, logE: null, p: difference === 0 ? 1 : null, low: null, high: null }
  const q = n * rhoSquared(tuningN, tunedFor)
  const critical = multiplier(n, tuningN, level, tunedFor)
  const logE = ((difference / se) ** 2 * q) / (2 * (q + 1)) - Math.log1p(q) / 2
  return {
    critical: finite(critical),
    logE: finite(logE),
    p: Math.min(1, Math.exp(-logE)),
    low: finite(difference - critical * se),
    high: finite(difference + critical * se),
  }
}
