// Pure: a campaign as the form holds it (amounts as people type them, shares in percent) and as the doors take it.
import type { BodySent } from '#shared/api.ts'
import type { Channel } from '#shared/kinds.ts'
import type { Campaign, Offer, Trigger } from '../../parts/words.ts'
import { budgetRulesOf, type CapsDraft, capsOf, stackingOf } from './caps-draft.ts'
import { bpsOf, minorOf, type Typed, typedOf, wholeOf } from './typed.ts'

export { minorOf, type Typed } from './typed.ts'
export type OfferKind = Offer['kind']
type Body = BodySent<'createCampaign'>
type Rule = NonNullable<BodySent<'previewSegment'>['rule']>

/** All that an offer of any kind may say, so that changing the kind loses nothing. */
export interface OfferDraft {
  kind: OfferKind
  percent: Typed
  amount: Typed
  most: Typed
  scope: 'order' | 'favourite' | 'categories'
  categories: string[]
  sku: string
  quantity: Typed
}
export interface VariantDraft {
  /** Only for the page: keys may be typed over. */
  row: number
  key: string
  share: Typed
  offer: OfferDraft
}
export interface TriggerDraft {
  kind: 'birthday' | 'cart_abandoned' | 'spend_milestone'
  leadDays: Typed
  delay: Typed
  delayUnit: 'minutes' | 'hours' | 'days'
  least: Typed
  threshold: Typed
}
export interface Draft extends CapsDraft {
  name: string
  purpose: string
  channels: Channel[]
  trigger: TriggerDraft
  countries: string[]
  leastOrders: Typed
  leastSpent: Typed
  /** A segment that this form cannot show; kept as it is. */
  otherSegment: Body['segment'] | null
  variants: VariantDraft[]
  holdout: Typed
  currency: string
  limit: Typed
  mode: 'at_redemption' | 'guaranteed'
  validFor: 'days' | 'until'
  days: Typed
  until: string
  minimumOrder: Typed
  capMax: Typed
  capDays: Typed
  redeemableBy: 'anyone' | 'recipient'
  subject: string
  text: string
  /** Markup written elsewhere; kept as it is. */
  html: string | undefined
  /** Languages that this form does not show; kept as they are. */
  otherMessages: NonNullable<Body['message']>
  timeZone: string
}

export const LOCALE = 'en'
const minutesIn = { minutes: 1, hours: 60, days: 1440 } as const

/** The body of `createCampaign` and `patchCampaign`. Blanks are left out; the contract says which may be. */
export function bodyOf(draft: Draft): Body {
  const limitMinor = minorOf(draft.limit, draft.currency)
  const segment = segmentOf(draft)
  const capMax = wholeOf(draft.capMax)
  const minimumOrderMinor = minorOf(draft.minimumOrder, draft.currency)
  const stacking = stackingOf(draft)
  const rules = budgetRulesOf(draft, draft.currency)
  const body = {
    name: draft.name,
    purpose: draft.purpose,
    channels: draft.channels,
    trigger: triggerOf(draft),
    ...(segment === undefined ? {} : { segment }),
    variants: draft.variants.map((variant) => ({
      key: variant.key,
      shareBps: bpsOf(variant.share),
      offer: offerOf(variant.offer, draft.currency),
    })),
    holdoutBps: bpsOf(draft.holdout) ?? 0,
    ...(limitMinor === undefined
      ? {}
      : { budget: { limitMinor, currency: draft.currency, mode: draft.mode, ...rules } }),
    validity: draft.validFor === 'days' ? { days: wholeOf(draft.days) } : { until: draft.until },
    ...(minimumOrderMinor === undefined ? {} : { minimumOrderMinor }),
    ...(capMax === undefined ? {} : { frequency: { max: capMax, withinDays: wholeOf(draft.capDays) } }),
    redeemableBy: draft.redeemableBy,
    ...(stacking === undefined ? {} : { stacking }),
    message: messageOf(draft),
    timeZone: draft.timeZone,
  }
  // A blank is left out on purpose: the server names every one that is missing, with its path.
  return body as Body
}

export function triggerOf({ trigger, currency }: Pick<Draft, 'trigger' | 'currency'>): Trigger {
  const { kind } = trigger
  if (kind === 'birthday') return { kind, leadDays: wholeOf(trigger.leadDays) ?? 0 }
  if (kind === 'spend_milestone') {
    return { kind, thresholdMinor: minorOf(trigger.threshold, currency) ?? 0, currency }
  }
  const least = minorOf(trigger.least, currency) ?? 0
  return {
    kind,
    delayMinutes: (wholeOf(trigger.delay) ?? 0) * minutesIn[trigger.delayUnit],
    ...(least === 0 ? {} : { minimumTotalMinor: least, currency }),
  }
}

function offerOf(offer: OfferDraft, currency: string) {
  const { kind } = offer
  const maxMinor = minorOf(offer.most, currency)
  const amountMinor = minorOf(offer.amount, currency)
  const scope = scopeOf(offer)
  switch (kind) {
    case 'percent_off':
      return { kind, bps: bpsOf(offer.percent), maxMinor, ...scope }
    case 'amount_off':
      return { kind, amountMinor, ...scope }
    case 'free_shipping':
      return { kind, maxMinor }
    case 'gift_card':
      return { kind, amountMinor }
    case 'unit_off':
      return {
        kind,
        sku: offer.sku,
        quantity: wholeOf(offer.quantity),
        ...(maxMinor === undefined ? {} : { maxMinor }),
      }
  }
}

function scopeOf(offer: OfferDraft) {
  if (offer.scope === 'favourite') return { scope: { favouriteCategory: true as const } }
  return offer.scope === 'categories' ? { scope: { categories: offer.categories } } : {}
}

/** Who it is for beyond the occasion, as a rule; undefined when it is for everybody. */
export function ruleOf(draft: Pick<Draft, 'countries' | 'leastOrders' | 'leastSpent' | 'currency'>): Rule | undefined {
  const orders = wholeOf(draft.leastOrders) ?? 0
  const spent = minorOf(draft.leastSpent, draft.currency) ?? 0
  const rules: Rule[] = [
    ...(draft.countries.length === 0 ? [] : [{ field: 'country', op: 'in' as const, value: draft.countries }]),
    ...(orders === 0 ? [] : [{ field: 'orders.count', op: 'gte' as const, value: orders }]),
    ...(spent === 0 ? [] : [{ field: 'orders.totalMinor', op: 'gte' as const, value: spent }]),
  ]
  return rules.length > 1 ? { all: rules } : rules[0]
}

function segmentOf(draft: Draft): Body['segment'] {
  if (draft.otherSegment !== null) return draft.otherSegment
  const rule = ruleOf(draft)
  return rule === undefined ? undefined : { rule }
}

function messageOf(draft: Draft): NonNullable<Body['message']> {
  if (draft.text === '') return draft.otherMessages
  const { subject, text, html } = draft
  const written = { ...(subject === '' ? {} : { subject }), text, ...(html === undefined ? {} : { html }) }
  return { ...draft.otherMessages, [LOCALE]: written }
}

const mayBeEmptied = ['segment', 'frequency', 'budget', 'minimumOrderMinor', 'stacking'] as const

/** The change of a saved draft: what the form left empty is cleared, because a change keeps what it does not name. */
export function changeOf(body: Body): BodySent<'patchCampaign'> {
  const cleared = Object.fromEntries(mayBeEmptied.map((field) => [field, null]))
  const budget = body.budget && { perDay: null, perCustomer: null, ...body.budget }
  return { ...cleared, ...body, ...(budget && { budget }) }
}

/** What the reach preview is asked for this draft; null while there is not enough to ask. */
export function previewOf(draft: Draft): BodySent<'previewSegment'> | null {
  if (draft.purpose === '' || draft.channels.length === 0) return null
  const trigger = triggerOf(draft)
  if (trigger.kind === 'spend_milestone' && trigger.thresholdMinor < 1) return null
  if (trigger.kind === 'cart_abandoned' && trigger.delayMinutes < 1) return null
  const segment = draft.otherSegment
  const rule = segment !== null && segment !== undefined && 'rule' in segment ? segment.rule : ruleOf(draft)
  return { purpose: draft.purpose, channels: draft.channels, trigger, ...(rule === undefined ? {} : { rule }) }
}

/** A stored draft as the form holds it; null when its occasion is not one of the templates. */
export function draftOf(campaign: Campaign, start: (kind: TriggerDraft['kind']) => Draft): Draft | null {
  const { trigger } = campaign
  if (trigger.kind !== 'birthday' && trigger.kind !== 'cart_abandoned' && trigger.kind !== 'spend_milestone')
    return null
  const blank = start(trigger.kind)
  const currency = campaign.budget?.currency ?? ('currency' in trigger ? trigger.currency : undefined) ?? blank.currency
  const { [LOCALE]: message, ...otherMessages } = campaign.message
  return {
    ...blank,
    ...capsOf(campaign, currency),
    ...peopleOf(campaign.segment, currency),
    name: campaign.name,
    purpose: campaign.purpose,
    channels: campaign.channels,
    trigger: { ...blank.trigger, ...triggerTyped(trigger, currency) },
    variants: campaign.variants.map((variant, row) => ({
      row,
      key: variant.key,
      share: variant.shareBps / 100,
      offer: offerTyped(variant.offer, currency),
    })),
    holdout: campaign.holdoutBps / 100,
    currency,
    limit: typedOf(campaign.budget?.limitMinor, currency),
    mode: campaign.budget?.mode ?? blank.mode,
    ...('days' in campaign.validity
      ? { validFor: 'days' as const, days: campaign.validity.days }
      : { validFor: 'until' as const, until: campaign.validity.until }),
    minimumOrder: typedOf(campaign.minimumOrderMinor, currency),
    capMax: campaign.frequency?.max ?? '',
    capDays: campaign.frequency?.withinDays ?? blank.capDays,
    redeemableBy: campaign.redeemableBy,
    subject: message?.subject ?? '',
    text: message?.text ?? '',
    html: message?.html,
    otherMessages,
    timeZone: campaign.timeZone,
  }
}

function triggerTyped(trigger: Trigger, currency: string): Partial<TriggerDraft> {
  if (trigger.kind === 'birthday') return { leadDays: trigger.leadDays }
  if (trigger.kind === 'spend_milestone') return { threshold: typedOf(trigger.thresholdMinor, currency) }
  if (trigger.kind !== 'cart_abandoned') return {}
  const minutes = trigger.delayMinutes
  const delayUnit = minutes % 1440 === 0 ? 'days' : minutes % 60 === 0 ? 'hours' : 'minutes'
  return { delay: minutes / minutesIn[delayUnit], delayUnit, least: typedOf(trigger.minimumTotalMinor, currency) }
}

export const blankOffer: OfferDraft = {
  kind: 'percent_off',
  percent: 10,
  amount: 10,
  most: 20,
  scope: 'order',
  categories: [],
  sku: '',
  quantity: 1,
}

function offerTyped(offer: Offer, currency: string): OfferDraft {
  const typed: OfferDraft = { ...blankOffer, kind: offer.kind }
  if ('bps' in offer) typed.percent = offer.bps / 100
  if ('amountMinor' in offer) typed.amount = typedOf(offer.amountMinor, currency)
  if ('maxMinor' in offer) typed.most = typedOf(offer.maxMinor, currency)
  if (offer.kind === 'unit_off') Object.assign(typed, { sku: offer.sku, quantity: offer.quantity })
  if ('scope' in offer && offer.scope?.favouriteCategory) typed.scope = 'favourite'
  if ('scope' in offer && offer.scope?.categories) {
    Object.assign(typed, { scope: 'categories', categories: offer.scope.categories })
  }
  return typed
}

type People = Pick<Draft, 'countries' | 'leastOrders' | 'leastSpent' | 'otherSegment'>

/** Reads a rule back into the three questions of the form; any other rule is kept whole. */
function peopleOf(segment: Campaign['segment'], currency: string): People {
  const people: People = { countries: [], leastOrders: '', leastSpent: '', otherSegment: null }
  if (segment === null) return people
  const asIs = { ...people, otherSegment: segment }
  if ('id' in segment) return asIs
  const rules = 'all' in segment.rule ? segment.rule.all : [segment.rule]
  for (const rule of rules) {
    if (!('field' in rule)) return asIs
    const { field, op, value } = rule
    if (field === 'country' && op === 'in' && Array.isArray(value)) people.countries = value.map(String)
    else if (field === 'orders.count' && op === 'gte' && typeof value === 'number') people.leastOrders = value
    else if (field === 'orders.totalMinor' && op === 'gte' && typeof value === 'number') {
      people.leastSpent = typedOf(value, currency)
    } else return asIs
  }
  return people
}
