// What crosses the wire about the house's own webhooks: subscriptions, and what was delivered to them.
import { z } from 'zod'
import { webhookEnvelopes, webhookEvents, webhookIncludes } from '../kinds.ts'
import { instant, page, text } from './words.ts'

const url = text(2000).describe('https, and no private address unless the configuration allows it')
const events = z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length)

export const newWebhook = z.strictObject({
  url,
  name: text(200).optional(),
  events,
  includes: z
    .array(z.enum(webhookIncludes))
    .max(webhookIncludes.length)
    .default([])
    .describe('what is told besides ids; whoever asks must be allowed to see it'),
  envelope: z
    .enum(webhookEnvelopes)
    .default('house')
    .describe(
      'in whose words; voucherify tells whole objects with x-voucherify-signature, and needs both includes’ rights',
    ),
})
export const patchWebhook = z.strictObject({
  name: text(200).optional(),
  state: z.enum(['live', 'paused']).optional().describe('what happens while it is paused is told when it goes on'),
  events: events.optional(),
})
export const webhook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  includes: z.array(z.enum(webhookIncludes)),
  envelope: z.enum(webhookEnvelopes),
  state: z.enum(['live', 'paused']),
  pauseReason: z.string().nullable(),
  failures: z.int().describe('attempts in a row of which nothing arrived'),
  retryAt: instant.nullable(),
  createdAt: instant,
})
export const webhookMade = webhook.extend({ secret: z.string().nullable().describe('shown once; null in a replay') })
export const webhookRotated = z.object({
  secret: z.string().nullable().describe('shown once; null in a replay'),
  oldSecretUntil: instant.describe('until then both sign'),
})
export const deliveriesPage = page.extend({ state: z.enum(['queued', 'delivered', 'dead']).optional() })
export const webhookDelivery = z.object({
  id: z.string().describe('the webhook-id header, the same at every attempt'),
  type: z.enum(webhookEvents),
  at: instant,
  state: z.enum(['queued', 'delivered', 'dead']),
  attempts: z.int(),
  status: z.int().nullable().describe('of the last answer'),
  reason: z.string().nullable(),
  dueAt: instant,
  closedAt: instant.nullable(),
  data: z.record(z.string(), z.unknown()),
})
export const webhookTried = z.object({
  id: z.string().describe('the webhook-id header it was sent under'),
  arrived: z.boolean().describe('whether the answer was a 2xx'),
  status: z.int().nullable().describe('of the answer; null without one'),
  reason: z.string().nullable().describe('why it did not arrive'),
  tookMs: z.int(),
})
export type WebhookTried = z.infer<typeof webhookTried>
export type WebhookDelivery = z.infer<typeof webhookDelivery>
export type Webhook = z.infer<typeof webhook>
