// What crosses the wire about occasions: the events a shop reports, exactly once by id.
import { z } from 'zod'
import { amountMinor, currency, instant, positiveMinor, reference, text } from './words.ts'

export const item = z.strictObject({
  sku: reference,
  category: text(200).optional(),
  quantity: z.int().min(1).max(1_000_000),
  unitPriceMinor: amountMinor,
})
export type Item = z.infer<typeof item>
const items = z.array(item).max(1000)
const base = { id: text(200), at: instant, customerReference: reference.optional() }

export const cartUpdated = z.strictObject({
  ...base,
  type: z.literal('cart.updated'),
  cartReference: reference,
  items,
  totalMinor: amountMinor,
  currency,
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
})
export const orderPlaced = z.strictObject({
  ...base,
  type: z.literal('order.placed'),
  orderReference: reference,
  items,
  totalMinor: amountMinor,
  currency,
  voucherCodes: z.array(text(200)).max(20).optional(),
})
export const orderRefunded = z.strictObject({
  ...base,
  type: z.literal('order.refunded'),
  orderReference: reference,
  amountMinor: positiveMinor,
  items: items.optional(),
})
export const orderCancelled = z.strictObject({ ...base, type: z.literal('order.cancelled'), orderReference: reference })
export const signedUp = z.strictObject({ ...base, type: z.literal('customer.signed_up') })
export const custom = z.strictObject({
  ...base,
  type: z.string().regex(/^custom\.[a-z][a-z0-9_.-]{0,63}$/),
  data: z.record(z.string().max(100), z.unknown()).optional(),
})
/** Each event of a batch is read on its own, so that one bad event does not cost the others. */
export const eventShapes = {
  'cart.updated': cartUpdated,
  'order.placed': orderPlaced,
  'order.refunded': orderRefunded,
  'order.cancelled': orderCancelled,
  'customer.signed_up': signedUp,
} as const
export type CartUpdated = z.infer<typeof cartUpdated>
export type OrderPlaced = z.infer<typeof orderPlaced>
export type OrderRefunded = z.infer<typeof orderRefunded>
export type OrderCancelled = z.infer<typeof orderCancelled>
export type SignedUp = z.infer<typeof signedUp>
export type CustomEvent = z.infer<typeof custom>
export type ShopEvent = CartUpdated | OrderPlaced | OrderRefunded | OrderCancelled | SignedUp | CustomEvent

export const eventsBody = z.union([z.array(z.unknown()).min(1).max(1000), z.record(z.string(), z.unknown())])
export const eventsAccepted = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  errors: z.array(z.object({ index: z.int(), code: z.string(), path: z.string(), message: z.string() })),
})
export type EventsAccepted = z.infer<typeof eventsAccepted>
