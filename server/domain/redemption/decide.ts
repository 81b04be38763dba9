// Decides wishes to redeem one after the other, in the order they came, as if each had been alone; pure but for new ids.

import type { Left, Order } from '#campaigns/offers/offer.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Outcome } from '#db/store.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { markRedeemed } from '#vouchers/claim.ts'
import { payMoves } from '#vouchers/set-aside.ts'
import { asTold } from './assess.ts'
import { aboutUse, budgetOf, count, type Draft, dayIn, move, openDraft, type VoucherDraft } from './draft.ts'
import { chargeUse, roomsFor } from './draft-caps.ts'
import { judge, type Verdict } from './judge.ts'
import { buyerOf, type Loaded, type Wish } from './load.ts'
import type { TakenOff } from './order-left.ts'
import type { RedemptionRow } from './queries.ts'
import { clashOf } from './stacking.ts'

export interface Redeemed {
  row: RedemptionRow
  replayed: boolean
  /** What came off the order, unless it had come off before. */
  off?: TakenOff
}
export type Keyed = Wish & { key: { scope: string; key: string; hash: string } }

export interface Decided {
  /** One per wish, in their order. */
  outcomes: Outcome<Redeemed>[]
  draft: Draft
  /** Campaigns whose budget did not pay in full for something. */
  short: Set<string>
}

export function decide(loaded: Loaded, wishes: Keyed[]): Decided {
  const decided: Decided = { outcomes: [], draft: openDraft(loaded), short: new Set() }
  for (const wish of wishes) decided.outcomes.push(decideOne(decided, loaded, wish))
  return decided
}

/** `left` is what other codes of the same stack have left of the order. */
export function decideOne({ draft, short }: Decided, loaded: Loaded, wish: Keyed, left?: Left): Outcome<Redeemed> {
  const id = loaded.vouchers.get(wish.print)?.id
  const voucher = id === undefined ? undefined : draft.vouchers.get(id)
  if (voucher === undefined) return no('voucher.not_found')
  const known = wish.isDropIn === true ? null : repeated(voucher.earlier, wish)
  if (known === 'reused') return no('idempotency.key_reused')
  if (known !== null) return { value: { row: known, replayed: true } }
  if (wish.holdId !== undefined && loaded.holds.get(wish.holdId)?.voucherId !== id) return no('hold.not_found')
  const verdict = judge({
    act: 'redeem',
    now: loaded.now,
    voucher: voucher.now,
    hold: voucher.hold,
    terms: voucher.terms,
    budget: budgetOf(draft, voucher.now.campaignId),
    order: wish.order,
    heldFor: wish.heldFor,
    left,
    clash: clashIn(draft, loaded, voucher, wish.order),
    askedMinor: wish.amountMinor ?? null,
    buyer: buyerOf(loaded, voucher.now, wish.order),
    rooms: roomsFor(draft, aboutUse(draft, voucher)),
    isClosed: loaded.closed.has(wish.order.reference),
    knowsRules: wish.isDropIn,
    mayBeNothing: wish.isDropIn,
    categoryOf: (sku) => loaded.categories.get(sku) ?? null,
  })
  if (verdict.isShort) short.add(voucher.now.campaignId)
  if ('refusal' in verdict) return no(verdict.refusal)
  const isByOther = buyerOf(loaded, voucher.now, wish.order) === 'other'
  const row = redeemDraft(draft, voucher, wish, verdict, isByOther)
  const { discountMinor, lines = null } = verdict
  return { value: { row, replayed: false, off: { kind: voucher.terms.offer.kind, discountMinor, lines } } }
}

/**
 * The redemption that a wish repeats: the one its own key made, else the one that stands for its order. A redemption
 * that was reversed in full answers its own key only; the same key with another body is a mistake (decisions.md, 1-3).
 */
export function repeated(earlier: RedemptionRow[], wish: Wish): RedemptionRow | 'reused' | null {
  const { key, order } = wish
  const own = key && earlier.find((row) => row.requestKey === key.key && row.keyScope === key.scope)
  if (own) return own.requestHash === key.hash ? own : 'reused'
  return earlier.find((row) => row.orderReference === order.reference && row.reversedAt === null) ?? null
}

type Worth = Exclude<Verdict, { refusal: RefusalCode }>

function redeemDraft(
  draft: Draft,
  voucher: VoucherDraft,
  wish: Keyed,
  worth: Worth,
  isByOther: boolean,
): RedemptionRow {
  const { now: claim, hold, terms } = voucher
  const { discountMinor } = worth
  const budget = budgetOf(draft, claim.campaignId)
  const balanceMinor = claim.balanceMinor === null ? null : claim.balanceMinor - discountMinor
  const use = { discountMinor, keepsRest: balanceMinor !== null }
  const { moves, fromReservedMinor, reservedMinor } = payMoves(budget.mode, claim, hold, use)
  const row: RedemptionRow = {
    id: newId('redemption', draft.now),
    voucherId: claim.id,
    campaignId: claim.campaignId,
    variantKey: claim.variantKey,
    // The index of uses holds what is numbered from 2 on: of a code that may be used several times all its uses.
    useNumber: claim.uses + (claim.useLimit === null ? 1 : 2),
    orderReference: wish.order.reference,
    orderAmountMinor: wish.order.amountMinor,
    discountMinor,
    fromReservedMinor,
    currency: budget.currency,
    lines: worth.lines === undefined ? null : JSON.stringify(worth.lines.map(asTold)),
    remainingMinor: balanceMinor,
    keyScope: wish.key.scope,
    requestKey: wish.key.key,
    requestHash: wish.key.hash,
    byOther: isByOther ? 1 : 0,
    reversedMinor: 0,
    reversedAt: null,
    redeemedAt: draft.now,
    day: dayIn(draft, terms.timeZone),
  }
  draft.redeemed.push(row)
  if (hold) draft.ended.push({ id: hold.id, end: 'redeemed' })
  move(draft, claim.campaignId, 'redeem', row.id, moves)
  chargeUse(draft, aboutUse(draft, voucher), { charge: row.id, minor: discountMinor })
  count(draft, voucher, { redeemed: 1, discountMinor, byOthers: row.byOther })
  voucher.now = markRedeemed(claim, { redemptionId: row.id, at: draft.now, balanceMinor, reservedMinor })
  voucher.hold = null
  voucher.earlier = [...voucher.earlier, row]
  return row
}

/** Why a voucher does not go with what its order has redeemed, before now and in this draft. */
export function clashIn(draft: Draft, { standing }: Loaded, voucher: VoucherDraft, order: Order): RefusalCode | null {
  const { stackRule, mindsOrders } = voucher.terms
  const before = standing.get(order.reference) ?? []
  if (!mindsOrders && before.length === 0) return null
  const others = before.filter(({ row }) => row.voucherId !== voucher.now.id).map(({ rule }) => rule)
  for (const row of draft.redeemed) {
    const other = row.orderReference === order.reference ? draft.vouchers.get(row.voucherId) : undefined
    if (other && other !== voucher) others.push(other.terms.stackRule)
  }
  return clashOf(stackRule, others)
}

const no = (code: RefusalCode) => ({ error: new Refusal(code) })
