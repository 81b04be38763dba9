// What crosses the wire about connectors: endpoints for shop systems' own webhooks, mappings, deliveries, codes in shops.
import { z } from 'zod'
import { currency, instant, page, text } from './words.ts'

export const connectorKinds = ['shopify', 'woocommerce', 'hubspot', 'stripe', 'generic'] as const
export type ConnectorKind = (typeof connectorKinds)[number]

const jsonPath = text(300).regex(/^\$/, 'must be a JSONPath, which begins with $')
/** Where a field is found, or what it always is. */
const source = z.union([
  jsonPath,
  z.strictObject({
    path: jsonPath.optional(),
    value: z.union([text(500), z.number(), z.boolean()]).optional(),
    /** How it is written there: a decimal amount in whole units, whole minor units, or the time as a number. */
    as: z.enum(['text', 'decimal', 'minor', 'epoch_seconds', 'epoch_ms', 'list']).optional(),
    /** Words of the sender → words of ours. */
    words: z.record(text(200), text(200)).optional(),
  }),
])
export type Source = z.infer<typeof source>
const fieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9_.]{0,99}$/, 'must be the name of a field')

/** One kind of thing that a body tells of. Everything is looked for from the record on, which `$` stands for. */
export const mapping = z.strictObject({
  makes: z
    .string()
    .regex(
      /^(order\.placed|order\.refunded|order\.cancelled|cart\.updated|customer\.signed_up|custom\.[a-z][a-z0-9_.-]{0,63}|customer|product)$/,
      'must be a type of event, customer or product',
    ),
  each: jsonPath.optional().describe('the records of the body; the body itself when left out'),
  when: z
    .strictObject({ path: jsonPath, equals: z.union([text(500), z.number(), z.boolean()]) })
    .optional()
    .describe('only records that say this'),
  fields: z.record(fieldName, source),
  items: z.strictObject({ each: jsonPath, fields: z.record(fieldName, source) }).optional(),
})
export type Mapping = z.infer<typeof mapping>
const mappings = z.array(mapping).max(20)

const secret = text(300).describe('what the vendor signs its webhooks with; made by us and shown once when left out')
export const newConnector = z.strictObject({
  kind: z.enum(connectorKinds),
  name: text(120),
  secret: secret.optional(),
  currency: currency.optional().describe('the shop’s; learnt from its first order when left out'),
  referencePrefix: z
    .string()
    .max(50)
    .optional()
    .describe('goes before the vendor’s own ids of people; none but for HubSpot, whose are not the shop’s'),
  mappings: mappings.optional().describe('of a generic connector'),
})
export type NewConnector = z.infer<typeof newConnector>
export const connector = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  url: z.string(),
  currency: z.string().nullable(),
  referencePrefix: z.string(),
  mappings,
  outlet: z
    .object({ shopUrl: z.string(), campaignIds: z.array(z.string()) })
    .nullable()
    .describe('where vouchers go as the shop’s own codes'),
  /** Deliveries whose signature did not fit; nothing else is kept of them. */
  refused: z.int(),
  refusedAt: instant.nullable(),
  createdAt: instant,
  closedAt: instant.nullable(),
  oldSecretUntil: instant.nullable(),
  secret: z.string().optional().describe('shown once, when we made it'),
})
export const rotation = z.strictObject({
  secret: secret.optional(),
  overlapSeconds: z.int().min(0).max(2_592_000).default(86_400).describe('how long the old one stays good'),
})
export const putMappings = z.strictObject({ mappings })
export const mappingsTest = z.strictObject({
  mappings,
  sample: z.unknown().describe('a body as the sender would post it'),
  currency: currency.optional(),
})
const problem = z.object({ mapping: z.int(), record: z.int(), path: z.string(), message: z.string() })
export const mappingsTested = z.object({
  would: z.array(z.object({ mapping: z.int(), makes: z.string(), value: z.record(z.string(), z.unknown()) })),
  problems: z.array(problem),
})
export type MappingsTested = z.infer<typeof mappingsTested>

export const deliveryOutcomes = ['handled', 'duplicate', 'ignored', 'failed'] as const
export const connectorDelivery = z.object({
  id: z.string(),
  at: instant,
  topic: z.string(),
  outcome: z.enum(deliveryOutcomes),
  code: z.string().nullable(),
  accepted: z.int(),
  duplicates: z.int(),
})
export const deliveriesPage = page

/** `handled` is false for topics that mean nothing here: nobody need send them again. */
export const vendorAnswer = z.object({
  received: z.literal(true),
  handled: z.boolean(),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
})
export type VendorAnswer = z.infer<typeof vendorAnswer>

/** Credentials are sealed and never shown again. */
export const putOutlet = z.strictObject({
  shopUrl: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .describe('the shop’s own address, without a path for Shopify'),
  credentials: z.union([
    z.strictObject({ accessToken: text(300) }),
    z.strictObject({ consumerKey: text(300), consumerSecret: text(300) }),
  ]),
  campaignIds: z.array(text(64)).min(1).max(100),
  /** Shops take a percentage without a most. Accepting that means that their codes may cost more than the offer says. */
  withoutMost: z.enum(['refuse', 'accept']).default('refuse'),
})
export type PutOutlet = z.infer<typeof putOutlet>
export const shopCode = z.object({
  voucherId: z.string(),
  campaignId: z.string(),
  state: z.enum(['wanted', 'there', 'unwanted', 'gone', 'failed']),
  tries: z.int(),
  nextAt: instant.nullable(),
  problem: z.string().nullable(),
})
export const shopCodesPage = page.extend({
  state: z.enum(['wanted', 'there', 'unwanted', 'gone', 'failed']).optional(),
})
