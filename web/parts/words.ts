// Campaigns in words: the trigger, the offer, what is needed and why someone is left out, as a sentence would say it.
import type { ReplyOf } from '#shared/api.ts'
import type { CampaignState, Channel } from '#shared/kinds.ts'
import { wordsOf } from '../console/words.ts'
import { dayInWords, listed, money, percent, spelled } from '../ui/format.ts'

export type Campaign = ReplyOf<'getCampaign'>
export type Trigger = Campaign['trigger']
export type Offer = Campaign['variants'][number]['offer']
type Scope = Extract<Offer, { kind: 'percent_off' }>['scope']

const say = () => wordsOf('campaigns')

/** When it happens: 'on a customer’s birthday'. */
export function triggerInWords(trigger: Trigger): string {
  const t = say()
  switch (trigger.kind) {
    case 'birthday':
      return ahead(trigger.leadDays, 'trigger.birthday.on', 'trigger.birthday.ahead')
    case 'anniversary':
      return ahead(trigger.leadDays, 'trigger.anniversary', 'trigger.anniversaryAhead')
    case 'cart_abandoned': {
      const time = minutesInWords(trigger.delayMinutes)
      const least = trigger.minimumTotalMinor ?? 0
      if (least === 0) return t('trigger.cart', { time })
      return t('trigger.cartWith', { time, worth: money(least, trigger.currency ?? '') })
    }
    case 'spend_milestone':
      return t('trigger.milestone', { worth: money(trigger.thresholdMinor, trigger.currency) })
    case 'win_back':
      return t('trigger.winBack', { time: days(trigger.days) })
    case 'signed_up':
      return later(trigger.delayMinutes, 'trigger.signedUp', 'trigger.signedUpAfter')
    case 'first_order':
      return later(trigger.delayMinutes, 'trigger.firstOrder', 'trigger.firstOrderAfter')
    case 'custom_event':
      return t('trigger.custom', { name: spelled(trigger.name) })
    case 'price_drop':
      return t('trigger.priceDrop')
    case 'back_in_stock':
      return t('trigger.backInStock')
    case 'broadcast':
      return t('trigger.broadcast')
  }
}

type Key = Parameters<ReturnType<typeof say>>[0]
const ahead = (leadDays: number, on: Key, before: Key) =>
  leadDays === 0 ? say()(on) : say()(before, { time: days(leadDays) })
const later = (minutes: number, at: Key, after: Key) =>
  minutes === 0 ? say()(at) : say()(after, { time: minutesInWords(minutes) })

/** What it gives: '20% off, at most €15'. */
export function offerInWords(offer: Offer, currency: string): string {
  const t = say()
  switch (offer.kind) {
    case 'percent_off': {
      const most = money(offer.maxMinor, currency)
      return t('offer.percent', { percent: percent(offer.bps), what: scopeInWords(offer.scope), most })
    }
    case 'amount_off':
      return t('offer.amount', { amount: money(offer.amountMinor, currency), what: scopeInWords(offer.scope) })
    case 'free_shipping':
      return t('offer.shipping', { most: money(offer.maxMinor, currency) })
    case 'gift_card':
      return t('offer.card', { amount: money(offer.amountMinor, currency) })
    case 'unit_off':
      return t('offer.unit', { quantity: offer.quantity, sku: offer.sku })
  }
}

function scopeInWords(scope: Scope): string {
  const t = say()
  if (scope === undefined) return t('scope.order')
  const parts = [
    ...(scope.favouriteCategory ? [t('scope.favourite')] : []),
    ...(scope.categories ?? []),
    ...(scope.skus ?? []),
  ]
  if (parts.length <= 4) return listed(parts)
  return t('scope.more', { some: listed(parts.slice(0, 3)), rest: parts.length - 3 })
}

/** How long the voucher lives: 'valid for 14 days'. */
export function validityInWords(validity: Campaign['validity']): string {
  if ('until' in validity) return say()('valid.until', { day: dayInWords(validity.until) })
  return validity.days === 0 ? say()('valid.sameDay') : say()('valid.days', { time: days(validity.days) })
}

/** A campaign in one sentence. */
export function campaignInWords(campaign: Campaign): string {
  const currency = campaign.budget?.currency ?? 'EUR'
  const offers = campaign.variants.map((variant) => offerInWords(variant.offer, currency))
  return inOneSentence(offers, campaign.trigger, campaign.channels)
}

export function inOneSentence(offers: string[], trigger: Trigger, channels: readonly Channel[]): string {
  const t = say()
  const [one = '', other = ''] = offers
  const two = offers.length === 2 ? t('sentence.or', { one, other }) : one
  const what = offers.length > 2 ? t('sentence.orMore', { one, count: offers.length - 1 }) : two
  const how = listed(channels.map(channelInWords))
  const text = t('sentence', { what, when: triggerInWords(trigger), how })
  return `${text[0]?.toLocaleUpperCase()}${text.slice(1)}`
}

const days = (n: number) => say()('time.day', { count: n })

export function minutesInWords(minutes: number): string {
  if (minutes % 1440 === 0) return days(minutes / 1440)
  if (minutes % 60 === 0) return say()('time.hour', { count: minutes / 60 })
  return say()('time.minute', { count: minutes })
}

export const channelInWords = (channel: Channel): string => say()(`channel.${channel}`)
export const categoryInWords = (category: string): string => say().maybe(`category.${category}`, {}, spelled(category))
export const stateInWords = (state: CampaignState): string => say()(`state.${state}`)

/** Why people are left out, to follow a count: 'have not allowed their birth date'. */
export function reasonInWords(reason: string, category?: string): string {
  if (category !== undefined) return say()('reason.category', { category: categoryInWords(category) })
  return say().maybe(`reason.${reason}`, {}, spelled(reason))
}
