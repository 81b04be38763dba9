// A balance that pays for orders until it is empty. What is asked beyond the order is not taken; what is asked beyond the
// balance is refused, because a checkout that names an amount counts on all of it.
import { giftCardSchema } from '#shared/contracts/offers.ts'
import type { OfferKind } from './offer.ts'

export const giftCard: OfferKind<'gift_card'> = {
  kind: 'gift_card',
  label: 'Gift card',
  args: giftCardSchema,
  worstCaseMinor: (offer) => offer.amountMinor,
  discount(offer, { order, left, balanceMinor, askedMinor }) {
    const balance = balanceMinor ?? offer.amountMinor
    if (balance <= 0) return { refusal: 'giftcard.empty' }
    if (askedMinor !== null && askedMinor > balance) return { refusal: 'giftcard.short' }
    const dueMinor = left?.amountMinor ?? order.amountMinor
    return { discountMinor: Math.max(0, Math.min(askedMinor ?? balance, balance, dueMinor)), lines: null }
  },
}
