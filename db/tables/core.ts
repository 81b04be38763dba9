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
