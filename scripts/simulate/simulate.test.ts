/** A small simulation with a fixed seed: peeking fails, the rule does not, and it still finds what is there. */
import { expect, test } from 'vitest'
import { addCounted, type Counted, simulate } from './batch.ts'
import { makeChance } from './chance.ts'
import { type Design, designs } from './designs.ts'
import { printTables } from './table.ts'

const RUNS = 200
const named = (part: string): Design => {
  const design = designs.find(({ name }) => name.includes(part))
  if (design === undefined) throw new Error(`no design ${part}`)
  return design
}
const run = (part: string): Counted => simulate(named(part), { seed: 1, from: 0, to: RUNS })
const share = (count: number | null): number => (count ?? Number.NaN) / RUNS
/** Five in a hundred, and three Monte Carlo errors of this many runs. */
const ALLOWED = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS)

test.each([
  'A/A purchases, blast 50/50, 3 %',
  'A/A purchases, blast 90/10, 3 %',
  'A/A revenue, blast 50/50, 3 %',
  'A/A revenue, blast 90/10, 10 %',
])('%s: looking often misleads, the rule does not', (name) => {
  const { called, covered } = run(name)
  expect(share(called.naive)).toBeGreaterThan(0.25)
  expect(share(called.hybrid)).toBeLessThanOrEqual(ALLOWED)
  expect(share(called.gated)).toBeLessThanOrEqual(ALLOWED)
  expect(share(covered.difference)).toBeGreaterThanOrEqual(1 - ALLOWED)
  expect(share(covered.always)).toBeGreaterThanOrEqual(1 - ALLOWED)
})

test('a real difference is found nearly as often as by one look at the end', () => {
  const { called } = run('A/B purchases +30 %, blast')
  expect(share(called.fixed)).toBeGreaterThan(0.87)
  expect(share(called.hybrid)).toBeGreaterThan(share(called.fixed) - 0.05)
})

test('the same seed gives the same counts, however the runs are shared out', () => {
  const design = named('A/A purchases, rolling')
  const whole = simulate(design, { seed: 7, from: 0, to: 6 })
  const parts = [0, 2, 4].map((from) => simulate(design, { seed: 7, from, to: from + 2 }))
  expect(parts.reduce(addCounted)).toEqual(whole)
  expect(printTables([{ design, counted: whole }])).toContain('z > 1.96 at any look')
})

test('hits come as often as they should', () => {
  const chance = makeChance(3, 5)
  const counts = Array.from({ length: 400 }, () => chance.hits(1000, 0.03).length)
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  expect(mean).toBeGreaterThan(28.9)
  expect(mean).toBeLessThan(31.1)
})
