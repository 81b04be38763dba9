// What was worked out for earlier batches is gone on with; it must never show in the answer.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Batch, eventTest } from './event-test.ts'

/** As the page of the statistics writes it, from the first batch on. */
function inOneGo(batches: Batch[], tau: number): number[] {
  const grid = Array.from({ length: 33 }, (_, j) => (-4 + j / 4) * tau)
  const weights = grid.map((step) => Math.exp(-((step / tau) ** 2) / 2))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const logs = weights.map((weight) => Math.log(weight / whole))
  return batches.map(({ xC, xT, atRiskC, atRiskT }) => {
    const p0 = atRiskT / (atRiskC + atRiskT)
    if (atRiskC > 0 && atRiskT > 0)
      for (const [j, step] of grid.entries())
        logs[j] = (logs[j] ?? 0) + xT * step - (xC + xT) * Math.log(1 - p0 + p0 * Math.exp(step))
    const most = Math.max(...logs)
    return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
  })
}

const batch = fc.record({
  xC: fc.nat(5),
  xT: fc.nat(5),
  atRiskC: fc.integer({ min: 0, max: 2000 }),
  atRiskT: fc.integer({ min: 0, max: 2000 }),
})

test('batch after batch, an hour told anew, and another level come to what one go comes to', () => {
  const history = fc.array(batch, { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(
      history,
      fc.array(fc.tuple(fc.nat(299), fc.integer({ min: 1, max: 300 }), batch), { maxLength: 6 }),
      (batches, changes) => {
        const told = [...batches]
        for (const [at, upTo, other] of [[0, batches.length, batches[0] as Batch] as const, ...changes]) {
          told[at % told.length] = other
          const some = told.slice(0, upTo)
          for (const level of [0.05, 0.01]) {
            const { logE, pPath, p, low, high } = eventTest(some, level)
            const wanted = inOneGo(some, 0.3)
            logE.forEach((log, i) => {
              expect(log).toBeCloseTo(wanted[i] ?? Number.NaN, 8)
            })
            expect(p).toBeCloseTo(Math.min(1, ...wanted.map((log) => Math.exp(-log))), 8)
            expect(pPath).toEqual(pPath.toSorted((a, b) => b - a))
            expect(low).toBeLessThanOrEqual(high ?? Number.POSITIVE_INFINITY)
          }
        }
      },
    ),
    { numRuns: 40 },
  )
})
