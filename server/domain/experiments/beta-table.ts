// Pure: a beta distribution that is asked for many points at once. Its density is written down once, panel by panel, as a
// polynomial whose integral is known, so that a point costs a few multiplications; the incomplete beta function costs a
// continued fraction, which grows with the counts.
import { betaCdf, betaSf } from './distributions.ts'
import { ORDER, RULE } from './legendre.ts'

export interface Beta {
  a: number
  b: number
}
export const meanOf = ({ a, b }: Beta): number => a / (a + b)
/** On the scale of the log odds. */
export const spreadOf = ({ a, b }: Beta): number => Math.sqrt(1 / a + 1 / b)
export const logistic = (u: number): number => (u < 0 ? Math.exp(u) / (1 + Math.exp(u)) : 1 / (1 + Math.exp(-u)))
export const logit = (x: number): number => Math.log(x) - Math.log1p(-x)

/** Density against the mode's, as a logarithm, that is left out. */
const NEGLIGIBLE = 42
const FARTHEST = 700

/**
 * Of the log odds, where a beta distribution is one smooth bump whatever the counts; against its mode, from which the odds are
 * measured, because written with the odds themselves it loses a digit for every ten times of the counts.
 */
export function logDensity({ a, b }: Beta, u: number): number {
  const t = u - modeOf({ a, b })
  // Far to the right e to the t is beside what the sum can hold.
  const mixed = t > FAR ? t + Math.log(a / (a + b)) : Math.log1p((a / (a + b)) * Math.expm1(t))
  return a * t - (a + b) * mixed
}
const FAR = 500
const modeOf = ({ a, b }: Beta): number => Math.log(a / b)

/** Log odds between which everything lies that counts. */
export function endsOf(beta: Beta): [number, number] {
  const mode = modeOf(beta)
  const edge = (side: number) => {
    let far = spreadOf(beta)
    while (far < FARTHEST && logDensity(beta, mode + side * far) > -NEGLIGIBLE) far *= 1.3
    return mode + side * Math.min(far, FARTHEST)
  }
  return [edge(-1), edge(1)]
}

export interface BetaTable {
  beta: Beta
  cdf: (x: number) => number
  sf: (x: number) => number
  /** Of the log odds. */
  density: (x: number) => number
  /** E max(q - x, 0) of a share q that is distributed so. */
  excess: (x: number) => number
}

/** Panels as fine as the bump, and no wider than the logistic curve is straight. */
const panelWidth = (beta: Beta): number => Math.min(1.5 * spreadOf(beta), 1)
const MOST_PANELS = 400

/** Accurate to about 1e-12 of the smaller tail; beyond its ends the function itself is asked. */
export function tableOf(beta: Beta): BetaTable {
  const { a, b } = beta
  const [from, to] = endsOf(beta)
  const panels = Math.min(MOST_PANELS, Math.ceil((to - from) / panelWidth(beta)))
  const half = (to - from) / panels / 2
  const series = new Float64Array(panels * ORDER)
  const left = new Float64Array(panels + 1)
  const right = new Float64Array(panels + 1)
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + (2 * panel + 1) * half
    for (let i = 0; i < ORDER; i++) {
      const value = Math.exp(logDensity(beta, middle + half * (RULE.at[i] as number))) * half
      for (let n = 0; n < ORDER; n++)
        series[panel * ORDER + n] = (series[panel * ORDER + n] as number) + value * (TO_SERIES[i * ORDER + n] as number)
    }
  }
  const [first, last] = [betaCdf(logistic(from), a, b), betaSf(logistic(to), a, b)]
  let body = 0
  for (let i = 0; i < panels; i++) body += 2 * (series[i * ORDER] as number)
  const total = body / (1 - first - last)
  left[0] = first * total
  right[panels] = last * total
  for (let i = 0; i < panels; i++) left[i + 1] = (left[i] as number) + 2 * (series[i * ORDER] as number)
  for (let i = panels; i > 0; i--) right[i - 1] = (right[i] as number) + 2 * (series[(i - 1) * ORDER] as number)
  const at = (u: number) => {
    const panel = Math.min(panels - 1, Math.floor((u - from) / (2 * half)))
    return { panel, t: (u - from) / half - 2 * panel - 1 }
  }
  const tail = (x: number, isLeft: boolean): number => {
    const u = logit(x)
    if (!(u > from && u < to)) return isLeft ? betaCdf(x, a, b) : betaSf(x, a, b)
    const { panel, t } = at(u)
    const before = integral(series, panel * ORDER, t)
    const below = ((left[panel] as number) + before) / total
    const above = ((right[panel + 1] as number) + 2 * (series[panel * ORDER] as number) - before) / total
    if (isLeft) return below <= above ? below : 1 - above
    return above <= below ? above : 1 - below
  }
  const density = (x: number): number => {
    const u = logit(x)
    return u > from && u < to ? Math.exp(logDensity(beta, u)) / total : 0
  }
  const sf = (x: number) => tail(x, false)
  // Of the two equal ways to write it this one cancels least in the tail.
  const excess = (x: number) => Math.max(0, (meanOf(beta) - x) * sf(x) + (meanOf(beta) / a) * density(x))
  return { beta, cdf: (x) => tail(x, true), sf, density, excess }
}

/** From the values at the points of the rule to the coefficients of Legendre's polynomials. */
const TO_SERIES = (() => {
  const matrix = new Float64Array(ORDER * ORDER)
  for (let i = 0; i < ORDER; i++) {
    const t = RULE.at[i] as number
    let [before, value] = [0, 1]
    for (let n = 0; n < ORDER; n++) {
      matrix[i * ORDER + n] = (n + 0.5) * (RULE.weight[i] as number) * value
      ;[before, value] = [value, ((2 * n + 1) * t * value - n * before) / (n + 1)]
    }
  }
  return matrix
})()

const RECURRENCE = Float64Array.from({ length: 2 * ORDER + 2 }, (_, i) => {
  const n = i >> 1
  return i % 2 === 0 ? (2 * n + 1) / (n + 1) : n / (n + 1)
})
/** The integral of each polynomial is the difference of its neighbours. */
const PER_ORDER = Float64Array.from({ length: ORDER }, (_, n) => 1 / (2 * n + 1))

/** From -1 to t. */
function integral(series: Float64Array, offset: number, t: number): number {
  let before = 1
  let value = t
  let sum = (series[offset] as number) * (t + 1)
  for (let n = 1; n < ORDER; n++) {
    const after = (RECURRENCE[2 * n] as number) * t * value - (RECURRENCE[2 * n + 1] as number) * before
    sum += (series[offset + n] as number) * (PER_ORDER[n] as number) * (after - before)
    before = value
    value = after
  }
  return sum
}
