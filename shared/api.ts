// Every door of the house in one list: method, path, scope, body, reply. The server mounts it, the console
// calls it, and the OpenAPI document is printed from it. A door that is not here does not exist.
import { z } from 'zod'
import * as access from './contracts/access.ts'
import * as campaigns from './contracts/campaigns.ts'
import * as catalog from './contracts/catalog.ts'
import * as consent from './contracts/consent.ts'
import * as customers from './contracts/customers.ts'
import * as events from './contracts/events.ts'
import * as ledger from './contracts/ledger.ts'
import * as onsite from './contracts/onsite.ts'
import * as pools from './contracts/pools.ts'
import * as redemptions from './contracts/redemptions.ts'
import * as reports from './contracts/reports.ts'
import * as segments from './contracts/segments.ts'
import * as vouchers from './contracts/vouchers.ts'
import { listOf, page, reference, text } from './contracts/words.ts'
import type { Scope } from './kinds.ts'

export interface Door {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Express 5 path; `:name` segments are described in `params`. */
  path: string
  title: string
  room: string
  /** The scope a key needs; `open` doors need no key; `onsite` doors take the shop's signed token. */
  scope: Scope | 'any' | 'open' | 'onsite'
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** Streamed bodies are handed to the door unread. */
  stream?: 'rows'
  replies: Record<number, z.ZodType | null>
  /** Idempotency-Key: not read, honoured when sent, or required (doors.md). */
  idempotency?: 'optional' | 'required'
  /** Replies that are a stream of server-sent events or CSV beside JSON. */
  produces?: string[]
}
const door = <const D extends Door>(definition: D): D => definition

const id = text(64)
const byId = z.strictObject({ id })
const byReference = z.strictObject({ reference })
const dryRun = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') })

export const doors = {
  // health, documents, access
  healthz: door({
    method: 'GET',
    path: '/healthz',
    title: 'Alive',
    room: 'health',
    scope: 'open',
    replies: { 200: access.alive },
  }),
  readyz: door({
    method: 'GET',
    path: '/readyz',
    title: 'Migrated and writable',
    room: 'health',
    scope: 'open',
    replies: { 200: access.readiness, 503: access.readiness },
  }),
  metrics: door({
    method: 'GET',
    path: '/metrics',
    title: 'Prometheus metrics (a scope, or loopback)',
    room: 'health',
    scope: 'open',
    replies: { 200: null },
    produces: ['text/plain'],
  }),
  openapi: door({
    method: 'GET',
    path: '/openapi.json',
    title: 'This document',
    room: 'health',
    scope: 'open',
    replies: { 200: z.record(z.string(), z.unknown()) },
  }),
  whoAmI: door({
    method: 'GET',
    path: '/v1/me/key',
    title: 'What the key in use may do',
    room: 'access',
    scope: 'any',
    replies: { 200: access.whoAmI },
  }),
  createApiKey: door({
    method: 'POST',
    path: '/v1/api-keys',
    title: 'Make an API key; it is shown once',
    room: 'access',
    scope: 'keys.manage',
    body: access.newApiKey,
    replies: { 201: access.apiKeyMade },
    idempotency: 'optional',
  }),
  listApiKeys: door({
    method: 'GET',
    path: '/v1/api-keys',
    title: 'API keys',
    room: 'access',
    scope: 'keys.manage',
    query: page,
    replies: { 200: listOf(access.apiKey) },
  }),
  revokeApiKey: door({
    method: 'DELETE',
    path: '/v1/api-keys/:id',
    title: 'Revoke an API key',
    room: 'access',
    scope: 'keys.manage',
    params: byId,
    replies: { 204: null },
  }),
  listAudit: door({
    method: 'GET',
    path: '/v1/audit',
    title: 'Audit log, newest first',
    room: 'access',
    scope: 'audit.read',
    query: page,
    replies: { 200: listOf(access.auditEntry) },
  }),
  moveClock: door({
    method: 'POST',
    path: '/v1/test/clock',
    title: 'Move the test clock and run what fell due',
    room: 'access',
    scope: 'clock.move',
    body: access.moveClock,
    replies: { 200: access.clockMoved },
  }),

  // shop → us
  putCustomer: door({
    method: 'PUT',
    path: '/v1/customers/:reference',
    title: 'Create or merge a customer',
    room: 'customers',
    scope: 'customers.write',
    params: byReference,
    body: customers.putCustomer,
    replies: { 200: customers.customer, 201: customers.customer },
  }),
  getCustomer: door({
    method: 'GET',
    path: '/v1/customers/:reference',
    title: 'A customer',
    room: 'customers',
    scope: 'customers.read',
    params: byReference,
    replies: { 200: customers.customer },
  }),
  eraseCustomer: door({
    method: 'DELETE',
    path: '/v1/customers/:reference',
    title: 'Erase a customer',
    room: 'privacy',
    scope: 'customers.erase',
    params: byReference,
    replies: { 200: customers.erased },
  }),
  importCustomers: door({
    method: 'POST',
    path: '/v1/customers/import',
    title: 'Import customers from CSV or NDJSON',
    room: 'customers',
    scope: 'customers.write',
    query: dryRun,
    stream: 'rows',
    replies: { 200: customers.importReport },
  }),
  declareAttribute: door({
    method: 'POST',
    path: '/v1/attributes',
    title: 'Declare a custom attribute with its data category',
    room: 'customers',
    scope: 'attributes.write',
    body: customers.newAttribute,
    replies: { 201: customers.attribute },
    idempotency: 'optional',
  }),
  listAttributes: door({
    method: 'GET',
    path: '/v1/attributes',
    title: 'Declared attributes',
    room: 'customers',
    scope: 'any',
    query: page,
    replies: { 200: listOf(customers.attribute) },
  }),
  recordConsents: door({
    method: 'POST',
    path: '/v1/consents',
    title: 'Record decisions about consent, per cell',
    room: 'consent',
    scope: 'consents.write',
    body: consent.recordConsents,
    replies: { 201: consent.consentsRecorded },
    idempotency: 'optional',
  }),
  getConsents: door({
    method: 'GET',
    path: '/v1/customers/:reference/consents',
    title: 'Consent cells of a customer',
    room: 'consent',
    scope: 'consents.read',
    params: byReference,
    replies: { 200: consent.consentsOf },
  }),
  putProduct: door({
    method: 'PUT',
    path: '/v1/products/:sku',
    title: 'Create or change a product',
    room: 'catalog',
    scope: 'products.write',
    params: z.strictObject({ sku: reference }),
    body: catalog.putProduct,
    replies: { 200: catalog.product, 201: catalog.product },
  }),
  importProducts: door({
    method: 'POST',
    path: '/v1/products/import',
    title: 'Import products from CSV or NDJSON',
    room: 'catalog',
    scope: 'products.write',
    query: dryRun,
    stream: 'rows',
    replies: { 200: customers.importReport },
  }),
  reportEvents: door({
    method: 'POST',
    path: '/v1/events',
    title: 'Report one event or up to 1,000',
    room: 'occasions',
    scope: 'events.write',
    body: events.eventsBody,
    replies: { 202: events.eventsAccepted },
  }),

  // checkout → us
  quote: door({
    method: 'POST',
    path: '/v1/quotes',
    title: 'What would this code take off?',
    room: 'redemption',
    scope: 'redemptions.write',
    body: redemptions.askQuote,
    replies: { 200: redemptions.quote },
  }),
  quoteStack: door({
    method: 'POST',
    path: '/v1/quotes/stack',
    title: 'Which of these codes serve this order best?',
    room: 'redemption',
    scope: 'redemptions.write',
    body: redemptions.askStack,
    replies: { 200: redemptions.stackQuote },
  }),
  hold: door({
    method: 'POST',
    path: '/v1/holds',
    title: 'Hold a voucher for an order',
    room: 'redemption',
    scope: 'redemptions.write',
    body: redemptions.askHold,
    replies: { 200: redemptions.hold, 201: redemptions.hold },
    idempotency: 'required',
  }),
  getHold: door({
    method: 'GET',
    path: '/v1/holds/:id',
    title: 'A hold',
    room: 'redemption',
    scope: 'redemptions.read',
    params: byId,
    replies: { 200: redemptions.hold },
  }),
  releaseHold: door({
    method: 'DELETE',
    path: '/v1/holds/:id',
    title: 'Let go of a hold',
    room: 'redemption',
    scope: 'redemptions.write',
    params: byId,
    replies: { 204: null },
  }),
  redeem: door({
    method: 'POST',
    path: '/v1/redemptions',
    title: 'Redeem a voucher, exactly once',
    room: 'redemption',
    scope: 'redemptions.write',
    body: redemptions.askRedemption,
    replies: { 201: redemptions.redemption, 200: redemptions.redemption },
    idempotency: 'required',
  }),
  getRedemption: door({
    method: 'GET',
    path: '/v1/redemptions/:id',
    title: 'A redemption',
    room: 'redemption',
    scope: 'redemptions.read',
    params: byId,
    replies: { 200: redemptions.redemptionView },
  }),
  listRedemptions: door({
    method: 'GET',
    path: '/v1/redemptions',
    title: 'Redemptions of an order',
    room: 'redemption',
    scope: 'redemptions.read',
    query: redemptions.listRedemptions,
    replies: { 200: listOf(redemptions.redemptionView) },
  }),
  reverse: door({
    method: 'POST',
    path: '/v1/redemptions/:id/reversals',
    title: 'Reverse a redemption, in full or in part',
    room: 'redemption',
    scope: 'redemptions.write',
    params: byId,
    body: redemptions.askReversal,
    replies: { 201: redemptions.reversal },
    idempotency: 'required',
  }),
  redeemStack: door({
    method: 'POST',
    path: '/v1/redemptions/stack',
    title: 'Redeem several codes on one order: all or none, exactly once',
    room: 'redemption',
    scope: 'redemptions.write',
    body: redemptions.askStack,
    replies: { 201: redemptions.stack, 200: redemptions.stack },
    idempotency: 'required',
  }),
  getStack: door({
    method: 'GET',
    path: '/v1/redemptions/stack/:id',
    title: 'Codes that were redeemed together',
    room: 'redemption',
    scope: 'redemptions.read',
    params: byId,
    replies: { 200: redemptions.stack },
  }),
  reverseStack: door({
    method: 'POST',
    path: '/v1/redemptions/stack/:id/reversals',
    title: 'Reverse all that is left of codes that were redeemed together',
    room: 'redemption',
    scope: 'redemptions.write',
    params: byId,
    body: redemptions.askStackReversal,
    replies: { 201: redemptions.stackReversal },
    idempotency: 'required',
  }),

  // privacy officer
  listPurposes: door({
    method: 'GET',
    path: '/v1/purposes',
    title: 'Purposes',
    room: 'consent',
    scope: 'purposes.read',
    query: page,
    replies: { 200: listOf(consent.purpose) },
  }),
  createPurpose: door({
    method: 'POST',
    path: '/v1/purposes',
    title: 'Define a purpose',
    room: 'consent',
    scope: 'purposes.write',
    body: consent.newPurpose,
    replies: { 201: consent.purpose },
    idempotency: 'optional',
  }),
  createNotice: door({
    method: 'POST',
    path: '/v1/notices',
    title: 'Draft a notice',
    room: 'consent',
    scope: 'notices.write',
    body: consent.newNotice,
    replies: { 201: consent.noticeMade },
    idempotency: 'optional',
  }),
  publishNotice: door({
    method: 'POST',
    path: '/v1/notices/:id/publish',
    title: 'Publish a notice; it never changes again',
    room: 'consent',
    scope: 'notices.write',
    params: byId,
    replies: { 200: consent.noticePublished },
    idempotency: 'optional',
  }),
  listNotices: door({
    method: 'GET',
    path: '/v1/notices',
    title: 'Notices, newest first',
    room: 'consent',
    scope: 'notices.read',
    query: page,
    replies: { 200: listOf(consent.notice) },
  }),
  getNotice: door({
    method: 'GET',
    path: '/v1/notices/:id',
    title: 'A notice',
    room: 'consent',
    scope: 'notices.read',
    params: byId,
    replies: { 200: consent.notice },
  }),

  // the ledger, for everybody
  ledgerHead: door({
    method: 'GET',
    path: '/v1/ledger/head',
    title: 'The signed head of the ledger over consent',
    room: 'consent',
    scope: 'open',
    replies: { 200: ledger.ledgerHead },
  }),
  ledgerProof: door({
    method: 'GET',
    path: '/v1/ledger/proof',
    title: 'Proof that a leaf, or the event that stands there, is in the ledger',
    room: 'consent',
    scope: 'open',
    query: ledger.askInclusion,
    replies: { 200: ledger.inclusionProof },
  }),
  ledgerConsistency: door({
    method: 'GET',
    path: '/v1/ledger/consistency',
    title: 'Proof that the ledger only grew between two sizes',
    room: 'consent',
    scope: 'open',
    query: ledger.askConsistency,
    replies: { 200: ledger.consistencyProof },
  }),
  jwks: door({
    method: 'GET',
    path: '/.well-known/jwks.json',
    title: 'The public keys that heads, receipts, certificates and exports are signed with',
    room: 'consent',
    scope: 'open',
    replies: { 200: ledger.jwks },
  }),
  gpc: door({
    method: 'GET',
    path: '/.well-known/gpc.json',
    title: 'That Global Privacy Control is honoured',
    room: 'consent',
    scope: 'open',
    replies: { 200: ledger.gpc },
  }),

  // marketer and analyst
  createSegment: door({
    method: 'POST',
    path: '/v1/segments',
    title: 'Define a segment',
    room: 'segments',
    scope: 'segments.write',
    body: segments.newSegment,
    replies: { 201: segments.segment },
    idempotency: 'optional',
  }),
  listSegments: door({
    method: 'GET',
    path: '/v1/segments',
    title: 'Segments',
    room: 'segments',
    scope: 'campaigns.read',
    query: page,
    replies: { 200: listOf(segments.segment) },
  }),
  getSegment: door({
    method: 'GET',
    path: '/v1/segments/:id',
    title: 'A segment',
    room: 'segments',
    scope: 'campaigns.read',
    params: byId,
    replies: { 200: segments.segment },
  }),
  previewSegment: door({
    method: 'POST',
    path: '/v1/segments/preview',
    title: 'Who would be reached, and why not the others',
    room: 'segments',
    scope: 'campaigns.read',
    body: segments.previewAsked,
    replies: { 200: segments.preview },
  }),
  createCampaign: door({
    method: 'POST',
    path: '/v1/campaigns',
    title: 'Draft a campaign',
    room: 'campaigns',
    scope: 'campaigns.write',
    body: campaigns.newCampaign,
    replies: { 201: campaigns.campaign },
    idempotency: 'optional',
  }),
  listCampaigns: door({
    method: 'GET',
    path: '/v1/campaigns',
    title: 'Campaigns, newest first',
    room: 'campaigns',
    scope: 'campaigns.read',
    query: page,
    replies: { 200: listOf(campaigns.campaign) },
  }),
  getCampaign: door({
    method: 'GET',
    path: '/v1/campaigns/:id',
    title: 'A campaign',
    room: 'campaigns',
    scope: 'campaigns.read',
    params: byId,
    replies: { 200: campaigns.campaign },
  }),
  patchCampaign: door({
    method: 'PATCH',
    path: '/v1/campaigns/:id',
    title: 'Change a campaign',
    room: 'campaigns',
    scope: 'campaigns.write',
    params: byId,
    body: campaigns.patchCampaign,
    replies: { 200: campaigns.campaign },
  }),
  launchCampaign: door({
    method: 'POST',
    path: '/v1/campaigns/:id/launch',
    title: 'Launch; refused with every reason at once',
    room: 'campaigns',
    scope: 'campaigns.write',
    params: byId,
    replies: { 200: campaigns.campaignLaunched },
    idempotency: 'optional',
  }),
  pauseCampaign: door({
    method: 'POST',
    path: '/v1/campaigns/:id/pause',
    title: 'Pause issuing and sending',
    room: 'campaigns',
    scope: 'campaigns.write',
    params: byId,
    replies: { 200: campaigns.campaign },
    idempotency: 'optional',
  }),
  resumeCampaign: door({
    method: 'POST',
    path: '/v1/campaigns/:id/resume',
    title: 'Go on',
    room: 'campaigns',
    scope: 'campaigns.write',
    params: byId,
    replies: { 200: campaigns.campaign },
    idempotency: 'optional',
  }),
  endCampaign: door({
    method: 'POST',
    path: '/v1/campaigns/:id/end',
    title: 'End; codes live on unless stopRedemptions',
    room: 'campaigns',
    scope: 'campaigns.write',
    params: byId,
    body: campaigns.endCampaign.optional(),
    replies: { 200: campaigns.campaign },
    idempotency: 'optional',
  }),
  runCampaign: door({
    method: 'POST',
    path: '/v1/campaigns/:id/run',
    title: 'Broadcast, or run the trigger now',
    room: 'vouchers',
    scope: 'campaigns.write',
    params: byId,
    // 202 with `Prefer: respond-async`: the run goes on, its progress is in the list of runs and on the stream.
    replies: { 200: campaigns.runOutcome, 202: campaigns.runOutcome },
    idempotency: 'optional',
  }),
  listRuns: door({
    method: 'GET',
    path: '/v1/campaigns/:id/runs',
    title: 'Runs of a campaign, newest first',
    room: 'vouchers',
    scope: 'reports.exact',
    params: byId,
    query: page,
    replies: { 200: listOf(campaigns.runOutcome) },
  }),
  issueVoucher: door({
    method: 'POST',
    path: '/v1/campaigns/:id/vouchers',
    title: 'Issue one voucher now',
    room: 'vouchers',
    scope: 'vouchers.issue',
    params: byId,
    body: campaigns.issueOne,
    replies: { 201: campaigns.issuedOne, 200: campaigns.issuedOne },
    idempotency: 'optional',
  }),
  createPool: door({
    method: 'POST',
    path: '/v1/campaigns/:id/pools',
    title: 'Make a pool of codes for print, in the background',
    room: 'vouchers',
    scope: 'campaigns.write',
    params: byId,
    body: pools.newPool,
    replies: { 202: pools.pool },
    idempotency: 'optional',
  }),
  listPools: door({
    method: 'GET',
    path: '/v1/campaigns/:id/pools',
    title: 'Pools of codes, newest first',
    room: 'vouchers',
    scope: 'campaigns.read',
    params: byId,
    query: page,
    replies: { 200: listOf(pools.pool) },
  }),
  getPool: door({
    method: 'GET',
    path: '/v1/campaigns/:id/pools/:poolId',
    title: 'One pool and how far it is',
    room: 'vouchers',
    scope: 'campaigns.read',
    params: z.strictObject({ id, poolId: id }),
    replies: { 200: pools.pool },
  }),
  exportCodes: door({
    method: 'GET',
    path: '/v1/campaigns/:id/codes',
    title: 'Codes in clear as a stream of lines; on record as a disclosure',
    room: 'vouchers',
    scope: 'codes.export',
    params: byId,
    query: pools.exportCodes,
    replies: { 200: null },
    produces: ['application/x-ndjson', 'text/csv'],
  }),
  campaignReport: door({
    method: 'GET',
    path: '/v1/campaigns/:id/report',
    title: 'The funnel per arm, day or channel, and the budget',
    room: 'reports',
    scope: 'reports.read',
    params: byId,
    query: reports.reportAsked,
    replies: { 200: reports.campaignReport },
    produces: ['text/csv'],
  }),
  listVouchers: door({
    method: 'GET',
    path: '/v1/vouchers',
    title: 'Vouchers of a customer or campaign',
    room: 'vouchers',
    scope: 'vouchers.read',
    query: vouchers.listVouchers,
    replies: { 200: listOf(vouchers.voucher) },
  }),
  getVoucher: door({
    method: 'GET',
    path: '/v1/vouchers/:id',
    title: 'A voucher',
    room: 'vouchers',
    scope: 'vouchers.read',
    params: byId,
    replies: { 200: vouchers.voucher },
  }),
  revokeVoucher: door({
    method: 'POST',
    path: '/v1/vouchers/:id/revoke',
    title: 'Revoke a voucher',
    room: 'vouchers',
    scope: 'vouchers.write',
    params: byId,
    body: vouchers.revokeVoucher.optional(),
    replies: { 200: vouchers.voucher },
    idempotency: 'optional',
  }),
  stream: door({
    method: 'GET',
    path: '/v1/stream',
    title: 'Budget and funnel changes as server-sent events',
    room: 'reports',
    scope: 'reports.exact',
    query: z.strictObject({ campaignId: text(64).optional() }),
    replies: { 200: null },
    produces: ['text/event-stream'],
  }),

  // the shop's own page
  onsiteKey: door({
    method: 'GET',
    path: '/v1/onsite/key',
    title: "The secret that signs the shop's on-site tokens",
    room: 'delivery',
    scope: 'onsite.sign',
    replies: { 200: onsite.onsiteKey },
  }),
  onsiteOffers: door({
    method: 'GET',
    path: '/v1/onsite/offers',
    title: 'Open vouchers of the signed-in customer',
    room: 'delivery',
    scope: 'onsite',
    replies: { 200: onsite.onsiteOffers },
  }),
} as const

export type Doors = typeof doors
export type DoorName = keyof Doors
type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
export type ParamsOf<N extends DoorName> = Doors[N] extends { params: infer P } ? Parsed<P> : Record<string, never>
export type QueryOf<N extends DoorName> = Doors[N] extends { query: infer Q } ? Parsed<Q> : Record<string, never>
export type BodyOf<N extends DoorName> = Doors[N] extends { body: infer B } ? Parsed<B> : undefined
/** What a caller may send: fields with a default may be left out. */
export type BodySent<N extends DoorName> = Doors[N] extends { body: infer B }
  ? B extends z.ZodType
    ? z.input<B>
    : undefined
  : undefined
type Replies<N extends DoorName> = Doors[N]['replies'][keyof Doors[N]['replies']]
export type ReplyOf<N extends DoorName> =
  Replies<N> extends infer R ? (R extends z.ZodType ? z.output<R> : undefined) : never
