/** What table files are made of: two column kinds that mean the same on both engines, and the one bulk verb. */
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Tx } from './store.ts'

export { integer, sqliteTable as table, text } from 'drizzle-orm/sqlite-core'

/** Inserts thousands of rows in few statements; with `onConflict: 'nothing'` rows that are there already stay as they are.
 * Answers the number inserted, or with `returning` the inserted rows' columns. */
export async function insertMany<T extends SQLiteTable>(
  tx: Tx,
  table: T,
  rows: T['$inferInsert'][],
  options?: { onConflict?: 'nothing' },
): Promise<number>
export async function insertMany<T extends SQLiteTable, R extends Record<string, SQLiteColumn>>(
  tx: Tx,
  table: T,
  rows: T['$inferInsert'][],
  options: { onConflict?: 'nothing'; returning: R },
): Promise<{ [K in keyof R]: R[K]['_']['notNull'] extends true ? R[K]['_']['data'] : R[K]['_']['data'] | null }[]>
export async function insertMany(
  tx: Tx,
  table: SQLiteTable,
  rows: Record<string, unknown>[],
  options: { onConflict?: 'nothing'; returning?: Record<string, SQLiteColumn> } = {},
): Promise<number | Record<string, unknown>[]> {
  let insert = tx.insert(table).values(rows)
  if (options.onConflict) insert = insert.onConflictDoNothing()
  const inserted = await insert.returning(options.returning ?? {})
  return options.returning ? inserted : inserted.length
}
