// Discounts of the vendor and offers of the house, each as the other says them; pure.

import { z } from 'zod'
import type { Offer } from '#shared/contracts/offers.ts'
import { MAX_AMOUNT } from '#shared/contracts/words.ts'
import type { Body } from './notes.ts'
import { invalidPayload, unsupported } from './vendor-error.ts'

const amount = z.number().int().min(0).max(MAX_AMOUNT)
export const discountShape = z.object({
  type: z.enum(['AMOUNT', 'PERCENT', 'UNIT', 'FIXED']),
  amount_off: amount.nullish(),
  percent_off: z.number().min(0).max(100).nullish(),
  amount_limit: amount.nullish(),
  unit_off: z.number().int().nullish(),
  unit_type: z.string().nullish(),
  effect: z.string().nullish(),
  amount_off_formula: z.unknown().optional(),
  percent_off_formula: z.unknown().optional(),
})
export const giftShape = z.object({ amount, effect: z.string().nullish() })
export type Discount = z.infer<typeof discountShape>

export interface Worth {
  type?: string | null | undefined
  discount?: Discount | null | undefined
  gift?: { amount: number } | null | undefined
}

/** 400 `invalid_payload`; `not_supported` for what the house has no offer for. */
export function offerOf({ type, discount, gift }: Worth): Offer {
  if (type === 'LOYALTY_CARD') throw unsupported('Loyalty cards')
  if (type === 'GIFT_VOUCHER' || (gift && !discount)) {
    return { kind: 'gift_card', amountMinor: Math.max(1, gift?.amount ?? 0) }
  }
  if (!discount) throw invalidPayload('Property .discount is required')
  const { effect } = discount
  if (discount.amount_off_formula || discount.percent_off_formula) throw unsupported('Discounts by formula')
  if (discount.type === 'PERCENT') {
    const bps = Math.round((discount.percent_off ?? 0) * 100)
    if (bps < 1) throw invalidPayload('Property .discount.percent_off must be above 0')
    return { kind: 'percent_off', bps, maxMinor: discount.amount_limit || MAX_AMOUNT }
  }
  if (discount.type === 'AMOUNT') {
    if (effect && effect !== 'APPLY_TO_ORDER') throw unsupported(`Amounts with the effect ${effect}`)
    if (!discount.amount_off) throw invalidPayload('Property .discount.amount_off must be above 0')
    return { kind: 'amount_off', amountMinor: discount.amount_off }
  }
  if (discount.type === 'UNIT' && discount.unit_type && (!effect || effect === 'ADD_MISSING_ITEMS'))
    return { kind: 'unit_off', sku: discount.unit_type, quantity: discount.unit_off ?? 1 }
  throw unsupported(`Discounts of the type ${discount.type}${effect ? ` with the effect ${effect}` : ''}`)
}

export const typeOf = (offer: Offer): 'GIFT_VOUCHER' | 'DISCOUNT_VOUCHER' =>
  offer.kind === 'gift_card' ? 'GIFT_VOUCHER' : 'DISCOUNT_VOUCHER'

/** Null for gift cards. `told` is what somebody sent for it, which is told again as it was. */
export function discountOf(offer: Offer, told: unknown): Body | null {
  if (offer.kind === 'gift_card') return null
  if (typeof told === 'object' && told !== null)
    return {
      effect: 'APPLY_TO_ORDER',
      ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)),
    }
  if (offer.kind === 'percent_off') {
    const limit = offer.maxMinor >= MAX_AMOUNT ? {} : { amount_limit: offer.maxMinor }
    return { type: 'PERCENT', percent_off: offer.bps / 100, ...limit, effect: 'APPLY_TO_ORDER' }
  }
  if (offer.kind === 'amount_off') return { type: 'AMOUNT', amount_off: offer.amountMinor, effect: 'APPLY_TO_ORDER' }
  if (offer.kind === 'unit_off')
    return { type: 'UNIT', unit_off: offer.quantity, unit_type: offer.sku, effect: 'ADD_MISSING_ITEMS' }
  return { type: 'UNIT', unit_off: 1, unit_type: 'prod_shipping', effect: 'ADD_MISSING_ITEMS' }
}
