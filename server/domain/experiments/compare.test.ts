import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import { type ArmCell, type Evidence, noSums, type Sums } from './evidence.ts'
import { foreseen, LEVELS, type Plan, SRM_CONCENTRATION, TAU } from './plan.ts'
import type { PairReadout } from './verdicts.ts'

const DAY = 86_400_000
const END = 60 * DAY
const plan = (more: Partial<Plan> = {}): Plan => ({
  version: 1,
  primary: 'conversion',
  arms: [
    { key: 'a', kind: 'offer' },
    { key: 'holdout', kind: 'holdout' },
  ],
  reference: null,
  plannedRecipients: null,
  launchedAt: 0,
  decideAt: END,
  endMoved: false,
  windowDays: 30,
  tailDays: 14,
  levels: { ...LEVELS },
  tau: TAU,
  srmConcentration: SRM_CONCENTRATION,
  indifference: null,
  guardrails: [],
  capQuantile: null,
  cuped: false,
  ...more,
})

/** Everybody who buys spends 5,000 at a discount of 500 and leaves a margin of 1,500. */
function sums(n: number, purchasers: number): Sums {
  const of = (each: bigint) => ({ sum: BigInt(purchasers) * each, squares: BigInt(purchasers) * each * each })
  return {
    ...noSums(),
    n,
    purchasers,
    revenue: of(5000n),
    discount: of(500n),
    margin: {
      ...of(1500n),
      timesDiscount: BigInt(purchasers) * 750_000n,
      timesRevenue: BigInt(purchasers) * 7_500_000n,
    },
    before: null,
  }
}
const cell = (arm: string, n: number, purchasers: number, more: Partial<ArmCell> = {}): ArmCell => ({
  arm,
  epoch: 0,
  assigned: n,
  issued: n,
  delivered: null,
  redeemed: purchasers,
  redeemedByOthers: 0,
  orders: purchasers,
  ordersWithReference: purchasers,
  all: sums(n, purchasers),
  mature: sums(n, purchasers),
  ...more,
})
const evidence = (cells: ArmCell[], more: Partial<Evidence> = {}): Evidence => ({
  weights: [{ a: 0.5, holdout: 0.5, b: 0.5 }],
  cells,
  batches: [],
  assignedDays: [],
  holdoutMeasured: true,
  duplicates: 0,
  lateFacts: 0,
  ...more,
})
function pairOf(
  cells: ArmCell[],
  more: { plan?: Partial<Plan>; evidence?: Partial<Evidence>; now?: number } = {},
): PairReadout {
  const [pair] = compare(plan(more.plan), evidence(cells, more.evidence), more.now ?? END).comparisons
  if (pair === undefined) throw new Error('no comparison')
  return pair
}

test('an arm without anybody: rates are null, nothing is compared', () => {
  const pair = pairOf([cell('a', 0, 0), cell('holdout', 8, 2)], { now: 10 * DAY })
  expect(pair).toMatchObject({ verdict: 'collecting', primary: { status: 'no_data', difference: null } })
  const { arms } = compare(plan(), evidence([cell('a', 0, 0)]), END)
  expect(arms[0]).toMatchObject({ conversion: null, revenuePerRecipientMinor: null, conversionInterval: { low: null } })
})

test('no purchase anywhere: no difference, p is 1, Newcombe says how little is known', () => {
  const { primary, bayes } = pairOf([cell('a', 500, 0), cell('holdout', 500, 0)])
  expect(primary).toMatchObject({ status: 'no_variance', difference: 0, se: null, pooled: { z: null, p: 1 } })
  expect(primary.fixed.p).toBe(1)
  expect(primary.newcombe?.high).toBeCloseTo(0.007624, 6)
  expect(bayes.rates?.probTreatmentBetter).toBeCloseTo(0.5, 9)
})

test('a control without a purchase has no relative lift, and still a difference', () => {
  const { primary, warnings } = pairOf([cell('a', 400, 7), cell('holdout', 400, 0)])
  expect(primary.fixed.relative).toMatchObject({ lift: null, status: 'control_mean_not_positive' })
  expect(primary.difference).toBeCloseTo(0.0175, 12)
  expect(warnings).toContain('control_without_purchase')
})

test('everybody bought in one arm and nobody in the other: no variance, no p', () => {
  const { primary } = pairOf([cell('a', 50, 50), cell('holdout', 50, 0)])
  expect(primary).toMatchObject({ status: 'no_variance', fixed: { p: null }, always: { p: null } })
  expect(pairOf([cell('a', 1, 1), cell('holdout', 50, 20)]).primary.status).toBe('no_variance')
})

test('a clear difference is called at the end, and before it only by evidence that may be looked at often', () => {
  const cells = [cell('a', 10_000, 430), cell('holdout', 10_000, 300)]
  const end = pairOf(cells)
  expect(end).toMatchObject({ verdict: 'winner', sentence: { key: 'experiment.winner.conversion' } })
  expect(end.primary.shown).toMatchObject({ kind: 'fixed', level: 0.04 })
  expect(end.incrementality?.orders).toBeCloseTo(130, 9)
  expect(end.incrementality?.shareOfRedemptions).toBeCloseTo(130 / 430, 12)
  expect(pairOf(cells, { now: 3 * DAY }).verdict).toBe('collecting')
  expect(pairOf(cells, { now: 20 * DAY })).toMatchObject({ verdict: 'winner', primary: { shown: { kind: 'always' } } })
  const less = [cell('a', 10_000, 360), cell('holdout', 10_000, 300)]
  expect(pairOf(less, { now: 20 * DAY }).verdict).toBe('keep_running')
  expect(pairOf(less).verdict).toBe('winner')
  expect(pairOf(less, { plan: { endMoved: true } }).verdict).toBe('keep_running')
})

test('arms that were not filled as configured are not judged', () => {
  const days = Array.from({ length: 10 }, (_, i) => ({ epoch: 0, day: `d${i}`, arms: { a: 1000, holdout: 700 } }))
  const cells = [cell('a', 10_000, 430), cell('holdout', 7000, 200)]
  const read = compare(plan(), evidence(cells, { assignedDays: days }), END)
  expect(read.srm.alarm).toBe(true)
  expect(read.comparisons[0]?.verdict).toBe('invalid_srm')
  const unplanned = compare(plan(), evidence(cells, { weights: [{ a: 1, holdout: 0 }] }), END)
  expect(unplanned.warnings).toContain('unplanned_arm')
})

test('without the orders of the holdout nothing is said about it, and offers are still compared', () => {
  const arms: Plan['arms'] = [
    { key: 'a', kind: 'offer' },
    { key: 'b', kind: 'offer' },
    { key: 'holdout', kind: 'holdout' },
  ]
  const cells = [cell('a', 10_000, 430), cell('b', 10_000, 300), cell('holdout', 10_000, 0)]
  const { comparisons } = compare(plan({ arms, reference: 'b' }), evidence(cells, { holdoutMeasured: false }), END)
  expect(comparisons.map(({ key, verdict }) => [key, verdict])).toEqual([
    ['a:holdout', 'not_measurable'],
    ['b:holdout', 'not_measurable'],
    ['a:b', 'winner'],
  ])
  expect(comparisons[0]?.incrementality).toMatchObject({ status: 'not_measurable', rate: null })
})

test('stretches of different weights are weighed and not pooled', () => {
  const cells = [
    cell('holdout', 900, 45),
    cell('a', 100, 6),
    cell('holdout', 500, 50, { epoch: 1 }),
    cell('a', 500, 55, { epoch: 1 }),
  ]
  const pair = pairOf(cells, {
    evidence: {
      weights: [
        { a: 0.1, holdout: 0.9 },
        { a: 0.5, holdout: 0.5 },
      ],
    },
  })
  expect(pair.primary.difference).toBeCloseTo(0.01, 12)
  expect(pair.primary.epochs).toEqual({ used: 2, leftOut: 0 })
  expect(pair.warnings).toContain('weights_changed')
  expect(pair.bayes.rates).toBeNull()
})

test('a guardrail holds a winner back, and one that is not measured does too', () => {
  const cells = [cell('a', 10_000, 430), cell('holdout', 10_000, 300)]
  const costs = { metric: 'discount' as const, allowedLoss: 1 }
  expect(pairOf(cells, { plan: { guardrails: [costs] } })).toMatchObject({
    verdict: 'winner_blocked_by_guardrail',
    guardrails: [{ status: 'fails', ok: false }],
  })
  expect(pairOf(cells, { plan: { guardrails: [{ ...costs, allowedLoss: 100 }] } }).verdict).toBe('winner')
  const unsaid = cells.map((one) => ({ ...one, mature: { ...one.mature, margin: null } }))
  const margin = { metric: 'margin' as const, allowedLoss: 1 }
  expect(pairOf(unsaid, { plan: { guardrails: [margin] } }).guardrails[0]?.status).toBe('not_measured')
})

test('a verdict that was told is shown beside the one of today', () => {
  const told = { 'a:holdout': { verdict: 'winner', at: 1, snapshot: 'abc' } }
  const pair = pairOf([cell('a', 10_000, 310), cell('holdout', 10_000, 300)], { evidence: { told } })
  expect(pair.told).toEqual({ ...told['a:holdout'], differs: true })
})

test('an effect that fades is told by its halves', () => {
  const day = (name: string, arm: string, n: number, purchasers: number) => ({
    day: name,
    epoch: 0,
    arm,
    mature: sums(n, purchasers),
  })
  const dayCells = [
    day('2026-01-01', 'a', 5000, 400),
    day('2026-01-01', 'holdout', 5000, 200),
    day('2026-01-02', 'a', 5000, 200),
    day('2026-01-02', 'holdout', 5000, 200),
  ]
  const pair = pairOf([cell('a', 10_000, 600), cell('holdout', 10_000, 400)], { evidence: { dayCells } })
  expect(pair.novelty).toMatchObject({ early: 0.04, late: 0, changing: true })
  expect(pair.warnings).toContain('effect_is_changing')
})

const people = fc.integer({ min: 0, max: 3000 })
const money = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 13n })
/** Any sums, also ones that no shop could have. */
const anyCell = (arm: string, epoch: number) =>
  fc.tuple(people, people, money, money).map(([n, some, sum, more]) => {
    const purchasers = Math.min(n, some)
    const squares = n === 0 ? 0n : (sum * sum) / BigInt(n) + (more < 0n ? -more : more)
    const total = n === 0 ? 0n : sum
    const figures: Sums = { ...sums(n, purchasers), revenue: { sum: total, squares: squares + 1n } }
    return cell(arm, n, purchasers, { epoch, all: figures, mature: figures })
  })

test('whatever the sums, no number is without an end, and intervals and p agree about zero', () => {
  const any = fc.tuple(anyCell('a', 0), anyCell('holdout', 0), anyCell('a', 1), anyCell('holdout', 1))
  fc.assert(
    fc.property(
      any,
      fc.constantFrom<Plan['primary']>('conversion', 'revenue', 'margin'),
      fc.nat(80),
      (cells, primary, day) => {
        const weights = [
          { a: 0.5, holdout: 0.5 },
          { a: 0.9, holdout: 0.1 },
        ]
        const read = compare(plan({ primary }), evidence(cells, { weights }), day * DAY)
        expect(unending(read)).toEqual([])
        for (const { primary: estimate } of read.comparisons)
          for (const { low, high, p, level, relative } of [estimate.fixed, estimate.always]) {
            if (low === null || high === null || p === null || Math.abs(p - level) < 1e-9) continue
            expect(low > 0 || high < 0).toBe(p < level)
            if (relative.low !== null && relative.high !== null && Math.abs(p - level) > 1e-6)
              expect(relative.low > 0 || relative.high < 0).toBe(p < level)
          }
      },
    ),
    { numRuns: 200 },
  )
})

/** Paths of what JSON could not say. */
function unending(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path]
  if (typeof value === 'bigint' || value === undefined) return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => unending(inner, `${path}.${key}`))
}

test('where nobody said how many there will be, the first week tells it, once and for all', () => {
  const day = (n: number, count: number) => ({ epoch: 0, day: `2026-01-0${n}`, arms: { a: count, holdout: count } })
  const launchedAt = Date.parse('2026-01-01')
  const own = plan({ launchedAt, decideAt: null })
  const week = [day(1, 3000), day(7, 500)]
  const at = (days: number) => launchedAt + days * DAY
  expect(foreseen(own, week, at(6)).plannedRecipients).toBeNull()
  expect(foreseen(own, [], at(8)).plannedRecipients).toBeNull()
  const expected = foreseen(own, week, at(8)).plannedRecipients
  expect(expected).toEqual({ a: 14_000, holdout: 14_000 })
  expect(foreseen(own, [...week, day(8, 90_000)], at(60)).plannedRecipients).toEqual(expected)
  const once = plan({ launchedAt, decideAt: at(1 + own.windowDays + own.tailDays) })
  expect(foreseen(once, week, at(8)).plannedRecipients).toEqual({ a: 3500, holdout: 3500 })
})
