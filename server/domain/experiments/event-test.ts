// Pure: the exact sequential test on first purchases. Given that somebody bought, which arm she is in is a draw whose odds
// are known under "no difference", at any split and any hour; so the evidence may be looked at after every purchase.
import { TAU } from './plan.ts'

/** `atRisk`: recipients inside their window and without a purchase when the batch began. */
export interface Batch {
  xC: number
  xT: number
  atRiskC: number
  atRiskT: number
}
export interface EventTest {
  /** After each batch. */
  logE: number[]
  pPath: number[]
  p: number
  /** Null where one side has no purchase: then the ratio has no best value inside (0, unbounded). */
  mle: number | null
  low: number
  high: number | null
}

/** What is added to 1 and leaves it as it is. */
const NOTHING_BESIDE = -45
const GRID = Array.from({ length: 33 }, (_, j) => -4 + j / 4)
const LOG_WEIGHTS = (() => {
  const logs = GRID.map((z) => (-z * z) / 2)
  const total = logSumExp(logs)
  return logs.map((log) => log - total)
})()

/** The evidence as it stood before a batch. */
interface Mark {
  logs: Float64Array
  now: number
  p: number
}
/** One way through batches, to be gone on with when more have come. */
interface Walk {
  tau: number
  batches: Batch[]
  logE: number[]
  pPath: number[]
  /** Before every `EVERY`th batch. */
  marks: Mark[]
  ratio: (Ratio & { level: number }) | null
}
const EVERY = 64
const MOST_WALKS = 30
const walks: Walk[] = []

/** Batches must be small against those at risk: at least hourly. */
export function eventTest(batches: Batch[], level: number, tau = TAU): EventTest {
  const way = walk(batches, tau)
  const { logE, pPath } = way
  if (way.ratio?.level !== level) way.ratio = { level, ...rateRatio(batches, logE.at(-1) ?? 0, level) }
  const { mle, low, high } = way.ratio
  return { logE: [...logE], pPath: [...pPath], p: pPath.at(-1) ?? 1, mle, low, high }
}

/** What has happened since the last look is added to it; an hour that was told anew is gone back to. */
function walk(batches: Batch[], tau: number): Walk {
  let [best, shared] = [-1, 0]
  for (const [i, known] of walks.entries()) {
    const common = known.tau === tau ? commonStart(known.batches, batches) : 0
    if (common > shared) [best, shared] = [i, common]
  }
  const known = walks[best]
  if (known !== undefined && shared === batches.length && shared === known.batches.length) return known
  const from = known === undefined ? 0 : Math.min(known.marks.length - 1, Math.floor(shared / EVERY)) * EVERY
  const isNext = known !== undefined && known.batches.length - from < 2 * EVERY
  if (isNext) walks.splice(best, 1)
  const next: Walk = {
    tau,
    batches,
    logE: known?.logE.slice(0, from) ?? [],
    pPath: known?.pPath.slice(0, from) ?? [],
    marks: known?.marks.slice(0, from / EVERY + 1) ?? [
      { logs: Float64Array.from(LOG_WEIGHTS), now: logSumExp(LOG_WEIGHTS), p: 1 },
    ],
    ratio: null,
  }
  goOn(next, from)
  walks.push(next)
  if (walks.length > MOST_WALKS) walks.shift()
  return next
}

function commonStart(known: Batch[], asked: Batch[]): number {
  const most = Math.min(known.length, asked.length)
  for (let i = 0; i < most; i++) {
    const [a, b] = [known[i] as Batch, asked[i] as Batch]
    if (a.xC !== b.xC || a.xT !== b.xT || a.atRiskC !== b.atRiskC || a.atRiskT !== b.atRiskT) return i
  }
  return most
}

/** From its last mark, which stands before the batch `from`. */
function goOn({ tau, batches, logE, pPath, marks }: Walk, from: number): void {
  const steps = Float64Array.from(GRID, (z) => tau * z)
  const less = steps.map((step) => Math.expm1(step))
  const mark = marks.at(-1) as Mark
  const logs = mark.logs.slice()
  let { now, p } = mark
  for (let i = from; i < batches.length; i++) {
    if (i > from && i % EVERY === 0) marks.push({ logs: logs.slice(), now, p })
    const batch = batches[i] as Batch
    const p0 = oddsOf(batch)
    if (p0 !== null) {
      const events = batch.xC + batch.xT
      for (let j = 0; j < logs.length; j++)
        logs[j] =
          (logs[j] as number) + batch.xT * (steps[j] as number) - events * Math.log(1 + p0 * (less[j] as number))
      now = logSumExp(logs)
    }
    p = Math.min(p, Math.exp(-now))
    logE.push(now)
    pPath.push(p)
  }
}

/** The chance that a purchase is the treatment's under no difference; null where the batch says nothing. */
function oddsOf({ xC, xT, atRiskC, atRiskT }: Batch): number | null {
  if (xC + xT === 0 || atRiskC <= 0 || atRiskT <= 0) return null
  return atRiskT / (atRiskC + atRiskT)
}

function logSumExp(values: ArrayLike<number>): number {
  let most = Number.NEGATIVE_INFINITY
  for (let j = 0; j < values.length; j++) most = Math.max(most, values[j] as number)
  let sum = 0
  for (let j = 0; j < values.length; j++) {
    const below = (values[j] as number) - most
    if (below > NOTHING_BESIDE) sum += Math.exp(below)
  }
  return most + Math.log(sum)
}

interface Told {
  events: number
  p0: number
}

interface Ratio {
  mle: number | null
  low: number
  high: number | null
}

/** All ratios that the evidence does not speak against. The likelihood is concave in the ratio's logarithm. */
function rateRatio(batches: Batch[], logE: number, level: number): Ratio {
  const told: Told[] = []
  let [xC, xT] = [0, 0]
  for (const batch of batches) {
    const p0 = oddsOf(batch)
    if (p0 === null) continue
    told.push({ events: batch.xC + batch.xT, p0 })
    xC += batch.xC
    xT += batch.xT
  }
  if (xT + xC === 0) return { mle: null, low: 0, high: null }
  const seen = { told, xT }
  const least = logE - Math.log(1 / level)
  const best =
    xT === 0
      ? -WIDEST
      : xC === 0
        ? WIDEST
        : solve(
            seen,
            0,
            (at) => at.slope,
            (at) => at.bend,
          )
  const inside = (from: number, side: number) =>
    solve(
      seen,
      from,
      (at) => side * (least - at.log),
      (at) => -side * at.slope,
      side,
    )
  return {
    mle: xT === 0 || xC === 0 ? null : Math.exp(best),
    low: xT === 0 ? 0 : Math.exp(inside(best, -1)),
    high: xC === 0 ? null : Math.exp(inside(best, 1)),
  }
}

const WIDEST = 60
/** Of the ratio's logarithm: sums over many batches say no more. */
const EXACT = 1e-13

interface Seen {
  told: Told[]
  /** The treatment's purchases of all of them. */
  xT: number
}

interface At {
  log: number
  slope: number
  bend: number
}

function likelihood({ told, xT }: Seen, s: number): At {
  const theta = Math.exp(s)
  let [log, slope, bend] = [xT * s, xT, 0]
  for (const { events, p0 } of told) {
    const mixed = 1 - p0 + p0 * theta
    const share = (p0 * theta) / mixed
    log -= events * Math.log(mixed)
    slope -= events * share
    bend -= events * share * (1 - share)
  }
  return { log, slope, bend }
}

/** A zero of `value` by Newton's steps, halved into the bracket when they leave it. `side` narrows the bracket to one side. */
function solve(seen: Seen, from: number, value: (at: At) => number, slope: (at: At) => number, side = 0): number {
  let low = side > 0 ? from : -WIDEST
  let high = side < 0 ? from : WIDEST
  // With a side given the value rises from left to right; without one, being a slope, it falls.
  const isPast = (v: number) => (side === 0 ? v < 0 : v > 0)
  let s = side === 0 ? 0 : from + side / 10
  for (let step = 0; step < 200 && high - low > EXACT * Math.max(1, Math.abs(s)); step++) {
    const at = likelihood(seen, s)
    const v = value(at)
    if (v === 0) return s
    if (isPast(v)) high = s
    else low = s
    const next = s - v / slope(at)
    const moved = next > low && next < high ? next : (low + high) / 2
    if (Math.abs(moved - s) <= EXACT * Math.max(1, Math.abs(s))) return moved
    s = moved
  }
  return s
}
