// A fixed amount off what is eligible, once.
import { amountOffSchema } from '#shared/contracts/offers.ts'
import { eligible } from './eligible.ts'
import type { OfferKind } from './offer.ts'

export const amountOff: OfferKind<'amount_off'> = {
  kind: 'amount_off',
  label: 'Amount off',
  args: amountOffSchema,
  worstCaseMinor: (offer) => offer.amountMinor,
  discount(offer, basket) {
    const found = eligible(offer.scope, basket)
    if ('refusal' in found) return found
    return { discountMinor: Math.min(offer.amountMinor, found.eligibleMinor), lines: found.lines }
  },
}
