// The tables of the room jobs; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const jobTicks = table('job_ticks', {
  job: text('job').notNull(),
  dueAt: integer('due_at').notNull(),
  takenAt: integer('taken_at').notNull(),
  doneAt: integer('done_at'),
  holder: text('holder'),
})
