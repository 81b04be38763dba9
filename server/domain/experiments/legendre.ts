// Pure: points and weights of Gauss-Legendre quadrature, sixteen to a panel.

export const ORDER = 16
/** Of one panel from -1 to 1. */
export const RULE = makeRule(ORDER)

/** `panels` equal panels between two ends. */
export function legendre(from: number, to: number, panels: number, see: (at: number, weight: number) => void): void {
  const half = (to - from) / panels / 2
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + (2 * panel + 1) * half
    for (let i = 0; i < ORDER; i++) see(middle + half * (RULE.at[i] as number), half * (RULE.weight[i] as number))
  }
}

/** The zeros of the Legendre polynomial by Newton's steps. */
function makeRule(order: number): { at: number[]; weight: number[] } {
  const points = Array.from({ length: order }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (order + 0.5))
    let slope = 0
    for (let step = 0; step < 100; step++) {
      let [before, value] = [1, x]
      for (let k = 2; k <= order; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
      slope = (order * (x * value - before)) / (x * x - 1)
      const next = x - value / slope
      if (Math.abs(next - x) < 1e-16) break
      x = next
    }
    return { at: x, weight: 2 / ((1 - x * x) * slope * slope) }
  })
  return { at: points.map(({ at }) => at), weight: points.map(({ weight }) => weight) }
}
