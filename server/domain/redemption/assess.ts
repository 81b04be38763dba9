// Says what an offer is worth on an order, or why it is worth nothing; pure.
import { discountOf } from '#campaigns/offers/all.ts'
import type { AssessRefusal, Left, Line, Offer, Order } from '#campaigns/offers/offer.ts'
import { allocate } from '#shared/money.ts'

export type AssessInput = {
  offer: Offer
  order: Order
  /** What other codes have left of it; absent when there are none. */
  left?: Left | undefined
  minimumOrderMinor?: number | null
  budgetCurrency: string
  favouriteCategory?: string | null
  /** What a gift card still holds; absent or null before its first use. */
  balanceMinor?: number | null
  /** What the checkout wants of a gift card; absent for min(balance, order). */
  askedMinor?: number | null
  /** What the budget can still pay, for campaigns that cap rather than refuse. */
  capMinor?: number | null
  /** Asked by the drop-in, whose vouchers are used also by orders that they take nothing off. */
  mayBeNothing?: boolean | undefined
  categoryOf?: (sku: string) => string | null
}
export type DiscountLine = { sku: string; discountMinor: number }
export type PlacedLine = DiscountLine & { at: number }
export type Placed = { discountMinor: number; lines?: PlacedLine[] } | { refusal: AssessRefusal }
export type Assessment = { discountMinor: number; lines?: DiscountLine[] } | { refusal: AssessRefusal }

/**
 * The discount in minor units of the budget's currency, never above what is eligible; 0 only for gift cards or a cap.
 * `lines`, for offers on items of an order that names them: every eligible line in the order's order, also those with
 * 0, summing exactly to the discount.
 */
export function assess(input: AssessInput): Assessment {
  const placed = assessPlaced(input)
  return 'refusal' in placed || !placed.lines ? placed : { ...placed, lines: placed.lines.map(asTold) }
}

/** A line without its place, which only this house needs to know. */
export const asTold = ({ sku, discountMinor }: PlacedLine): DiscountLine => ({ sku, discountMinor })

/** The same, with the place of each line in the order. */
export function assessPlaced(input: AssessInput): Placed {
  const { offer, order } = input
  if (order.currency !== input.budgetCurrency) return { refusal: 'order.currency_mismatch' }
  if (!addsUp(order)) return { refusal: 'order.total_mismatch' }
  if (order.amountMinor < (input.minimumOrderMinor ?? 0)) return { refusal: 'order.below_minimum' }
  const reduction = discountOf(offer, {
    order,
    left: input.left,
    favouriteCategory: input.favouriteCategory ?? null,
    categoryOf: input.categoryOf ?? (() => null),
    balanceMinor: input.balanceMinor ?? null,
    askedMinor: input.askedMinor ?? null,
  })
  if ('refusal' in reduction) return reduction
  // A voucher is used up by an order, so one that would take nothing off is kept; a gift card loses nothing.
  if (reduction.discountMinor === 0 && offer.kind !== 'gift_card' && input.mayBeNothing !== true)
    return { refusal: 'order.nothing_to_discount' }
  const cap = Math.max(0, input.capMinor ?? reduction.discountMinor)
  const discountMinor = Math.min(reduction.discountMinor, cap)
  return reduction.lines ? { discountMinor, lines: split(discountMinor, reduction.lines) } : { discountMinor }
}

/** Plain numbers do: a product beyond their exact range is above every amount that an order may have. */
function addsUp(order: Order): boolean {
  if (!order.items) return true
  return order.items.reduce((sum, item) => sum + item.quantity * item.unitPriceMinor, 0) === order.amountMinor
}

function split(discountMinor: number, lines: Line[]): PlacedLine[] {
  const parts = allocate(
    discountMinor,
    lines.map((line) => line.mostMinor),
  )
  return lines.map((line, at) => ({ sku: line.sku, at: line.at, discountMinor: parts[at] ?? 0 }))
}
