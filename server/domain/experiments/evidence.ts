// What is known of an experiment, as exact integer sums per arm and epoch: the only thing that the statistics read.
// Money is whole minor units of one currency; sums are BigInt because floats lose everything in nQ - S².

export type Metric = 'conversion' | 'revenue' | 'discount' | 'margin'

/** The sum of the recipients' totals and the sum of their squares. */
export interface Sum {
  sum: bigint
  squares: bigint
}

/** Totals over recipients of one arm in one epoch; each recipient is counted once. */
export interface Sums {
  n: number
  purchasers: number
  /** Recipients with a refund. */
  refunded: number
  revenue: Sum
  discount: Sum
  /** Net of discount, refunds and variable cost; null where the shop does not say its margins. */
  margin: (Sum & { timesDiscount: bigint; timesRevenue: bigint }) | null
  /** Spend of the 90 days before assignment, and the sums of its products; null where it was not sent for everybody. */
  before: (Sum & { timesPurchased: bigint; timesRevenue: bigint; timesMargin: bigint }) | null
}

export interface ArmCell {
  arm: string
  /** A period of constant weights, counted from 0. */
  epoch: number
  assigned: number
  /** Of an offer: vouchers issued, of those delivered (null where nobody can know), redeemed, by somebody else. */
  issued: number
  delivered: number | null
  redeemed: number
  redeemedByOthers: number
  /** Recipients whose orders were found, and of those whose orders carried their reference. */
  orders: number
  ordersWithReference: number
  /** Everybody assigned so far, and those whose window has closed; decisions rest on the second. */
  all: Sums
  mature: Sums
  /** The mature with totals capped at the plan's quantile; absent where the plan caps nothing. */
  capped?: Sums
}

/** New first purchases of a stretch of time, beside those who could have bought: assigned, in their window, without one. */
export interface EventBatch {
  epoch: number
  /** Epoch ms of the batch's end. */
  at: number
  arms: { arm: string; atRisk: number; purchasers: number }[]
}

export interface AssignedDay {
  epoch: number
  day: string
  /** Newly assigned recipients per arm. */
  arms: Record<string, number>
}

/** The same recipients split by their day of assignment, to see an effect that changes. */
export interface DayCell {
  day: string
  epoch: number
  arm: string
  mature: Sums
}

/** The same recipients' totals inside validity and in the tail after it, to see purchases that were only pulled forward. */
export interface WindowCell {
  epoch: number
  arm: string
  inside: Sums
  tail: Sums
}

export interface Evidence {
  /** Configured weights per epoch; they need not sum to 1. */
  weights: Record<string, number>[]
  cells: ArmCell[]
  /** Oldest first. Empty where purchases have no instants, as in imported arms: conversion then uses the intervals. */
  batches: EventBatch[]
  assignedDays: AssignedDay[]
  dayCells?: DayCell[]
  windowCells?: WindowCell[]
  /** False where the holdout's orders are not sent: whatever rests on them is "not measurable". */
  holdoutMeasured: boolean
  /** Lines of an import that were dropped because their recipient stood before; null for our own campaigns, where a repeat of a
   * fact never becomes one. */
  duplicates: number | null
  /** Facts that came after their recipient was mature. */
  lateFacts: number
  /** Verdicts that were told before, by the comparison's key. */
  told?: Record<string, { verdict: string; at: number; snapshot: string }>
}

export const NOTHING: Sum = { sum: 0n, squares: 0n }
export const noSums = (): Sums => ({
  n: 0,
  purchasers: 0,
  refunded: 0,
  revenue: NOTHING,
  discount: NOTHING,
  margin: { ...NOTHING, timesDiscount: 0n, timesRevenue: 0n },
  before: { ...NOTHING, timesPurchased: 0n, timesRevenue: 0n, timesMargin: 0n },
})
