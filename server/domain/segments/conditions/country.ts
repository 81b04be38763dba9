// The country somebody lives in, as the shop knows it.
import { sql } from 'drizzle-orm'
import { country as countryCode } from '#shared/contracts/words.ts'
import { type Field, wordOps } from './field.ts'

export const country: Field = {
  field: 'country',
  label: 'Country',
  needs: ['location'],
  ops: wordOps(() => sql`c.country`, countryCode),
}
