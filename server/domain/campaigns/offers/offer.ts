// The socket of an offer: what every kind of offer says about itself, and what it is told about an order.
import type { z } from 'zod'
import type { OfferName, OfferOf } from '#shared/contracts/offers.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import type { RefusalCode } from '#shared/refusals.ts'

export type { Offer, OfferName, OfferOf, OfferScope } from '#shared/contracts/offers.ts'
export type { Order } from '#shared/contracts/redemptions.ts'

export type AssessRefusal = Extract<
  RefusalCode,
  | 'order.below_minimum'
  | 'order.no_eligible_items'
  | 'order.currency_mismatch'
  | 'order.total_mismatch'
  | 'order.shipping_missing'
  | 'order.nothing_to_discount'
  | 'giftcard.short'
  | 'giftcard.empty'
>

/** What is left of an order when other codes have had their turn; null where the order did not say. */
export type Left = { amountMinor: number; shippingMinor: number | null; lines: number[] | null }

/** An order and what is known beside it. A category on an item beats `categoryOf`, the catalogue's. */
export type Basket = {
  order: Order
  /** Absent when nothing was taken off before. */
  left?: Left | undefined
  favouriteCategory: string | null
  categoryOf: (sku: string) => string | null
  /** What a gift card still holds; null before its first use. */
  balanceMinor: number | null
  /** What the checkout wants of a gift card; null for as much as there is. */
  askedMinor: number | null
}

/** The most that may come off a line of the order; `at` is its place there. */
export type Line = { sku: string; at: number; mostMinor: number }
/** What an offer takes off; with `lines`, in the order's order, no more than their sum and to be split over them. */
export type Reduction = { discountMinor: number; lines: Line[] | null } | { refusal: AssessRefusal }

export type OfferKind<K extends OfferName> = {
  kind: K
  label: string
  args: z.ZodType<OfferOf<K>>
  /** The most that one voucher can ever cost; MAX_MINOR where the offer does not say. */
  worstCaseMinor(offer: OfferOf<K>): number
  discount(offer: OfferOf<K>, basket: Basket): Reduction
}
