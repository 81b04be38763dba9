// Pure: recipients one by one into the exact sums that the statistics read, for arms that were filled elsewhere.
import { capAt } from './cap.ts'
import { type ArmCell, type Evidence, noSums, type Sum, type Sums } from './evidence.ts'

/** Whole minor units; null where nobody knows. A recipient stands once. */
export interface Recipient {
  arm: string
  day: string
  purchased: boolean
  revenueMinor: number
  discountMinor: number
  marginMinor: number | null
  beforeMinor: number | null
}

export interface Tally {
  add: (recipient: Recipient) => void
  /** A line whose recipient stood before. */
  repeat: () => void
  /** Arms in the order of their first recipient. */
  arms: () => string[]
  /** Every recipient counts as mature. Weights are equal for the arms that none are named for. */
  evidence: (weights?: Record<string, number>) => Evidence
}

type Mutable = { -readonly [K in keyof Sums]: Sums[K] }
interface Kept {
  all: Mutable
  redeemed: number
  days: Map<string, Mutable>
  recipients: Recipient[]
}

/** `capQuantile`: recipients are kept, and counted again with their totals capped. */
export function makeTally(capQuantile: number | null = null): Tally {
  const arms = new Map<string, Kept>()
  let duplicates = 0
  const armOf = (key: string): Kept => {
    const known = arms.get(key)
    if (known !== undefined) return known
    const made = { all: noSums(), redeemed: 0, days: new Map<string, Mutable>(), recipients: [] }
    arms.set(key, made)
    return made
  }
  return {
    add: (recipient) => {
      const arm = armOf(recipient.arm)
      addRecipient(arm.all, recipient)
      if (recipient.discountMinor > 0) arm.redeemed++
      const day = arm.days.get(recipient.day) ?? noSums()
      arm.days.set(recipient.day, day)
      addRecipient(day, recipient)
      if (capQuantile !== null) arm.recipients.push(recipient)
    },
    repeat: () => {
      duplicates++
    },
    arms: () => [...arms.keys()],
    evidence: (weights = {}) => ({
      weights: [Object.fromEntries([...arms.keys()].map((key) => [key, weights[key] ?? 1]))],
      cells: cellsOf(arms, capQuantile),
      batches: [],
      assignedDays: [],
      dayCells: [...arms].flatMap(([arm, { days }]) =>
        [...days].map(([day, mature]) => ({ day, epoch: 0, arm, mature: mature as Sums })),
      ),
      holdoutMeasured: true,
      duplicates,
      lateFacts: 0,
    }),
  }
}

function cellsOf(arms: Map<string, Kept>, capQuantile: number | null): ArmCell[] {
  const caps = capQuantile === null ? null : capsOf([...arms.values()], capQuantile)
  return [...arms].map(([arm, { all, redeemed, recipients }]) => ({
    arm,
    epoch: 0,
    assigned: all.n,
    issued: all.n,
    delivered: null,
    redeemed,
    redeemedByOthers: 0,
    orders: all.purchasers,
    ordersWithReference: all.purchasers,
    all,
    mature: all,
    ...(caps === null ? {} : { capped: sumsOf(recipients, caps) }),
  }))
}

interface Caps {
  revenue: number | null
  margin: number | null
}
/** Each money by itself, over all arms together, to the whole minor unit. */
function capsOf(arms: Kept[], quantile: number): Caps {
  const of = (value: (recipient: Recipient) => number) => {
    const cap = capAt(
      arms.flatMap(({ recipients }) => recipients.map(value)),
      quantile,
    )
    return cap === null ? null : Math.round(cap)
  }
  return { revenue: of(({ revenueMinor }) => revenueMinor), margin: of(({ marginMinor }) => marginMinor ?? 0) }
}

function sumsOf(recipients: Recipient[], { revenue, margin }: Caps): Sums {
  const sums: Mutable = noSums()
  const atMost = (value: number, cap: number | null) => (cap === null ? value : Math.min(value, cap))
  for (const recipient of recipients)
    addRecipient(sums, {
      ...recipient,
      revenueMinor: atMost(recipient.revenueMinor, revenue),
      marginMinor: recipient.marginMinor === null ? null : atMost(recipient.marginMinor, margin),
    })
  return sums
}

function addRecipient(sums: Mutable, recipient: Recipient): void {
  const { purchased, marginMinor, beforeMinor } = recipient
  sums.n++
  if (purchased) sums.purchasers++
  // Most recipients buy nothing, and zeros need no big numbers.
  const revenue = recipient.revenueMinor === 0 ? 0n : BigInt(recipient.revenueMinor)
  const discount = recipient.discountMinor === 0 ? 0n : BigInt(recipient.discountMinor)
  const margin = marginMinor === null ? null : BigInt(marginMinor)
  sums.revenue = plus(sums.revenue, revenue)
  sums.discount = plus(sums.discount, discount)
  if (margin === null || sums.margin === null) sums.margin = null
  else if (margin !== 0n)
    sums.margin = {
      ...plus(sums.margin, margin),
      timesDiscount: sums.margin.timesDiscount + margin * discount,
      timesRevenue: sums.margin.timesRevenue + margin * revenue,
    }
  if (beforeMinor === null || sums.before === null) sums.before = null
  else if (beforeMinor !== 0) {
    const before = BigInt(beforeMinor)
    sums.before = {
      ...plus(sums.before, before),
      timesPurchased: sums.before.timesPurchased + (purchased ? before : 0n),
      timesRevenue: sums.before.timesRevenue + before * revenue,
      timesMargin: sums.before.timesMargin + before * (margin ?? 0n),
    }
  }
}

const plus = (to: Sum, value: bigint): Sum =>
  value === 0n ? to : { sum: to.sum + value, squares: to.squares + value * value }
