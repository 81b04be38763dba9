// The set R of consent.md, section 4: every category of data that a campaign reads, wherever it is hidden; pure.
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { type Category, categories, contactCategory } from '#shared/kinds.ts'
import { needsOfMessage } from './message-variables.ts'
import type { Offer } from './offers/offer.ts'

/** Rule ∪ trigger ∪ offers ∪ message, in the order of the list of categories; the channels' contacts go without saying. */
export function needsOf(parts: {
  rule: readonly Category[]
  trigger: readonly Category[]
  offers: readonly Offer[]
  message: NewCampaign['message']
}): Category[] {
  const all = new Set<Category>([
    ...parts.rule,
    ...parts.trigger,
    ...parts.offers.flatMap(needsOfOffer),
    ...needsOfMessage(parts.message),
  ])
  return categories.filter((category) => all.has(category))
}

/** The favourite category is worked out from what somebody has bought. */
export function needsOfOffer(offer: Offer): Category[] {
  return readsFavourite(offer) ? ['purchase_history'] : []
}

export const readsFavourite = (offer: Offer): boolean => 'scope' in offer && offer.scope?.favouriteCategory === true

/** Every cell that has to be granted for a campaign to touch somebody on all of its channels. */
export function cellsOf(terms: Pick<NewCampaign, 'purpose' | 'channels'>, needs: readonly Category[]): Cell[] {
  const { purpose } = terms
  return terms.channels.flatMap((channel) =>
    [...new Set([contactCategory[channel], ...needs])].map((category) => ({ purpose, channel, category })),
  )
}
