// Reads what is known of a campaign's experiment out of the sums that are kept: a few hundred rows, whatever its size.
import type { Queries } from '#db/store.ts'
import { HOLDOUT } from '#experiments/assign.ts'
import type { ArmCell, AssignedDay, DayCell, EventBatch, Evidence, Sums, WindowCell } from '#experiments/evidence.ts'
import type { Epoch } from '#experiments/weights.ts'
import { HOUR_MS } from '#shared/time.ts'
import { type ArmSums, addInto, noArmSums, readSums } from './arm-sums.ts'
import { capTotals } from './cap-totals.ts'
import { type CellRow, cellsOfCampaign, type HourRow, hoursOfCampaign } from './queries-cells.ts'
import { type TrialRow, trialRows } from './queries-rollup.ts'
import { hourOf } from './unit-totals.ts'

export interface Counted {
  trial: TrialRow
  epochs: Epoch[]
  /** Whole arms and days. */
  cells: CellRow[]
  evidence: Evidence
}

/** Null for a campaign that has assigned nobody yet. `capQuantile` is the plan's; capping looks at the recipients. */
export async function readEvidence(
  q: Queries,
  campaignId: string,
  now: number,
  capQuantile: number | null = null,
): Promise<Counted | null> {
  const [trial] = await trialRows(q, [campaignId])
  if (trial === undefined) return null
  const [cells, hours] = await Promise.all([
    cellsOfCampaign(q, campaignId, ['all', 'day']),
    hoursOfCampaign(q, campaignId, hourOf(now)),
  ])
  const epochs = JSON.parse(trial.epochs) as Epoch[]
  const caps = capQuantile === null ? null : await capTotals(q, campaignId, trial.marginBps, capQuantile)
  return { trial, epochs, cells, evidence: evidenceOf(trial, epochs, cells, hours, caps) }
}

/** Pure. */
function evidenceOf(
  trial: TrialRow,
  epochs: Epoch[],
  rows: CellRow[],
  hours: Hour[],
  caps: Map<string, ArmSums> | null,
): Evidence {
  const cells = rows.map((row) => ({ ...row, sums: readSums(row.sums) }))
  const hasMargin = trial.marginBps !== null
  const of = (stage: string, dimension: string) =>
    cells.filter((cell) => cell.stage === stage && cell.dimension === dimension)
  const whole = of('all', 'all')
  const hasBefore = whole.some(({ sums }) => sums.xx > 0n)
  const shape = (sums: ArmSums) => toSums(sums, hasMargin, hasBefore)
  const ripe = new Map(of('mature', 'all').map((cell) => [`${cell.epoch} ${cell.arm}`, cell.sums]))
  const armCells = whole.map(({ arm, epoch, sums }): ArmCell => {
    const mature = ripe.get(`${epoch} ${arm}`) ?? noArmSums()
    return {
      arm,
      epoch,
      assigned: Number(sums.n),
      issued: Number(sums.issued),
      delivered: null,
      redeemed: Number(sums.redeemed),
      redeemedByOthers: Number(sums.byOther),
      orders: Number(sums.known),
      ordersWithReference: Number(sums.purchasers),
      all: shape(sums),
      mature: shape(mature),
      ...(caps === null ? {} : { capped: shape(plus(mature, caps.get(`${epoch} ${arm}`))) }),
    }
  })
  return {
    weights: epochs.map(({ weights }) => weights),
    cells: armCells,
    batches: batchesOf(hours),
    assignedDays: assignedDays(of('all', 'day')),
    dayCells: of('mature', 'day').map(
      ({ epoch, value, arm, sums }): DayCell => ({ epoch, day: value, arm, mature: shape(sums) }),
    ),
    windowCells: of('mature', 'all').map(
      ({ epoch, arm, sums }): WindowCell => ({ epoch, arm, inside: shape(insideOf(sums)), tail: shape(tailOf(sums)) }),
    ),
    holdoutMeasured: isHoldoutMeasured(whole),
    duplicates: null,
    lateFacts: Number(whole.reduce((sum, { sums }) => sum + sums.late, 0n)),
  }
}

function plus(sums: ArmSums, change: ArmSums = noArmSums()): ArmSums {
  const copy = { ...sums }
  addInto(copy, change)
  return copy
}

export function toSums(sums: ArmSums, hasMargin: boolean, hasBefore: boolean): Sums {
  return {
    n: Number(sums.n),
    purchasers: Number(sums.purchasers),
    refunded: Number(sums.refunded),
    revenue: { sum: sums.r, squares: sums.rr },
    discount: { sum: sums.d, squares: sums.dd },
    margin: hasMargin ? { sum: sums.m, squares: sums.mm, timesDiscount: sums.md, timesRevenue: sums.mr } : null,
    before: hasBefore
      ? { sum: sums.x, squares: sums.xx, timesPurchased: sums.xp, timesRevenue: sums.xr, timesMargin: sums.xm }
      : null,
  }
}

const insideOf = (sums: ArmSums): ArmSums => ({
  ...noArmSums(),
  n: sums.n,
  purchasers: sums.insideBuyers,
  r: sums.inside,
  rr: sums.insideSquares,
})
const tailOf = (sums: ArmSums): ArmSums => ({
  ...noArmSums(),
  n: sums.n,
  purchasers: sums.tailBuyers,
  r: sums.tail,
  rr: sums.tailSquares,
})

type Read = Omit<CellRow, 'sums'> & { sums: ArmSums }

function assignedDays(cells: Read[]): AssignedDay[] {
  const days = Map.groupBy(cells, ({ epoch, value }) => JSON.stringify([value, epoch]))
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, some]) => {
      const [day, epoch] = JSON.parse(key) as [string, number]
      return { epoch, day, arms: Object.fromEntries(some.map(({ arm, sums }) => [arm, Number(sums.n)])) }
    })
}

type Hour = Omit<HourRow, 'campaignId'>

/** Hours in which somebody bought for the first time; whoever came in within the hour was at risk in it. */
function batchesOf(hours: Hour[]): EventBatch[] {
  const arms = [...new Set(hours.map(({ arm }) => arm))].sort()
  const placeOf = new Map(arms.map((arm, i) => [arm, i]))
  const batches: EventBatch[] = []
  for (const [epoch, rows] of Map.groupBy(hours, (row) => row.epoch)) {
    const atRisk = arms.map(() => 0)
    for (let i = 0; i < rows.length; ) {
      const { hour } = rows[i] as Hour
      const [bought, closed] = [arms.map(() => 0), arms.map(() => 0)]
      for (; rows[i]?.hour === hour; i++) {
        const row = rows[i] as Hour
        const at = placeOf.get(row.arm) as number
        atRisk[at] = (atRisk[at] as number) + row.entered
        bought[at] = row.bought
        closed[at] = row.closed
      }
      if (bought.some((count) => count > 0))
        batches.push({
          epoch,
          at: (hour + 1) * HOUR_MS,
          arms: arms.map((arm, a) => ({ arm, atRisk: atRisk[a] as number, purchasers: bought[a] as number })),
        })
      for (const a of arms.keys()) atRisk[a] = (atRisk[a] as number) - (bought[a] as number) - (closed[a] as number)
    }
  }
  return batches.sort((a, b) => a.at - b.at || a.epoch - b.epoch)
}

const ENOUGH = 10

/** False where the figures can only mean that the shop does not send the holdout's orders, or none that used no code. */
function isHoldoutMeasured(whole: Read[]): boolean {
  const sum = (cells: Read[], name: 'n' | 'purchasers' | 'plain' | 'redeemed') =>
    cells.reduce((total, { sums }) => total + Number(sums[name]), 0)
  const held = whole.filter(({ arm }) => arm === HOLDOUT)
  const offered = whole.filter(({ arm }) => arm !== HOLDOUT)
  if (sum(held, 'purchasers') > 0 || sum(held, 'n') === 0) return true
  if (sum(offered, 'purchasers') === 0) return sum(offered, 'redeemed') < ENOUGH
  if (sum(offered, 'plain') === 0) return sum(offered, 'purchasers') < ENOUGH
  return (sum(offered, 'plain') / Math.max(1, sum(offered, 'n'))) * sum(held, 'n') < ENOUGH
}
