/** Pure: chance for simulations, the same for the same seed and with a period that they cannot use up. */

export interface Chance {
  /** 0 < x < 1 */
  uniform: () => number
  normal: () => number
  /** The indexes below `n` that come true with this chance each, in order. */
  hits: (n: number, chance: number) => number[]
}

/** sfc32, seeded by two numbers. */
export function makeChance(seed: number, stream: number): Chance {
  let [a, b, c, counter] = [seed >>> 0, stream >>> 0, 0x9e3779b9, 1]
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 20; i++) next()
  const uniform = () => (next() + 0.5) / 4_294_967_296
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    hits: (n, chance) => {
      // From one hit to the next: a draw per buyer and not one per recipient.
      const found: number[] = []
      const miss = Math.log1p(-chance)
      for (let at = Math.floor(Math.log(uniform()) / miss); at < n; at += 1 + Math.floor(Math.log(uniform()) / miss))
        found.push(at)
      return found
    },
  }
}
