/** Pure: one simulated run of a design: per look, who came in, who bought, and for how much. */
import type { Batch } from '#experiments/event-test.ts'
import type { Chance } from './chance.ts'
import { BASKET, type Design, LOOKS, WINDOW } from './designs.ts'

export interface Look {
  /** Everything so far. */
  n: { c: number; t: number }
  buyers: { c: number; t: number }
  sum: { c: number; t: number }
  squares: { c: number; t: number }
}
export interface Run {
  looks: Look[]
  batches: Batch[]
}

interface Arm {
  /** Per look. */
  came: number[]
  bought: number[]
  closed: number[]
  sum: number[]
  squares: number[]
}

export function simulateRun(design: Design, chance: Chance): Run {
  const c = fill(design, design.nC, design.conversion, chance)
  const t = fill(design, design.nT, design.conversion * (1 + design.lift), chance)
  const looks: Look[] = []
  const batches: Batch[] = []
  const zero = () => ({ c: 0, t: 0 })
  const so = { n: zero(), buyers: zero(), sum: zero(), squares: zero() }
  const atRisk = zero()
  for (let look = 0; look < LOOKS; look++) {
    for (const [key, arm] of [
      ['c', c],
      ['t', t],
    ] as const) {
      so.n[key] += at(arm.came, look)
      atRisk[key] += at(arm.came, look)
    }
    batches.push({ xC: at(c.bought, look), xT: at(t.bought, look), atRiskC: atRisk.c, atRiskT: atRisk.t })
    for (const [key, arm] of [
      ['c', c],
      ['t', t],
    ] as const) {
      so.buyers[key] += at(arm.bought, look)
      so.sum[key] += at(arm.sum, look)
      so.squares[key] += at(arm.squares, look)
      atRisk[key] -= at(arm.bought, look) + at(arm.closed, look)
    }
    looks.push({ n: { ...so.n }, buyers: { ...so.buyers }, sum: { ...so.sum }, squares: { ...so.squares } })
  }
  return { looks, batches }
}

const at = (list: number[], look: number): number => list[look] ?? 0
const zeros = (): number[] => new Array<number>(LOOKS).fill(0)
const more = (list: number[], look: number, by: number): void => {
  list[look] = at(list, look) + by
}

/** Everybody may buy during the whole run (blast) or within a window of her own (rolling); purchases fall evenly in it. */
function fill({ arrival, metric, sigma }: Design, n: number, chance: number, draw: Chance): Arm {
  const arm = { came: zeros(), bought: zeros(), closed: zeros(), sum: zeros(), squares: zeros() }
  const arrivals = LOOKS - WINDOW
  const cameAt = (index: number) => (arrival === 'blast' ? 0 : Math.floor((index * arrivals) / n))
  const window = arrival === 'blast' ? LOOKS : WINDOW
  for (let index = 0; index < n; index++) {
    more(arm.came, cameAt(index), 1)
    more(arm.closed, cameAt(index) + window - 1, 1)
  }
  for (const index of draw.hits(n, chance)) {
    const look = cameAt(index) + Math.floor(draw.uniform() * window)
    const worth = metric === 'conversion' ? 1 : Math.round(BASKET * Math.exp(sigma * draw.normal()))
    more(arm.bought, look, 1)
    more(arm.closed, cameAt(index) + window - 1, -1)
    more(arm.sum, look, worth)
    more(arm.squares, look, worth * worth)
  }
  return arm
}
