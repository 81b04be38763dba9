// The occasions a campaign can wait for, as they cross the wire.
import { z } from 'zod'
import { currency, positiveMinor } from './words.ts'

export const birthdayTrigger = z.strictObject({
  kind: z.literal('birthday'),
  leadDays: z.int().min(0).max(60).default(0),
})
export const cartTrigger = z.strictObject({
  kind: z.literal('cart_abandoned'),
  delayMinutes: z.int().min(1).max(43_200).default(60),
  minimumTotalMinor: z.int().min(0).optional(),
  currency: currency.optional(),
})
export const milestoneTrigger = z.strictObject({
  kind: z.literal('spend_milestone'),
  thresholdMinor: positiveMinor,
  currency,
})
export const winBackTrigger = z.strictObject({ kind: z.literal('win_back'), days: z.int().min(1).max(3650) })
export const signedUpTrigger = z.strictObject({
  kind: z.literal('signed_up'),
  delayMinutes: z.int().min(0).max(43_200).default(0),
})
export const customTrigger = z.strictObject({
  kind: z.literal('custom_event'),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_.-]{0,63}$/)
    .describe('the part after custom.'),
})
export const broadcastTrigger = z.strictObject({ kind: z.literal('broadcast') })

export const trigger = z.discriminatedUnion('kind', [
  birthdayTrigger,
  cartTrigger,
  milestoneTrigger,
  winBackTrigger,
  signedUpTrigger,
  customTrigger,
  broadcastTrigger,
])
export type Trigger = z.infer<typeof trigger>
export type TriggerOf<K extends Trigger['kind']> = Extract<Trigger, { kind: K }>
