// The tables of the room compat; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const compatNotes = table('compat_notes', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  madeMicros: integer('made_micros').notNull(),
  namePrint: text('name_print'),
  parent: text('parent'),
  customerId: text('customer_id'),
  state: text('state'),
  updatedAt: integer('updated_at'),
  revision: integer('revision').notNull().default(1),
  body: text('body').notNull(),
  birthSealed: text('birth_sealed'),
  placeSealed: text('place_sealed'),
  goesWith: text('goes_with'),
})
