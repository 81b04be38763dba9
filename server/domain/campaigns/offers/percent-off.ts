// A share of what is eligible, up to a most.
import { percentOffSchema } from '#shared/contracts/offers.ts'
import { percentOf } from '#shared/money.ts'
import { eligible } from './eligible.ts'
import type { OfferKind } from './offer.ts'

export const percentOff: OfferKind<'percent_off'> = {
  kind: 'percent_off',
  label: 'Percent off',
  args: percentOffSchema,
  worstCaseMinor: (offer) => offer.maxMinor,
  discount(offer, basket) {
    const found = eligible(offer.scope, basket)
    if ('refusal' in found) return found
    const share = percentOf(found.eligibleMinor, offer.bps)
    return { discountMinor: Math.min(share, offer.maxMinor, found.eligibleMinor), lines: found.lines }
  },
}
