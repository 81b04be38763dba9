// Pure: what a recipient's orders and redemptions come to within her window, and in which cells she counts.
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import type { UnitRow } from './arm-sums.ts'

/** Spend so long before the assignment is the covariate. */
export const BEFORE_MS = 90 * DAY_MS

export interface OrderFact {
  customerId: string
  placedAt: number
  receivedAt: number
  totalMinor: number
  refundedMinor: number
  currency: string
}
export interface VoucherFact {
  campaignId: string
  customerId: string
  /** Net of what was reversed. */
  discountMinor: number
  redeemed: boolean
  byOther: boolean
  /** Of the first use that stands. */
  redeemedAt: number | null
}
export type Totals = Pick<
  UnitRow,
  | 'issued'
  | 'redeemed'
  | 'redeemedAfter'
  | 'byOther'
  | 'orders'
  | 'late'
  | 'refunded'
  | 'firstBoughtAt'
  | 'revenueMinor'
  | 'tailOrders'
  | 'tailMinor'
  | 'discountMinor'
  | 'beforeMinor'
>

/**
 * Orders count by when they were placed, whatever came later: a refund lowers them, below zero if need be, and does not undo
 * that somebody bought. Orders of another currency are another analysis. Vouchers are those of the unit's own campaign.
 */
export function totalsOf(
  unit: Pick<UnitRow, 'assignedAt' | 'insideUntil' | 'maturesAt'>,
  currency: string,
  orders: readonly OrderFact[],
  vouchers: readonly VoucherFact[],
): Totals {
  const totals: Totals = {
    issued: vouchers.length > 0 ? 1 : 0,
    redeemed: vouchers.some(({ redeemed }) => redeemed) ? 1 : 0,
    redeemedAfter: daysToUse(unit.assignedAt, vouchers),
    byOther: vouchers.some(({ byOther }) => byOther) ? 1 : 0,
    orders: 0,
    late: 0,
    refunded: 0,
    firstBoughtAt: null,
    revenueMinor: 0,
    tailOrders: 0,
    tailMinor: 0,
    discountMinor: vouchers.reduce((sum, { discountMinor }) => sum + discountMinor, 0),
    beforeMinor: 0,
  }
  for (const order of orders) if (order.currency === currency) addOrder(totals, unit, order)
  return totals
}

function daysToUse(assignedAt: number, vouchers: readonly VoucherFact[]): number | null {
  const uses = vouchers.flatMap(({ redeemedAt }) => redeemedAt ?? [])
  return uses.length === 0 ? null : Math.max(0, Math.floor((Math.min(...uses) - assignedAt) / DAY_MS))
}

function addOrder(
  totals: Totals,
  { assignedAt, insideUntil, maturesAt }: Pick<UnitRow, 'assignedAt' | 'insideUntil' | 'maturesAt'>,
  { placedAt, receivedAt, totalMinor, refundedMinor }: OrderFact,
): void {
  const minor = totalMinor - refundedMinor
  if (placedAt < assignedAt) {
    if (placedAt >= assignedAt - BEFORE_MS) totals.beforeMinor += minor
    return
  }
  if (placedAt >= maturesAt) return
  totals.orders += 1
  totals.revenueMinor += minor
  if (refundedMinor > 0) totals.refunded = 1
  if (receivedAt >= maturesAt) totals.late += 1
  totals.firstBoughtAt = Math.min(totals.firstBoughtAt ?? placedAt, placedAt)
  if (placedAt <= insideUntil) return
  totals.tailOrders += 1
  totals.tailMinor += minor
}

export const dimensions = ['day', 'channel', 'country', 'age', 'newcomer', 'curve'] as const
export type Dimension = (typeof dimensions)[number]
export interface CellKey {
  campaignId: string
  epoch: number
  arm: string
  stage: 'all' | 'mature'
  dimension: 'all' | Dimension
  value: string
}

/** Everybody counts in the first stage of every dimension; in the second, whole arms and days, once the window is closed. */
export function cellsOf(unit: UnitRow): CellKey[] {
  const { campaignId, epoch, arm } = unit
  const cell = (stage: CellKey['stage'], dimension: CellKey['dimension'], value: string): CellKey => ({
    campaignId,
    epoch,
    arm,
    stage,
    dimension,
    value,
  })
  const cells = [
    cell('all', 'all', ''),
    cell('all', 'day', unit.day),
    cell('all', 'channel', unit.channel),
    cell('all', 'country', unit.country),
    cell('all', 'age', unit.ageBand),
    cell('all', 'newcomer', unit.newcomer),
    ...(unit.redeemedAfter === null ? [] : [cell('all', 'curve', String(unit.redeemedAfter).padStart(4, '0'))]),
  ]
  return unit.isMature === 1 ? [...cells, cell('mature', 'all', ''), cell('mature', 'day', unit.day)] : cells
}

export interface HourDelta {
  hour: number
  entered: number
  bought: number
  closed: number
}
export const hourOf = (instant: number): number => Math.floor(instant / HOUR_MS)

/** In which hours she came in, bought for the first time, or left without having bought. */
export function hoursOf({ assignedAt, firstBoughtAt, maturesAt }: UnitRow): HourDelta[] {
  const none = { entered: 0, bought: 0, closed: 0 }
  const end = firstBoughtAt === null ? { ...none, hour: hourOf(maturesAt), closed: 1 } : null
  return [
    { ...none, hour: hourOf(assignedAt), entered: 1 },
    end ?? { ...none, hour: hourOf(firstBoughtAt ?? assignedAt), bought: 1 },
  ]
}

const bands: [upTo: number, band: string][] = [
  [17, 'under 18'],
  [25, '18-25'],
  [40, '26-40'],
  [60, '41-60'],
  [Number.POSITIVE_INFINITY, '61+'],
]

/** Where she never said it, or did not allow that it is used. */
export const NOT_KNOWN = 'not known'

/** By the year of birth alone, as of a day. */
export function ageBand(birthYear: number | null, day: string): string {
  if (birthYear === null) return NOT_KNOWN
  const age = Number(day.slice(0, 4)) - birthYear
  return bands.find(([upTo]) => age <= upTo)?.[1] ?? NOT_KNOWN
}
