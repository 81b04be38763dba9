// What of a budget may go in a day and to one customer: what a use is charged to, and what that still allows; pure.
// A day is one of the campaign's zone, however many hours it has. A customer is the voucher's recipient, whoever uses the
// voucher, over the whole life of the campaign: one total, which a guarded row can promise and a refund can lower again.
import type { RefusalCode } from '#shared/refusals.ts'
import type { Budget } from './budget.ts'

export const capKinds = ['day', 'customer'] as const
export type CapKind = (typeof capKinds)[number]

/** A limit that is null is none. The count is of uses that stand or are held, so that a gift card may count often. */
export interface Cap {
  id: string
  budgetId: string
  kind: CapKind
  /** The local day, or the id of the customer. */
  subject: string
  limitMinor: number | null
  countLimit: number | null
  usedMinor: number
  countUsed: number
}
/** What stands charged to a cap for one redemption or hold. */
export interface Charge {
  capId: string
  minor: number
  count: number
}
/** A line of the journal of a cap: what was charged, for which redemption or hold, and because of which fact. */
export interface CapEntry extends Charge {
  charge: string
  cause: string
}
/** Whose use it is, and the day that it counts for. */
export type Subjects = Record<CapKind, string>

export interface CapBook {
  /** By id. A cap of which nothing was used yet is absent. */
  caps: Map<string, Cap>
  /** What stands charged, by redemption or hold. */
  charges: Map<string, Charge[]>
}

/** What a cap allows still; without a limit Infinity. */
export interface CapRoom {
  minor: number
  count: number
  refusal: RefusalCode
}

const refusalOf: Record<CapKind, RefusalCode> = {
  day: 'budget.day_exhausted',
  customer: 'budget.customer_exhausted',
}

export const emptyBook = (): CapBook => ({ caps: new Map(), charges: new Map() })

export function limitsOf(budget: Budget, kind: CapKind): Pick<Cap, 'limitMinor' | 'countLimit'> {
  return kind === 'day'
    ? { limitMinor: budget.dayLimitMinor, countLimit: budget.dayCountLimit }
    : { limitMinor: budget.customerLimitMinor, countLimit: budget.customerCountLimit }
}

/** The kinds that a budget has limits of; most have none. */
export function kindsOf(budget: Budget): CapKind[] {
  return capKinds.filter((kind) => {
    const { limitMinor, countLimit } = limitsOf(budget, kind)
    return limitMinor !== null || countLimit !== null
  })
}

const NO_ROOMS: CapRoom[] = []

/** `back` is what stands charged for the hold that the use takes the place of. */
export function roomsIn(book: CapBook, budget: Budget, subjects: Subjects, back: readonly Charge[]): CapRoom[] {
  const kinds = kindsOf(budget)
  if (kinds.length === 0) return NO_ROOMS
  return kinds.map((kind) => {
    const { limitMinor, countLimit } = limitsOf(budget, kind)
    const cap = capOf(book, budget.id, kind, subjects[kind])
    const given = back.find(({ capId }) => capId === cap?.id)
    const used = (cap?.usedMinor ?? 0) - (given?.minor ?? 0)
    const count = (cap?.countUsed ?? 0) - (given?.count ?? 0)
    return {
      minor: limitMinor === null ? Number.POSITIVE_INFINITY : Math.max(0, limitMinor - used),
      count: countLimit === null ? Number.POSITIVE_INFINITY : Math.max(0, countLimit - count),
      refusal: refusalOf[kind],
    }
  })
}

/** The first that has too little for one more use of `minor`. */
export const tightest = (rooms: readonly CapRoom[], minor: number): CapRoom | undefined =>
  rooms.find((room) => minor > room.minor || room.count < 1)

export function capOf(book: CapBook, budgetId: string, kind: CapKind, subject: string): Cap | undefined {
  for (const cap of book.caps.values()) {
    if (cap.kind === kind && cap.subject === subject && cap.budgetId === budgetId) return cap
  }
  return undefined
}
