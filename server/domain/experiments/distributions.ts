// Pure: the distribution functions that the statistics need, each accurate to 1e-12 in the tails that matter.
import erfc from '@stdlib/math-base-special-erfc'
import erfcinv from '@stdlib/math-base-special-erfcinv'
import gammainc from '@stdlib/math-base-special-gammainc'
import gammaln from '@stdlib/math-base-special-gammaln'
import stdBetaCdf from '@stdlib/stats-base-dists-beta-cdf'
import stdBetaQuantile from '@stdlib/stats-base-dists-beta-quantile'
import stdTCdf from '@stdlib/stats-base-dists-t-cdf'
import stdTQuantile from '@stdlib/stats-base-dists-t-quantile'

/** Above it Student's distribution is the normal one to the last digit, and the library's quantile fails. */
const NORMAL_DOF = 1e9

export const normalCdf = (x: number): number => erfc(-x / Math.SQRT2) / 2
export const normalPdf = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
/** By erfcinv, because the library's own normal quantile loses digits below 1e-9. */
export const normalQuantile = (p: number): number => -Math.SQRT2 * erfcinv(2 * p)

export const studentTCdf = (t: number, dof: number): number => (dof > NORMAL_DOF ? normalCdf(t) : stdTCdf(t, dof))
export const studentTQuantile = (p: number, dof: number): number =>
  dof > NORMAL_DOF ? normalQuantile(p) : stdTQuantile(p, dof)
/** Two-sided. */
export const studentTP = (t: number, dof: number): number => Math.min(1, 2 * studentTCdf(-Math.abs(t), dof))

/** The upper tail itself: one minus the lower one is 0 long before it should be. */
export const chiSquareSf = (x: number, dof: number): number => (x <= 0 ? 1 : gammainc(x / 2, dof / 2, true, true))

export const betaCdf = (x: number, a: number, b: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : stdBetaCdf(x, a, b))
export const betaSf = (x: number, a: number, b: number): number => betaCdf(1 - x, b, a)
export const betaQuantile = (p: number, a: number, b: number): number => stdBetaQuantile(p, a, b)

export const logGamma = (x: number): number => gammaln(x)

/** What may be put on the wire: NaN and the infinities are nothing. */
export const finite = (x: number): number | null => (Number.isFinite(x) ? x : null)
