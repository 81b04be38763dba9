// The tables of the room experiments; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const holdouts = table('holdouts', {
  id: text('id').primaryKey(),
  campaignId: text('campaign_id').notNull(),
  customerId: text('customer_id').notNull(),
  occasion: text('occasion').notNull(),
  at: integer('at').notNull(),
  day: text('day').notNull(),
})

export const importedExperiments = table('imported_experiments', {
  id: text('id').primaryKey(),
  hash: text('hash').notNull(),
  name: text('name').notNull(),
  body: text('body').notNull(),
  at: integer('at').notNull(),
})
