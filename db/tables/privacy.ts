// The tables of the room privacy; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const signInAsks = table('sign_in_asks', {
  id: text('id').primaryKey(),
  print: text('print').notNull(),
  locale: text('locale').notNull(),
  at: integer('at').notNull(),
})

export const stepCodes = table('step_codes', {
  id: text('id').primaryKey(),
  customerId: text('customer_id').notNull(),
  action: text('action').notNull(),
  codePrint: text('code_print').notNull(),
  tries: integer('tries').notNull().default(0),
  madeAt: integer('made_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
})

export const requests = table('requests', {
  id: text('id').primaryKey(),
  customerId: text('customer_id'),
  kind: text('kind').notNull(),
  via: text('via').notNull(),
  source: text('source'),
  receivedAt: integer('received_at').notNull(),
  dueAt: integer('due_at').notNull(),
  extendedAt: integer('extended_at'),
  extensionReason: text('extension_reason'),
  closedAt: integer('closed_at'),
  outcome: text('outcome'),
  outcomeReason: text('outcome_reason'),
  overdueToldAt: integer('overdue_told_at'),
  laws: text('laws').notNull().default('gdpr'),
  confirmBy: integer('confirm_by'),
  pausedAt: integer('paused_at'),
  pausedMs: integer('paused_ms').notNull().default(0),
})

export const staffAccess = table('staff_access', {
  id: text('id').primaryKey(),
  at: integer('at').notNull(),
  actor: text('actor').notNull(),
  roles: text('roles').notNull(),
  customerId: text('customer_id').notNull(),
  categories: text('categories').notNull(),
  reason: text('reason'),
})

export const disclosures = table('disclosures', {
  id: text('id').primaryKey(),
  at: integer('at').notNull(),
  customerId: text('customer_id'),
  campaignId: text('campaign_id'),
  recipient: text('recipient').notNull(),
  categories: text('categories').notNull(),
  basis: text('basis').notNull(),
})

export const erasures = table('erasures', {
  id: text('id').primaryKey(),
  customerId: text('customer_id').notNull(),
  at: integer('at').notNull(),
  certificate: text('certificate').notNull(),
})
