// What crosses the wire when people look up one customer, with a reason: how she is found, and everything about her that
// her consent and the looker's role let be seen.
import { z } from 'zod'
import { categories, cellStates, channels } from '../kinds.ts'
import { cellView } from './consent.ts'
import { customer } from './customers.ts'
import { request } from './me.ts'
import { foundVoucher } from './voucher-desk.ts'
import { country, instant, reference, text } from './words.ts'

export const searchCustomers = z.union([
  z.strictObject({ reference }),
  z.strictObject({ email: text(254) }),
  z.strictObject({ phone: text(32), country: country.optional() }),
])
export type SearchCustomers = z.infer<typeof searchCustomers>
export const foundCustomers = z.object({
  data: z.array(z.object({ id: z.string(), reference: z.string() })),
  closed: z.int().describe('how many there are besides who have closed their data to your department'),
})

export const customerById = z.strictObject({ id: text(64) })

const consentEvent = z.object({
  id: z.string(),
  at: instant,
  purpose: z.string(),
  channel: z.string(),
  category: z.string(),
  decision: z.string(),
  stateAfter: z.enum(cellStates),
  actor: z.string(),
  method: z.string(),
  noticeVersion: z.int().nullable(),
})
const order = z.object({
  reference: z.string(),
  placedAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  totalMinor: z.int().nullable(),
  refundedMinor: z.int(),
  currency: z.string().nullable(),
})
const cart = z.object({
  reference: z.string(),
  updatedAt: instant,
  totalMinor: z.int().nullable(),
  currency: z.string().nullable(),
  items: z.int(),
})
const sentMessage = z.object({
  id: z.string(),
  campaignId: z.string().nullable(),
  voucherId: z.string().nullable(),
  channel: z.enum(channels),
  kind: z.string(),
  state: z.enum(['queued', 'sending', 'sent', 'failed', 'cancelled']),
  reason: z.string().nullable(),
  at: instant.describe('when it was sent, or is due'),
  bounce: z.string().nullable(),
})

/** A part of the panel is null where the role may not see it, or she has not allowed what it is made of. */
export const customerPanel = z.object({
  customer,
  hidden: z.array(z.enum(categories)).describe('kinds of data that your department may not see'),
  status: z.enum(['active', 'restricted', 'erasing']),
  objections: z.array(z.string()).describe('purposes; * is all of them'),
  wishedChannel: z.enum(channels).nullable(),
  snoozedUntil: instant.nullable().describe('she wants no messages until then'),
  consents: z.object({ cells: z.array(cellView), history: z.array(consentEvent) }).nullable(),
  vouchers: z.object({ data: z.array(foundVoucher), nextCursor: z.string().nullable() }).nullable(),
  orders: z.array(order).nullable().describe('the newest first; null without a granted purchase_history'),
  carts: z.array(cart).nullable().describe('null without a granted cart_activity'),
  occasions: z.array(z.object({ at: instant, type: z.string() })).describe('what the shop reported, the newest first'),
  messages: z.array(sentMessage),
  requests: z.array(request).nullable(),
})
export type CustomerPanel = z.infer<typeof customerPanel>
