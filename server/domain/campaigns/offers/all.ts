// Every kind of offer there is, and how to ask one of them.
import { amountOff } from './amount-off.ts'
import { freeShipping } from './free-shipping.ts'
import { giftCard } from './gift-card.ts'
import type { Basket, Offer, OfferKind, OfferName, OfferOf, Reduction } from './offer.ts'
import { percentOff } from './percent-off.ts'
import { unitOff } from './unit-off.ts'

export const offerKinds: { [K in OfferName]: OfferKind<K> } = {
  percent_off: percentOff,
  amount_off: amountOff,
  free_shipping: freeShipping,
  gift_card: giftCard,
  unit_off: unitOff,
}

/** The most that one voucher of this offer can ever cost; MAX_MINOR where the offer does not say. */
export function worstCaseMinor<K extends OfferName>(offer: OfferOf<K> & { kind: K }): number {
  return offerKinds[offer.kind].worstCaseMinor(offer)
}

/** Whether an offer bounds what it costs; a guaranteed budget needs that. */
export function isBounded(offer: Offer): boolean {
  return offer.kind !== 'unit_off' || offer.maxMinor !== undefined
}

/** What an offer takes off a basket, or why it does not. */
export function discountOf<K extends OfferName>(offer: OfferOf<K> & { kind: K }, basket: Basket): Reduction {
  return offerKinds[offer.kind].discount(offer, basket)
}
