// The occasions a campaign can wait for, as they cross the wire.
import { z } from 'zod'
import { currency, positiveMinor, text } from './words.ts'

export const birthdayTrigger = z.strictObject({
  kind: z.literal('birthday'),
  leadDays: z.int().min(0).max(60).default(0),
})
export const cartTrigger = z.strictObject({
  kind: z.literal('cart_abandoned'),
  delayMinutes: z.int().min(1).max(43_200).default(60),
  minimumTotalMinor: z.int().min(0).optional(),
  currency: currency.optional(),
  category: text(200).optional().describe('something of it lies in the cart'),
})
export const milestoneTrigger = z.strictObject({
  kind: z.literal('spend_milestone'),
  thresholdMinor: positiveMinor,
  currency,
  period: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('lifetime') }),
      z.strictObject({ kind: z.literal('rolling'), days: z.int().min(1).max(3650) }),
      z.strictObject({ kind: z.literal('calendar_year') }),
    ])
    .optional()
    .describe('what is added up; a lifetime when left out'),
  repeats: z
    .boolean()
    .optional()
    .describe('again at each multiple of the threshold; in a rolling period each time it is crossed anew'),
})
export const winBackTrigger = z.strictObject({ kind: z.literal('win_back'), days: z.int().min(1).max(3650) })
export const signedUpTrigger = z.strictObject({
  kind: z.literal('signed_up'),
  delayMinutes: z.int().min(0).max(43_200).default(0),
})
const scalar = z.union([text(500), z.number(), z.boolean()])
export const customTrigger = z.strictObject({
  kind: z.literal('custom_event'),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_.-]{0,63}$/)
    .describe('the part after custom.'),
  where: z
    .array(
      z.strictObject({
        key: z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,99}$/),
        op: z.enum(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in']),
        value: z.union([scalar, z.array(scalar).min(1).max(100)]),
      }),
    )
    .max(10)
    .optional()
    .describe('all must hold for what the event says; what it does not say never holds'),
})
export const firstOrderTrigger = z.strictObject({
  kind: z.literal('first_order'),
  delayMinutes: z.int().min(0).max(43_200).default(0),
})
export const anniversaryTrigger = z.strictObject({
  kind: z.literal('anniversary'),
  leadDays: z.int().min(0).max(60).default(0),
})
const cartDays = z.int().min(1).max(90).default(30).describe('how long ago the cart may have been left')
export const priceDropTrigger = z.strictObject({
  kind: z.literal('price_drop'),
  minimumBps: z.int().min(1).max(10_000).default(1),
  withinDays: cartDays,
})
export const backInStockTrigger = z.strictObject({ kind: z.literal('back_in_stock'), withinDays: cartDays })
export const broadcastTrigger = z.strictObject({ kind: z.literal('broadcast') })

export const trigger = z.discriminatedUnion('kind', [
  birthdayTrigger,
  cartTrigger,
  milestoneTrigger,
  winBackTrigger,
  signedUpTrigger,
  customTrigger,
  firstOrderTrigger,
  anniversaryTrigger,
  priceDropTrigger,
  backInStockTrigger,
  broadcastTrigger,
])
export type Trigger = z.infer<typeof trigger>
export type TriggerOf<K extends Trigger['kind']> = Extract<Trigger, { kind: K }>
