// The tables of the room budget; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const budgets = table('budgets', {
  id: text('id').primaryKey(),
  campaignId: text('campaign_id').notNull(),
  currency: text('currency').notNull(),
  mode: text('mode').notNull(),
  whenShort: text('when_short').notNull(),
  limitMinor: integer('limit_minor'),
  countLimit: integer('count_limit'),
  reservedMinor: integer('reserved_minor').notNull().default(0),
  heldMinor: integer('held_minor').notNull().default(0),
  spentMinor: integer('spent_minor').notNull().default(0),
  countUsed: integer('count_used').notNull().default(0),
  dayLimitMinor: integer('day_limit_minor'),
  dayCountLimit: integer('day_count_limit'),
  customerLimitMinor: integer('customer_limit_minor'),
  customerCountLimit: integer('customer_count_limit'),
})

export const budgetEntries = table('budget_entries', {
  id: text('id').primaryKey(),
  budgetId: text('budget_id').notNull(),
  kind: text('kind').notNull(),
  cause: text('cause').notNull(),
  reservedDelta: integer('reserved_delta').notNull(),
  heldDelta: integer('held_delta').notNull(),
  spentDelta: integer('spent_delta').notNull(),
  countDelta: integer('count_delta').notNull(),
  at: integer('at').notNull(),
})

export const caps = table('caps', {
  id: text('id').primaryKey(),
  budgetId: text('budget_id').notNull(),
  kind: text('kind').notNull(),
  subject: text('subject').notNull(),
  limitMinor: integer('limit_minor'),
  countLimit: integer('count_limit'),
  usedMinor: integer('used_minor').notNull().default(0),
  countUsed: integer('count_used').notNull().default(0),
})

export const capEntries = table('cap_entries', {
  id: text('id').primaryKey(),
  capId: text('cap_id').notNull(),
  charge: text('charge').notNull(),
  cause: text('cause').notNull(),
  minorDelta: integer('minor_delta').notNull(),
  countDelta: integer('count_delta').notNull(),
  at: integer('at').notNull(),
})

export const budgetLevels = table('budget_levels', {
  budgetId: text('budget_id').primaryKey(),
  level: integer('level').notNull(),
  at: integer('at').notNull(),
})
