// The tables of the room delivery; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const outbox = table('outbox', {
  id: text('id').primaryKey(),
  voucherId: text('voucher_id').notNull(),
  campaignId: text('campaign_id').notNull(),
  customerId: text('customer_id').notNull(),
  purpose: text('purpose').notNull(),
  channel: text('channel').notNull(),
  state: text('state').notNull(),
  dueAt: integer('due_at').notNull(),
  attempts: integer('attempts').notNull().default(0),
  redeliveries: integer('redeliveries').notNull().default(0),
  sendingAt: integer('sending_at'),
  leaseUntil: integer('lease_until'),
  sentAt: integer('sent_at'),
  closedAt: integer('closed_at'),
  reason: text('reason'),
  kind: text('kind').notNull().default('offer'),
  bouncedAt: integer('bounced_at'),
  bounce: text('bounce'),
})

export const channelWishes = table('channel_wishes', {
  customerId: text('customer_id').primaryKey(),
  channel: text('channel').notNull(),
  at: integer('at').notNull(),
})

export const channelTurns = table('channel_turns', {
  channel: text('channel').primaryKey(),
  nextAt: integer('next_at').notNull().default(0),
  restsUntil: integer('rests_until').notNull().default(0),
  rests: integer('rests').notNull().default(0),
})

export const serviceMessages = table('service_messages', {
  id: text('id').primaryKey(),
  customerId: text('customer_id'),
  channel: text('channel').notNull(),
  kind: text('kind').notNull(),
  locale: text('locale').notNull(),
  toSealed: text('to_sealed'),
  valuesSealed: text('values_sealed'),
  state: text('state').notNull(),
  queuedAt: integer('queued_at').notNull(),
  dueAt: integer('due_at').notNull(),
  attempts: integer('attempts').notNull().default(0),
  leaseUntil: integer('lease_until'),
  sentAt: integer('sent_at'),
  reason: text('reason'),
})

export const webhooks = table('webhooks', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  events: text('events').notNull(),
  includes: text('includes').notNull(),
  envelope: text('envelope').notNull().default('house'),
  secretSealed: text('secret_sealed').notNull(),
  oldSecretSealed: text('old_secret_sealed'),
  oldSecretUntil: integer('old_secret_until'),
  state: text('state').notNull(),
  pauseReason: text('pause_reason'),
  failures: integer('failures').notNull().default(0),
  retryAt: integer('retry_at').notNull().default(0),
  createdAt: integer('created_at').notNull(),
  closedAt: integer('closed_at'),
})

export const webhookFeeds = table('webhook_feeds', {
  source: text('source').primaryKey(),
  cursor: text('cursor').notNull(),
})

export const webhookDeliveries = table('webhook_deliveries', {
  id: text('id').primaryKey(),
  webhookId: text('webhook_id').notNull(),
  type: text('type').notNull(),
  at: integer('at').notNull(),
  data: text('data').notNull(),
  sealed: text('sealed'),
  state: text('state').notNull(),
  since: integer('since').notNull(),
  dueAt: integer('due_at').notNull(),
  attempts: integer('attempts').notNull().default(0),
  leaseUntil: integer('lease_until').notNull().default(0),
  status: integer('status'),
  reason: text('reason'),
  closedAt: integer('closed_at'),
})
