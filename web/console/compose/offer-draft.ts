// Pure: an offer and the variants of a campaign as the form holds them and as the doors take them.
import type { Offer } from '../../parts/words.ts'
import { bpsOf, minorOf, type Typed, typedOf, wholeOf } from './typed.ts'

export type OfferKind = Offer['kind']

/** All that an offer of any kind may say, so that changing the kind loses nothing. */
export interface OfferDraft {
  kind: OfferKind
  percent: Typed
  amount: Typed
  most: Typed
  scope: 'order' | 'favourite' | 'categories' | 'products'
  categories: string[]
  skus: string[]
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

export const blankOffer: OfferDraft = {
  kind: 'percent_off',
  percent: 10,
  amount: 10,
  most: 20,
  scope: 'order',
  categories: [],
  skus: [],
  sku: '',
  quantity: 1,
}

export function offerOf(offer: OfferDraft, currency: string) {
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
  const { categories, skus } = offer
  if (offer.scope === 'favourite') {
    return { scope: { favouriteCategory: true as const, ...(categories.length === 0 ? {} : { categories }) } }
  }
  if (offer.scope === 'products') return { scope: { skus, ...(categories.length === 0 ? {} : { categories }) } }
  return offer.scope === 'categories' ? { scope: { categories } } : {}
}

export function offerTyped(offer: Offer, currency: string): OfferDraft {
  const typed: OfferDraft = { ...blankOffer, kind: offer.kind }
  if ('bps' in offer) typed.percent = offer.bps / 100
  if ('amountMinor' in offer) typed.amount = typedOf(offer.amountMinor, currency)
  if ('maxMinor' in offer) typed.most = typedOf(offer.maxMinor, currency)
  if (offer.kind === 'unit_off') Object.assign(typed, { sku: offer.sku, quantity: offer.quantity })
  if ('scope' in offer && offer.scope !== undefined) {
    const { favouriteCategory, skus = [], categories = [] } = offer.scope
    const scope = favouriteCategory ? 'favourite' : skus.length > 0 ? 'products' : 'categories'
    Object.assign(typed, { scope, skus, categories })
  }
  return typed
}
