// How occasions writes many rows that may be there already: in statements that are built once and kept, because building
// one of 200 rows takes longer than running it.

import type { SQL } from 'drizzle-orm'
import { getTableColumns, sql } from 'drizzle-orm'
import type { IndexColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Tx } from '#db/store.ts'

interface OnConflict {
  target: IndexColumn | IndexColumn[]
  /** Names of columns as TypeScript has them, with what they become; `excluded` is the row that came. */
  set: Record<string, SQL>
  setWhere?: SQL
}

/** Rows that are left over go in the next smaller statement. */
const SIZES = [64, 8, 1]

/** `name` belongs to one kind of statement. The rows are whole, sorted, and unique by `target`. */
export async function upsertRows<T extends SQLiteTable>(
  tx: Tx,
  name: string,
  table: T,
  rows: readonly T['$inferSelect'][],
  conflict: OnConflict,
): Promise<void> {
  const keys = Object.keys(getTableColumns(table))
  let from = 0
  for (const size of SIZES) {
    for (; rows.length - from >= size; from += size) {
      const statement = tx.prepared(`${name}.${size}`, (q) => {
        const places = Array.from({ length: size }, (_, i) =>
          Object.fromEntries(keys.map((key) => [key, sql.placeholder(`${key}.${i}`)])),
        )
        // The places stand for the columns of a whole row, which no type can say.
        return q
          .insert(table)
          .values(places as T['$inferInsert'][])
          .onConflictDoUpdate(conflict as never)
          .prepare()
      })
      const values: Record<string, unknown> = {}
      for (const [i, row] of rows.slice(from, from + size).entries())
        for (const key of keys) values[`${key}.${i}`] = (row as Record<string, unknown>)[key]
      await statement.execute(values)
    }
  }
}
