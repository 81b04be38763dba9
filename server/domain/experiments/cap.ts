// Pure: capping of a few very large totals, at a quantile of the positive totals of all arms together.

/** Type 7 (linear between order statistics); null without positive values. */
export function capAt(values: number[], quantile: number): number | null {
  const positive = values.filter((value) => value > 0).sort((a, b) => a - b)
  if (positive.length === 0) return null
  const at = (positive.length - 1) * quantile
  const low = Math.floor(at)
  const [below, above] = [positive[low] as number, positive[Math.min(low + 1, positive.length - 1)] as number]
  return below + (at - low) * (above - below)
}

/** Negative totals stay: refunds are never floored. */
export const capped = (values: number[], cap: number | null): number[] =>
  cap === null ? values : values.map((value) => Math.min(value, cap))
