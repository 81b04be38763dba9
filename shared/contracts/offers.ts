// What crosses the wire about offers: what a voucher is worth, one shape per kind.
import { z } from 'zod'
import { positiveMinor, reference, text } from './words.ts'

const bps = z.int().min(1).max(10_000)

/** Which items an offer is for; an item that any one of the named parts fits is eligible. */
export const scopeSchema = z
  .strictObject({
    categories: z.array(text(200)).min(1).max(200).optional(),
    skus: z.array(reference).min(1).max(1000).optional(),
    favouriteCategory: z.literal(true).optional().describe('the category the customer bought most, frozen at issue'),
  })
  .refine(
    (scope) => scope.categories !== undefined || scope.skus !== undefined || scope.favouriteCategory !== undefined,
    'must name categories, skus or favouriteCategory',
  )
export type OfferScope = z.infer<typeof scopeSchema>

export const percentOffSchema = z.strictObject({
  kind: z.literal('percent_off'),
  bps: bps.describe('ten-thousandths of the eligible sum: 2500 is 25 %'),
  maxMinor: positiveMinor.describe('the most that one voucher may take off'),
  scope: scopeSchema.optional(),
})
export const amountOffSchema = z.strictObject({
  kind: z.literal('amount_off'),
  amountMinor: positiveMinor,
  scope: scopeSchema.optional(),
})
export const freeShippingSchema = z.strictObject({ kind: z.literal('free_shipping'), maxMinor: positiveMinor })
export const giftCardSchema = z.strictObject({ kind: z.literal('gift_card'), amountMinor: positiveMinor })
export const unitOffSchema = z.strictObject({
  kind: z.literal('unit_off'),
  sku: reference,
  quantity: z.int().min(1).max(1_000_000),
  maxMinor: positiveMinor.optional().describe('the most that one voucher may take off; needed by a guaranteed budget'),
})

export const offerSchema = z.discriminatedUnion('kind', [
  percentOffSchema,
  amountOffSchema,
  freeShippingSchema,
  giftCardSchema,
  unitOffSchema,
])
export type Offer = z.infer<typeof offerSchema>
export type OfferName = Offer['kind']
export type OfferOf<K extends OfferName> = Extract<Offer, { kind: K }>
