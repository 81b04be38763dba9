// Shipping at no cost, up to a most; the order has to say what shipping costs.
import { freeShippingSchema } from '#shared/contracts/offers.ts'
import type { OfferKind } from './offer.ts'

export const freeShipping: OfferKind<'free_shipping'> = {
  kind: 'free_shipping',
  label: 'Free shipping',
  args: freeShippingSchema,
  worstCaseMinor: (offer) => offer.maxMinor,
  discount(offer, { order, left }) {
    if (order.shippingMinor === undefined) return { refusal: 'order.shipping_missing' }
    const dueMinor = left?.shippingMinor ?? order.shippingMinor
    return { discountMinor: Math.min(dueMinor, offer.maxMinor), lines: null }
  },
}
