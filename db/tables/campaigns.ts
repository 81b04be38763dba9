// The tables of the room campaigns; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const campaigns = table('campaigns', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  state: text('state').notNull(),
  revision: integer('revision').notNull(),
  purpose: text('purpose').notNull(),
  legalBasis: text('legal_basis').notNull(),
  terms: text('terms').notNull(),
  needs: text('needs').notNull().default('[]'),
  salt: text('salt').notNull(),
  timeZone: text('time_zone').notNull(),
  startsAt: integer('starts_at'),
  endsAt: integer('ends_at'),
  createdAt: integer('created_at').notNull(),
  launchedAt: integer('launched_at'),
  endedAt: integer('ended_at'),
  redemptionsStoppedAt: integer('redemptions_stopped_at'),
  ruledAt: integer('ruled_at'),
  checkedAt: integer('checked_at'),
  mindsOrders: integer('minds_orders').notNull().default(0),
  archivedAt: integer('archived_at'),
  nameFolded: text('name_folded').notNull().default(''),
})

export const campaignVersions = table('campaign_versions', {
  campaignId: text('campaign_id').notNull(),
  number: integer('number').notNull(),
  at: integer('at').notNull(),
  actor: text('actor').notNull(),
  cause: text('cause').notNull(),
  terms: text('terms').notNull(),
})

export const campaignApprovals = table('campaign_approvals', {
  id: text('id').primaryKey(),
  campaignId: text('campaign_id').notNull(),
  version: integer('version').notNull(),
  limitMinor: integer('limit_minor').notNull(),
  currency: text('currency').notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: integer('asked_at').notNull(),
  askedNote: text('asked_note'),
  decidedBy: text('decided_by'),
  decidedAt: integer('decided_at'),
  decision: text('decision'),
  decidedNote: text('decided_note'),
})

export const tallies = table('tallies', {
  campaignId: text('campaign_id').notNull(),
  day: text('day').notNull(),
  variantKey: text('variant_key').notNull(),
  channel: text('channel').notNull(),
  assigned: integer('assigned').notNull().default(0),
  issued: integer('issued').notNull().default(0),
  sent: integer('sent').notNull().default(0),
  held: integer('held').notNull().default(0),
  redeemed: integer('redeemed').notNull().default(0),
  reversed: integer('reversed').notNull().default(0),
  expired: integer('expired').notNull().default(0),
  revoked: integer('revoked').notNull().default(0),
  byOthers: integer('by_others').notNull().default(0),
  discountMinor: integer('discount_minor').notNull().default(0),
})
