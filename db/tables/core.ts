// The tables of the room core; keys, checks and indexes stand in db/migrations.
import { table, text } from '../kit.ts'

export const settings = table('settings', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})
