// What crosses the wire at the checkout: quotes, holds, redemptions, reversals.
import { z } from 'zod'
import { item } from './events.ts'
import { amountMinor, currency, instant, page, positiveMinor, reference, text } from './words.ts'

export const order = z.strictObject({
  reference,
  currency,
  amountMinor,
  shippingMinor: amountMinor.optional().describe('not part of amountMinor; needed by free shipping'),
  items: z.array(item).max(1000).optional(),
  customerReference: reference.optional(),
  clientAddress: text(64).optional().describe('used only for throttling, hashed, kept 24 h'),
})
export type Order = z.infer<typeof order>
const code = text(200)

export const askQuote = z.strictObject({ code, order })
export type AskQuote = z.infer<typeof askQuote>
export const discountLine = z.object({ sku: z.string(), discountMinor: z.int() })
export type DiscountLine = z.infer<typeof discountLine>
export const quote = z.object({
  valid: z.boolean(),
  code: z.string(),
  discountMinor: z.int(),
  currency: z.string().optional(),
  lines: z.array(discountLine).optional(),
  reason: z.object({ code: z.string(), title: z.string() }).optional(),
  expiresAt: instant.nullable(),
})
export type Quote = z.infer<typeof quote>

export const askHold = z.strictObject({ code, order, ttlSeconds: z.int().min(1).max(86_400).default(900) })
export type AskHold = z.infer<typeof askHold>
export const hold = z.object({
  id: z.string(),
  voucherId: z.string(),
  orderReference: z.string(),
  discountMinor: z.int(),
  currency: z.string(),
  expiresAt: instant,
  state: z.enum(['live', 'expired', 'released', 'redeemed']),
})
export type Hold = z.infer<typeof hold>

export const askRedemption = z.strictObject({
  code,
  order,
  holdId: text(64).optional(),
  amountMinor: positiveMinor.optional().describe('gift cards: how much to take; default min(balance, order)'),
})
export type AskRedemption = z.infer<typeof askRedemption>
export const redemption = z.object({
  id: z.string(),
  voucherId: z.string(),
  campaignId: z.string(),
  variantKey: z.string(),
  orderReference: z.string(),
  discountMinor: z.int(),
  currency: z.string(),
  lines: z.array(discountLine).optional(),
  remainingMinor: z.int().optional().describe('gift cards'),
  redeemedAt: instant,
})
export type Redemption = z.infer<typeof redemption>
export const redemptionView = redemption.extend({ reversedMinor: z.int() })

export const askReversal = z.strictObject({
  reason: text(500),
  amountMinor: positiveMinor.optional(),
  restoreVoucher: z.boolean().optional(),
})
export type AskReversal = z.infer<typeof askReversal>
export const reversal = z.object({
  id: z.string(),
  redemptionId: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  remainingDiscountMinor: z.int(),
  voucherRestored: z.boolean(),
  reversedAt: instant,
})
export type Reversal = z.infer<typeof reversal>
export const listRedemptions = page.extend({ orderReference: reference })

const MOST_CODES = 8
export const askStack = z.strictObject({ codes: z.array(code).min(1).max(MOST_CODES), order })
export type AskStack = z.infer<typeof askStack>
export const stackQuote = z.object({
  orderReference: z.string(),
  currency: z.string(),
  discountMinor: z.int().describe('gift cards included'),
  dueMinor: z.int().describe('the order and its shipping less the discount'),
  applied: z
    .array(
      z.object({
        code: z.string(),
        discountMinor: z.int(),
        lines: z.array(discountLine).optional(),
        remainingMinor: z.int().optional().describe('gift cards'),
      }),
    )
    .describe('in the order in which they have their turn'),
  leftOut: z.array(z.object({ code: z.string(), reason: z.object({ code: z.string(), title: z.string() }) })),
})
export type StackQuote = z.infer<typeof stackQuote>
export const stack = z.object({
  id: z.string(),
  orderReference: z.string(),
  currency: z.string(),
  discountMinor: z.int(),
  dueMinor: z.int(),
  redemptions: z.array(redemptionView.extend({ code: z.string().optional() })),
  redeemedAt: instant,
})
export type Stack = z.infer<typeof stack>
export const askStackReversal = z.strictObject({ reason: text(500), restoreVouchers: z.boolean().optional() })
export type AskStackReversal = z.infer<typeof askStackReversal>
export const stackReversal = z.object({
  stackId: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  reversals: z.array(reversal),
})
export type StackReversal = z.infer<typeof stackReversal>
