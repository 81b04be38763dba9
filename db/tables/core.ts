// The tables of the room core; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const settings = table('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

export const announcements = table('announcements', {
  id: text('id').primaryKey(),
  turn: integer('turn').notNull(),
  type: text('type').notNull(),
  at: integer('at').notNull(),
  data: text('data').notNull(),
})

export const houseKeys = table('house_keys', {
  use: text('use').notNull(),
  version: integer('version').notNull(),
  wrapped: text('wrapped'),
  madeAt: integer('made_at').notNull(),
  usedFrom: integer('used_from').notNull(),
  movedTo: text('moved_to').notNull().default(''),
  moved: integer('moved').notNull().default(0),
  movedAt: integer('moved_at'),
  retiredAt: integer('retired_at'),
})

export const sharedCounts = table('shared_counts', {
  minute: integer('minute').notNull(),
  source: text('source').notNull(),
  hits: integer('hits').notNull(),
})
