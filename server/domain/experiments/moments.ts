// Pure: mean and variance from exact integer sums.

/** `variance` is that of single recipients; null below two of them. */
export interface Moments {
  n: number
  mean: number
  variance: number | null
}

/** nQ - S² in integers: as floats it loses everything once the mean is large against the spread. */
export function exactVariance(n: number, sum: bigint, squares: bigint): number | null {
  if (n < 2) return null
  const size = BigInt(n)
  return Number(size * squares - sum * sum) / Number(size * (size - 1n))
}

/** Null without recipients. */
export const momentsOf = (n: number, sum: bigint, squares: bigint): Moments | null =>
  n === 0 ? null : { n, mean: Number(sum) / n, variance: exactVariance(n, sum, squares) }

/** Of a share: p(1-p), and so defined for one recipient too, who proves nothing and is refused by the comparison. */
export function rateMoments(n: number, yes: number): Moments | null {
  if (n === 0) return null
  const p = yes / n
  return { n, mean: p, variance: n < 2 ? null : p * (1 - p) }
}

export function exactCovariance(n: number, sumX: bigint, sumY: bigint, products: bigint): number | null {
  if (n < 2) return null
  const size = BigInt(n)
  return Number(size * products - sumX * sumY) / Number(size * (size - 1n))
}
