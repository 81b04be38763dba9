// The tables of the room reports; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const trials = table('trials', {
  campaignId: text('campaign_id').primaryKey(),
  currency: text('currency').notNull(),
  marginBps: integer('margin_bps'),
  tailDays: integer('tail_days').notNull(),
  epochs: text('epochs').notNull(),
  createdAt: integer('created_at').notNull(),
})

export const units = table('units', {
  id: text('id').primaryKey(),
  campaignId: text('campaign_id').notNull(),
  person: text('person'),
  arm: text('arm').notNull(),
  epoch: integer('epoch').notNull(),
  assignedAt: integer('assigned_at').notNull(),
  insideUntil: integer('inside_until').notNull(),
  maturesAt: integer('matures_at').notNull(),
  isMature: integer('is_mature').notNull().default(0),
  frozenAt: integer('frozen_at'),
  day: text('day').notNull(),
  channel: text('channel').notNull(),
  country: text('country').notNull(),
  ageBand: text('age_band').notNull(),
  newcomer: text('newcomer').notNull(),
  issued: integer('issued').notNull().default(0),
  redeemed: integer('redeemed').notNull().default(0),
  redeemedAfter: integer('redeemed_after'),
  byOther: integer('by_other').notNull().default(0),
  orders: integer('orders').notNull().default(0),
  late: integer('late').notNull().default(0),
  refunded: integer('refunded').notNull().default(0),
  firstBoughtAt: integer('first_bought_at'),
  revenueMinor: integer('revenue_minor').notNull().default(0),
  tailOrders: integer('tail_orders').notNull().default(0),
  tailMinor: integer('tail_minor').notNull().default(0),
  discountMinor: integer('discount_minor').notNull().default(0),
  beforeMinor: integer('before_minor').notNull().default(0),
})

export const armCells = table('arm_cells', {
  campaignId: text('campaign_id').notNull(),
  epoch: integer('epoch').notNull(),
  arm: text('arm').notNull(),
  stage: text('stage').notNull(),
  dimension: text('dimension').notNull(),
  value: text('value').notNull(),
  sums: text('sums').notNull(),
  tops: text('tops').notNull(),
})

export const armHours = table('arm_hours', {
  campaignId: text('campaign_id').notNull(),
  epoch: integer('epoch').notNull(),
  arm: text('arm').notNull(),
  hour: integer('hour').notNull(),
  entered: integer('entered').notNull().default(0),
  bought: integer('bought').notNull().default(0),
  closed: integer('closed').notNull().default(0),
})

export const reportBatches = table('report_batches', {
  campaignId: text('campaign_id').primaryKey(),
  serial: integer('serial').notNull(),
  at: integer('at').notNull(),
  body: text('body').notNull(),
})

export const reportSnapshots = table('report_snapshots', {
  hash: text('hash').primaryKey(),
  campaignId: text('campaign_id').notNull(),
  audience: text('audience').notNull(),
  asked: text('asked').notNull(),
  body: text('body').notNull(),
  at: integer('at').notNull(),
})

export const reportViews = table('report_views', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  owner: text('owner').notNull(),
  audience: text('audience').notNull(),
  campaignId: text('campaign_id').notNull(),
  asked: text('asked').notNull(),
  every: text('every'),
  toSealed: text('to_sealed'),
  nextAt: integer('next_at'),
  createdAt: integer('created_at').notNull(),
})
