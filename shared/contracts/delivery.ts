// What crosses the wire about sending: the rules of the house, messages that failed, previews, subscriptions, bounces.
import { z } from 'zod'
import { categories, channels, legalBases } from '../kinds.ts'
import { clockTime, frequency, validity } from './campaigns.ts'
import { instant, key, locale, reference, text, timeZone } from './words.ts'

/** When nobody is written to, how often anybody is in all, and how fast each channel goes. */
export const deliveryRules = z.strictObject({
  quiet: z
    .strictObject({ from: clockTime, to: clockTime, channels: z.array(z.enum(channels)).min(1) })
    .refine(({ from, to }) => from !== to, 'is empty')
    .nullable()
    .default(null)
    .describe("hours, on the clocks of the customer's zone, in which these channels are silent"),
  caps: z
    .strictObject({
      all: frequency.nullable().default(null).describe('for one person, of all campaigns together'),
      purposes: z.record(key, frequency).default({}).describe('for one person, of the campaigns of a purpose'),
    })
    .default({ all: null, purposes: {} }),
  perSecond: z
    .partialRecord(z.enum(channels), z.int().min(1).max(10_000))
    .default({})
    .describe('the most that goes by a channel, whatever number of processes send'),
})
export type DeliveryRules = z.infer<typeof deliveryRules>

export const messageStates = ['queued', 'sending', 'sent', 'failed', 'cancelled'] as const
export const outboxMessage = z.object({
  id: z.string(),
  campaignId: z.string(),
  voucherId: z.string(),
  channel: z.enum(channels),
  kind: z.enum(['offer', 'reminder']),
  state: z.enum(messageStates),
  reason: z.string().nullable(),
  attempts: z.int(),
  redeliveries: z.int(),
  dueAt: instant,
  closedAt: instant.nullable(),
  bounce: z.enum(['hard', 'soft', 'complaint']).nullable(),
})
export const messagesAsked = z.strictObject({
  state: z.enum(messageStates).default('failed'),
  channel: z.enum(channels).optional(),
  campaignId: text(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: text(400).optional(),
})
export const retryAsked = z.strictObject({
  channel: z.enum(channels).optional(),
  campaignId: text(64).optional(),
  reason: text(200).optional(),
})
export const retried = z.object({ retried: z.int() })

export const previewAsked = z.strictObject({
  customerReference: reference.optional().describe('whose values stand in it; an invented person without it'),
  locale: locale.optional(),
  channel: z.enum(channels),
  tone: z.enum(['prospect', 'known', 'loyal']).optional(),
  kind: z.enum(['offer', 'reminder']).default('offer'),
})
export const previewed = z.object({
  channel: z.enum(channels),
  locale: z.string(),
  tone: z.enum(['prospect', 'known', 'loyal']).nullable(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  sms: z
    .object({
      encoding: z.enum(['GSM-7', 'UCS-2']),
      segments: z.int(),
      signs: z.int(),
      outsideGsm: z.array(z.string()).describe('signs that make each message shorter'),
    })
    .nullable(),
  reads: z.array(z.object({ path: z.string(), name: z.string(), category: z.enum(categories) })),
})
export const drawAsked = z.strictObject({
  channel: z.enum(channels),
  locale,
  subject: text(300).optional(),
  text: text(20_000).optional(),
  html: text(200_000).optional(),
  campaignName: text(200).optional(),
  purpose: key.optional(),
  legalBasis: z.enum(legalBases).default('consent'),
  validity: validity.optional(),
  timeZone,
})
export const drawn = previewed.pick({ subject: true, text: true, html: true, sms: true })
export const testMessage = previewAsked.extend({
  to: text(320)
    .optional()
    .describe('an e-mail address or a telephone number of the staff; other channels have an address of their own'),
})
export const testSent = z.object({
  outcome: z.enum(['sent', 'later', 'unknown', 'failed']),
  reason: z.string().nullable(),
})

export const smsMeasured = previewed.shape.sms.unwrap()
export const smsText = z.strictObject({ text: text(20_000) })

/** As a browser's PushSubscription writes itself. */
export const pushSubscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(2000),
  expirationTime: z.number().nullish(),
  keys: z.object({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}=?$/, 'must be a P-256 point in base64url'),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22}={0,2}$/, 'must be 16 bytes in base64url'),
  }),
})
export type PushSubscription = z.infer<typeof pushSubscription>
export const pushSubscribed = z.object({ id: z.string() })
export const pushKey = z.object({ publicKey: z.string(), enabled: z.boolean() })

export const channelWish = z.strictObject({ channel: z.enum(channels).nullable() })

export const bounce = z
  .strictObject({
    kind: z.enum(['hard', 'soft', 'complaint']),
    messageId: text(400).optional().describe('the Message-ID of an e-mail, or the id that a text message went with'),
    address: text(320).optional(),
    channel: z.enum(['email', 'sms']).default('email'),
    reason: text(200).optional(),
  })
  .refine((one) => one.messageId !== undefined || one.address !== undefined, 'must name messageId or address')
export const bounces = z.union([bounce, z.array(bounce).min(1).max(1000)])
export const bouncesTaken = z.object({
  taken: z.int(),
  unknown: z.int(),
  suspended: z.int(),
  withdrawn: z.int(),
})

export const cardAsked = z.strictObject({
  format: z.enum(['svg', 'html']).default('svg'),
  locale: locale.default('en'),
  title: text(80).optional().describe('what it is worth, in words; the name of the campaign when left out'),
})
export const cardsAsked = z.strictObject({
  locale: locale.default('en'),
  title: text(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: text(64).optional(),
})
