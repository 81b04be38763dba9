// The tables of the room segments; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const segments = table('segments', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  rule: text('rule').notNull(),
  createdAt: integer('created_at').notNull(),
})
