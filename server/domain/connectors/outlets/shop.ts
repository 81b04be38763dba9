// The socket of a shop that takes our vouchers as its own discount codes.

import type { Offer } from '#campaigns/offers/offer.ts'
import type { OutsideAnswer, OutsideCall, OutsideFailure } from '#core/outside.ts'

export interface Code {
  voucherId: string
  code: string
  offer: Offer
  minimumOrderMinor: number | null
  currency: string
  startsAt: number
  expiresAt: number
}

export type Ask = (call: OutsideCall) => Promise<OutsideAnswer | { failed: OutsideFailure }>

/** `later` is tried again, `never` is not; the words say nothing of credentials or codes. */
export type Settled = { shopId: string; ruleId?: string } | { later: string } | { never: string }
export type Removed = 'gone' | { later: string } | { never: string }

export interface Known {
  ruleId: string | null
  shopId: string | null
  /** Nobody knows what became of an earlier try, so it is looked for first. */
  isRetry: boolean
  /** Keeps what a first step has made, so that it is not made twice. */
  keepRule(ruleId: string): Promise<void>
}

export interface ShopOutlet {
  /** Why a shop cannot keep the terms of a code; null when it can. Pure. */
  unable(code: Omit<Code, 'code' | 'voucherId'>, withoutMost: 'refuse' | 'accept'): string | null
  create(ask: Ask, code: Code, known: Known): Promise<Settled>
  remove(ask: Ask, known: Pick<Known, 'ruleId' | 'shopId'>): Promise<Removed>
}

/** What a refusal of the shop means: too many questions and its own troubles pass, everything else stays. */
export function wordFor(answer: OutsideAnswer | { failed: OutsideFailure }): { later: string } | { never: string } {
  if ('failed' in answer) {
    const isOurs =
      answer.failed === 'address_refused' || answer.failed === 'url_invalid' || answer.failed === 'not_https'
    return isOurs ? { never: answer.failed } : { later: answer.failed }
  }
  const { status } = answer
  const passes = status === 408 || status === 409 || status === 425 || status === 429 || status >= 500
  return passes ? { later: `shop_said_${status}` } : { never: `shop_said_${status}` }
}

export function unableAnywhere({ offer }: Pick<Code, 'offer'>, withoutMost: 'refuse' | 'accept'): string | null {
  if (offer.kind === 'gift_card' || offer.kind === 'unit_off') return `offer_${offer.kind}`
  if (offer.kind !== 'free_shipping' && offer.scope !== undefined) return 'offer_scope'
  return offer.kind === 'percent_off' && withoutMost === 'refuse' ? 'offer_most' : null
}
