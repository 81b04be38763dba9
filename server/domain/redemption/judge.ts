// Judges whether an order may use a voucher, and for how much: the voucher's standing, then the order, then the money; pure.
import { type Budget, fits, freeMinor } from '#budget/budget.ts'
import { type CapRoom, tightest } from '#budget/caps.ts'
import type { Left, Offer, Order } from '#campaigns/offers/offer.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import type { Claim } from '#vouchers/claim.ts'
import type { HoldRow } from '#vouchers/hold.ts'
import { hasOwner } from '#vouchers/owner.ts'
import { holdMoves, payMoves, setAsideMinor } from '#vouchers/set-aside.ts'
import { assessPlaced, type PlacedLine } from './assess.ts'
import type { StackRule } from './stacking.ts'

/** What of a campaign matters to somebody who redeems one of its vouchers; instants are epoch milliseconds. */
export interface Terms {
  offer: Offer
  minimumOrderMinor: number | null
  redeemableBy: 'anyone' | 'recipient'
  refundPolicy: 'keep' | 'restore'
  startsAt: number | null
  redemptionsStoppedAt: number | null
  ruledAt: number | null
  timeZone: string
  stackRule: StackRule
  /** Whether it matters what else an order has redeemed. */
  mindsOrders: boolean
}
/** Who stands at the checkout, as far as the order says. */
export type Buyer = 'unsaid' | 'recipient' | 'other'

export interface Case {
  act: 'redeem' | 'hold'
  now: number
  voucher: Claim
  /** The voucher's hold if its time is not over. */
  hold: HoldRow | null
  terms: Terms
  /** As it would be if everything decided so far were written. */
  budget: Budget
  /** What the days and customers of the budget still allow. */
  rooms: CapRoom[]
  order: Order
  /** What a hold may stand under in place of the order. */
  heldFor?: string | undefined
  /** What other codes of the same stack have left of it. */
  left?: Left | undefined
  /** Why it does not go with what the order has redeemed already. */
  clash: RefusalCode | null
  /** Gift cards: how much to take. */
  askedMinor: number | null
  buyer: Buyer
  /** The order was cancelled or refunded in full. */
  isClosed: boolean
  /** Whoever asks has judged the voucher's validation rules. */
  knowsRules?: boolean | undefined
  /** The voucher is used also when it takes nothing off. */
  mayBeNothing?: boolean | undefined
  categoryOf: (sku: string) => string | null
}

/** `isShort` when more money or a larger number of vouchers would have made a difference. */
export type Verdict =
  | { discountMinor: number; lines?: PlacedLine[]; isShort: boolean }
  | { refusal: RefusalCode; isShort: boolean }

export function judge(facts: Case): Verdict {
  const refusal = standing(facts)
  if (refusal !== null) return { refusal, isShort: false }
  const worth = worthOf(facts, null)
  if ('refusal' in worth) return { ...worth, isShort: false }
  if (isBorne(facts, worth.discountMinor)) return { ...worth, isShort: false }
  const { budget, rooms } = facts
  const inBudget = freeMinor(budget) + setAsideMinor(facts.voucher, facts.hold)
  const capMinor = Math.min(inBudget, ...rooms.map((room) => room.minor))
  if (budget.whenShort === 'cap' && capMinor > 0) {
    const capped = worthOf(facts, capMinor)
    if ('discountMinor' in capped && isBorne(facts, capped.discountMinor)) return { ...capped, isShort: true }
  }
  return { refusal: shortOf(facts, budget.whenShort === 'cap' ? 1 : worth.discountMinor), isShort: true }
}

const isBorne = (facts: Case, discountMinor: number): boolean =>
  affords(facts, discountMinor) && tightest(facts.rooms, discountMinor) === undefined

/** What runs out first: the budget itself, or what of it is for today or for this customer. */
function shortOf(facts: Case, discountMinor: number): RefusalCode {
  const tight = affords(facts, discountMinor) ? tightest(facts.rooms, discountMinor) : undefined
  return tight?.refusal ?? 'budget.exhausted'
}

/** Why the voucher is no good to this order whatever is on it. A live hold carries its order past expiry and end. */
function standing(facts: Case): RefusalCode | null {
  const { voucher, hold, terms, order, heldFor = order.reference, buyer, isClosed, clash, now, knowsRules } = facts
  if (isClosed) return 'order.closed'
  const isHeldForIt = hold !== null && hold.orderReference === heldFor
  if (voucher.state === 'revoked') return 'voucher.revoked'
  if (voucher.state === 'redeemed') return voucher.balanceMinor === null ? 'voucher.already_redeemed' : 'giftcard.empty'
  if (voucher.disabledAt !== null) return 'voucher.disabled'
  if (knowsRules !== true && (voucher.ruledAt ?? terms.ruledAt) !== null) return 'voucher.ruled_elsewhere'
  if (!isHeldForIt) {
    const { redemptionsStoppedAt, startsAt } = terms
    if (redemptionsStoppedAt !== null && redemptionsStoppedAt <= now) return 'campaign.ended'
    if (voucher.state === 'expired' || voucher.expiresAt < now) return 'voucher.expired'
    if (hold !== null) return 'voucher.held'
    if (Math.max(startsAt ?? 0, voucher.startsAt ?? 0) > now) return 'voucher.not_yet_valid'
  }
  const isForRecipient = terms.redeemableBy === 'recipient' && hasOwner(voucher)
  return isForRecipient && buyer !== 'recipient' ? 'voucher.other_customer' : clash
}

function worthOf(facts: Case, capMinor: number | null) {
  const { voucher, terms, budget, order, left, askedMinor, mayBeNothing, categoryOf } = facts
  return assessPlaced({
    offer: terms.offer,
    order,
    left,
    minimumOrderMinor: terms.minimumOrderMinor,
    budgetCurrency: budget.currency,
    favouriteCategory: voucher.favouriteCategory,
    balanceMinor: voucher.balanceMinor,
    askedMinor,
    mayBeNothing,
    capMinor,
    categoryOf,
  })
}

function affords({ act, voucher, hold, budget }: Case, discountMinor: number): boolean {
  const { moves } =
    act === 'hold'
      ? holdMoves(budget.mode, voucher, hold, discountMinor)
      : payMoves(budget.mode, voucher, hold, { discountMinor, keepsRest: voucher.balanceMinor !== null })
  return fits(budget, moves)
}
