// Campaigns in words: the trigger, the offer, what is needed and why someone is left out, as a sentence would say it.
import type { ReplyOf } from '#shared/api.ts'
import type { CampaignState, Category, Channel } from '#shared/kinds.ts'
import { dayInWords, listed, money, percent, spelled } from '../ui/format.ts'

export type Campaign = ReplyOf<'getCampaign'>
export type Trigger = Campaign['trigger']
export type Offer = Campaign['variants'][number]['offer']
type Scope = Extract<Offer, { kind: 'percent_off' }>['scope']

/** When it happens: 'on a customer’s birthday'. */
export function triggerInWords(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'birthday':
      return trigger.leadDays === 0
        ? 'on a customer’s birthday'
        : `${days(trigger.leadDays)} before a customer’s birthday`
    case 'cart_abandoned': {
      const after = `${minutesInWords(trigger.delayMinutes)} after a cart was left`
      const least = trigger.minimumTotalMinor ?? 0
      return least === 0 ? after : `${after} with at least ${money(least, trigger.currency ?? '')} in it`
    }
    case 'spend_milestone':
      return `once a customer has spent ${money(trigger.thresholdMinor, trigger.currency)}`
    case 'win_back':
      return `${days(trigger.days)} after the last order`
    case 'signed_up':
      return trigger.delayMinutes === 0
        ? 'when a customer signs up'
        : `${minutesInWords(trigger.delayMinutes)} after a customer signs up`
    case 'custom_event':
      return `when “${spelled(trigger.name)}” happens`
    case 'first_order':
      return trigger.delayMinutes === 0
        ? 'after a customer’s first order'
        : `${minutesInWords(trigger.delayMinutes)} after a customer’s first order`
    case 'anniversary':
      return trigger.leadDays === 0
        ? 'on the anniversary of the first order'
        : `${days(trigger.leadDays)} before the anniversary of the first order`
    case 'price_drop':
      return 'when something in a cart that was left gets cheaper'
    case 'back_in_stock':
      return 'when something in a cart that was left is in stock again'
    case 'broadcast':
      return 'once, when you run it'
  }
}

/** What it gives: '20% off, at most €15'. */
export function offerInWords(offer: Offer, currency: string): string {
  switch (offer.kind) {
    case 'percent_off':
      return `${percent(offer.bps)} off ${scopeInWords(offer.scope)}, at most ${money(offer.maxMinor, currency)}`
    case 'amount_off':
      return `${money(offer.amountMinor, currency)} off ${scopeInWords(offer.scope)}`
    case 'free_shipping':
      return `free shipping, up to ${money(offer.maxMinor, currency)}`
    case 'gift_card':
      return `a gift card of ${money(offer.amountMinor, currency)}`
    case 'unit_off':
      return `${offer.quantity} × ${offer.sku} for free`
  }
}

function scopeInWords(scope: Scope): string {
  if (scope === undefined) return 'the order'
  const parts = [
    ...(scope.favouriteCategory ? ['their favourite category'] : []),
    ...(scope.categories ?? []),
    ...(scope.skus ?? []),
  ]
  return parts.length > 4 ? `${listed(parts.slice(0, 3))} and ${parts.length - 3} more` : listed(parts)
}

/** How long the voucher lives: 'valid for 14 days'. */
export function validityInWords(validity: Campaign['validity']): string {
  if ('until' in validity) return `valid until ${dayInWords(validity.until)}`
  return validity.days === 0 ? 'valid on the day of issue' : `valid for ${days(validity.days)}`
}

/** A campaign in one sentence. */
export function campaignInWords(campaign: Campaign): string {
  const currency = campaign.budget?.currency ?? 'EUR'
  const offers = campaign.variants.map((variant) => offerInWords(variant.offer, currency))
  const what = offers.length > 2 ? `${offers[0]}, or one of ${offers.length - 1} other offers` : offers.join(', or ')
  const when = triggerInWords(campaign.trigger)
  return `${what[0]?.toUpperCase()}${what.slice(1)}, ${when}, by ${listed(campaign.channels.map(channelInWords))}.`
}

const days = (n: number) => (n === 1 ? 'one day' : `${n} days`)

export function minutesInWords(minutes: number): string {
  if (minutes % 1440 === 0) return days(minutes / 1440)
  if (minutes % 60 === 0) return minutes === 60 ? 'one hour' : `${minutes / 60} hours`
  return minutes === 1 ? 'one minute' : `${minutes} minutes`
}

const channelWords: Record<Channel, string> = {
  email: 'e-mail',
  sms: 'text message',
  push: 'push message',
  onsite: 'your own pages',
  partner: 'a partner',
  webhook: 'your own sender',
}
export const channelInWords = (channel: Channel): string => channelWords[channel]

const categoryWords: Record<Category, string> = {
  'contact.email': 'e-mail address',
  'contact.phone': 'phone number',
  'contact.push': 'push address',
  'contact.account': 'account',
  'contact.partner': 'contact through partners',
  name: 'name',
  birthdate: 'birth date',
  age: 'age',
  demographics: 'demographics',
  location: 'location',
  purchase_history: 'purchase history',
  cart_activity: 'cart',
  preferences: 'preferences',
}
export function categoryInWords(category: string): string {
  return category in categoryWords ? categoryWords[category as Category] : spelled(category)
}

export const stateWords: Record<CampaignState, string> = {
  draft: 'Draft',
  live: 'Live',
  paused: 'Paused',
  ended: 'Ended',
}

const reasonWords: Record<string, string> = {
  no_consent: 'have not agreed',
  noConsent: 'had not agreed',
  not_granted: 'have not agreed',
  no_contact: 'cannot be reached',
  stopped: 'cannot be reached: the purpose was stopped',
  holdout: 'held out to compare',
  already_had: 'had one already',
  alreadyHad: 'had one already',
  capped: 'had enough vouchers for now',
  no_budget: 'found no budget left',
  noBudget: 'found no budget left',
  out_of_stock: 'would get something out of stock',
  outOfStock: 'would have got something out of stock',
  suppressed: 'asked not to be contacted',
  objection: 'objected to this use',
  erased: 'were erased',
  inactive: 'are no longer customers',
  minor: 'are minors without a guardian’s agreement',
}

/** Why people are left out, to follow a count: 'have not allowed their birth date'. */
export function reasonInWords(reason: string, category?: string): string {
  if (category !== undefined) return `have not allowed their ${categoryInWords(category)}`
  return reasonWords[reason] ?? spelled(reason)
}
