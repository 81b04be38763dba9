/** Pure: what each rule would have said of a run, and whether each interval covered the truth. */
import { alwaysValid } from '#experiments/confidence-sequence.ts'
import { decide } from '#experiments/decide.ts'
import { eventTest } from '#experiments/event-test.ts'
import { relativeLift } from '#experiments/fieller.ts'
import { momentsOf, rateMoments } from '#experiments/moments.ts'
import { LEVELS } from '#experiments/plan.ts'
import { newcombe } from '#experiments/rates.ts'
import { carefulP, thirdMoment } from '#experiments/skew.ts'
import { type Difference, fixedTest, welch } from '#experiments/welch.ts'
import { type Design, LOOKS, truthOf } from './designs.ts'
import type { Look, Run } from './people.ts'

/** In the order of the table's columns. */
export const rules = ['fixed', 'naive', 'chance', 'sequence', 'gated', 'exact', 'hybrid'] as const
export type Rule = (typeof rules)[number]
export const intervals = ['difference', 'lift', 'newcombe', 'always', 'ratio'] as const
export type IntervalName = (typeof intervals)[number]

export interface Judged {
  /** Whether the rule saw a difference; null where it does not apply. */
  called: Record<Rule, boolean | null>
  covered: Record<IntervalName, boolean | null>
  /** The share of the run after which the hybrid rule spoke; null when it did not. */
  stoppedAt: number | null
}

const LEVEL = 0.05
const NAIVE_Z = 1.96
/** Where the chance to beat, read as a normal posterior, passes 95 % on either side. */
const CHANCE_Z = 1.6449

export function judge(design: Design, { looks, batches }: Run): Judged {
  const isRate = design.metric === 'conversion'
  const truth = truthOf(design)
  const gap = truth.treatment - truth.control
  const N = design.nC + design.nT
  const events = isRate ? eventTest(batches, LEVEL) : null
  const called: Judged['called'] = {
    fixed: false,
    naive: false,
    chance: false,
    sequence: false,
    gated: false,
    exact: events === null ? null : false,
    hybrid: false,
  }
  let always = true
  let stoppedAt: number | null = null
  looks.forEach((look, i) => {
    const d = differenceOf(design, look)
    const { difference, se } = d
    if (difference === null || se === null) return
    const isOpen = Math.min(look.buyers.c, look.buyers.t) >= (isRate ? 25 : 100)
    const sequence = alwaysValid(d, look.n.c + look.n.t, N, LEVEL)
    const z = Math.abs(difference / se)
    called.naive ||= z > NAIVE_Z
    called.chance ||= z > CHANCE_Z
    const p = sequence.p ?? 1
    called.sequence ||= p < LEVEL
    called.gated ||= isOpen && p < LEVEL
    if (events !== null) called.exact ||= (events.pPath[i] ?? 1) < LEVEL
    const pAlways = events === null ? p : (events.pPath[i] ?? 1)
    const isFinal = i === LOOKS - 1
    if (
      stoppedAt === null &&
      spoke(design, look, d, { pAlways, pFixed: isFinal ? carefulOf(design, look, d) : null, isFinal })
    )
      stoppedAt = (i + 1) / LOOKS
    const soFar = gapAt(design, gap, i)
    if (isOpen && soFar !== null) always &&= covers(sequence, soFar)
  })
  called.hybrid = stoppedAt !== null
  const last = looks[LOOKS - 1] as Look
  const d = differenceOf(design, last)
  const end = fixedTest(d, LEVEL)
  called.fixed = (end.p ?? 1) < LEVEL
  const share = (key: 'c' | 't') => ({ yes: last.buyers[key], n: last.n[key] })
  const atEnd = alwaysValid(d, N, N, LEVEL)
  return {
    called,
    covered: {
      difference: covers(end, gap),
      lift: covers(relativeLift(d, end.critical), truth.treatment / truth.control - 1),
      newcombe: isRate ? covers(newcombe(share('c'), share('t'), LEVEL) ?? none, gap) : null,
      always: always && covers(atEnd, gap),
      ratio: events === null || design.conversion > 0.2 ? null : covers(events, 1 + design.lift),
    },
    stoppedAt,
  }
}

/** The true difference of the means at a look: purchases fall evenly, so that it grows with the run; null where people came in meanwhile. */
function gapAt({ arrival }: Design, gap: number, look: number): number | null {
  if (arrival === 'blast') return (gap * (look + 1)) / LOOKS
  return gap === 0 ? 0 : null
}

const none = { low: null, high: null }
/** No bound on a side covers all of that side. */
const covers = ({ low, high }: { low: number | null; high: number | null }, value: number): boolean =>
  (low === null || low <= value) && (high === null || value <= high)

function differenceOf({ metric }: Design, { n, buyers, sum, squares }: Look): Difference {
  const of = (key: 'c' | 't') =>
    metric === 'conversion'
      ? rateMoments(n[key], buyers[key])
      : momentsOf(n[key], BigInt(sum[key]), BigInt(Math.round(squares[key])))
  return welch(of('c'), of('t'))
}

/** The p-value of the fixed test: for money with the second look that the house takes. */
function carefulOf({ metric }: Design, { n, buyers, sum, squares }: Look, d: Difference): number | null {
  const usual = fixedTest(d, LEVELS.final).p
  if (metric === 'conversion') return usual
  const spent = {
    n: n.c + n.t,
    purchasers: buyers.c + buyers.t,
    sum: sum.c + sum.t,
    squares: squares.c + squares.t,
  }
  return carefulP({ ...d, nC: n.c, nT: n.t }, usual, thirdMoment(spent))
}

/** The house's own rule, with everybody counted as mature and a week gone, so that it may speak at every look. */
function spoke(
  { metric }: Design,
  { n, buyers }: Look,
  d: Difference,
  { pAlways, pFixed, isFinal }: { pAlways: number; pFixed: number | null; isFinal: boolean },
): boolean {
  const fewest = Math.min(buyers.c, buyers.t)
  const verdict = decide({
    srmP: 1,
    minArmAssigned: Math.min(n.c, n.t),
    minArmConversions: fewest,
    totalConversions: buyers.c + buyers.t,
    minArmPurchasers: fewest,
    metricKind: metric === 'conversion' ? 'rate' : 'money',
    daysRunning: 7,
    maturedShare: 1,
    isFinal,
    pAlwaysValidHolm: pAlways,
    pFixedHolm: pFixed,
    estimate: d.difference,
    guardrailsOk: true,
    finalInterval: [null, null],
    indifference: null,
  })
  return verdict === 'winner' || verdict === 'loser'
}
