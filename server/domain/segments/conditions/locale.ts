// The language tag somebody reads in; it is asked for to write at all, so it needs no consent of its own.
import { sql } from 'drizzle-orm'
import { locale as localeTag } from '#shared/contracts/words.ts'
import { type Field, wordOps } from './field.ts'

export const locale: Field = {
  field: 'locale',
  label: 'Language',
  needs: [],
  ops: wordOps(() => sql`c.locale`, localeTag),
}
