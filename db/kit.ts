/** What table files are made of: two column kinds that mean the same on both engines; and the one bulk verb. */
import { type GetColumnData, getTableColumns, getTableName, is, SQL } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { type OpenQueries, RUN } from './builder.ts'
import type { Engine, Tx } from './store.ts'

export { integer, sqliteTable as table, text } from 'drizzle-orm/sqlite-core'

/** SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535. Longer statements than this gain nothing. */
const MOST_PARAMETERS = 32_766
const MOST_ROWS = 500

interface Options {
  onConflict?: 'nothing'
}

/** Inserts thousands of rows: on SQLite one after the other with one statement that is kept, on PostgreSQL many to a
 * statement. (Drizzle's own text for 5,000 rows takes five times as long to build as to run.) With `onConflict: 'nothing'` rows that are there already stay as they are. Answers how many rows it inserted, or
 * with `returning` those columns of each. */
export async function insertMany<T extends SQLiteTable>(
  tx: Tx,
  table: T,
  rows: T['$inferInsert'][],
  options?: Options,
): Promise<number>
export async function insertMany<T extends SQLiteTable, R extends Record<string, SQLiteColumn>>(
  tx: Tx,
  table: T,
  rows: T['$inferInsert'][],
  options: Options & { returning: R },
): Promise<{ [K in keyof R]: GetColumnData<R[K]> }[]>
export async function insertMany(
  tx: Tx,
  table: SQLiteTable,
  rows: Record<string, unknown>[],
  { onConflict, returning }: Options & { returning?: Record<string, SQLiteColumn> } = {},
): Promise<number | Record<string, unknown>[]> {
  const run = (tx as Tx & Partial<OpenQueries>)[RUN]
  if (!run) throw new Error('insertMany takes a transaction of the store')
  const { columns, head } = headOf(table)
  const asked = Object.entries(returning ?? {})
  // What cannot be refused without an error need not say that it was inserted.
  const tellsCount = tx.engine === 'postgres' || onConflict !== undefined || asked.length > 0
  const conflict = onConflict ? ' on conflict do nothing' : ''
  const tail = tellsCount ? `${conflict} returning ${namesOf(asked) || '1'}` : ''
  const size = tx.engine === 'sqlite' ? 1 : Math.min(MOST_ROWS, Math.floor(MOST_PARAMETERS / columns.length))
  const inserted: unknown[][] = []
  for (let at = 0; at < rows.length; at += size) {
    const chunk = rows.slice(at, at + size)
    const values = chunk.flatMap((row) => columns.map(([key, column]) => stored(column, row[key])))
    const text = head + marks(tx.engine, chunk.length, columns.length) + tail
    inserted.push(...((await run(text, values, 'arrays')) as unknown[][]))
  }
  if (!returning) return tellsCount ? inserted.length : rows.length
  return inserted.map((row) =>
    Object.fromEntries(
      asked.map(([key, column], i) => [key, row[i] === null ? null : column.mapFromDriverValue(row[i])]),
    ),
  )
}

interface Head {
  columns: [string, SQLiteColumn][]
  head: string
}
const heads = new WeakMap<SQLiteTable, Head>()

function headOf(table: SQLiteTable): Head {
  const known = heads.get(table)
  if (known) return known
  const columns = Object.entries(getTableColumns(table))
  const made = { columns, head: `insert into "${getTableName(table)}" (${namesOf(columns)}) values ` }
  heads.set(table, made)
  return made
}

const namesOf = (list: [string, SQLiteColumn][]): string => list.map(([, column]) => `"${column.name}"`).join(', ')

/** What a column stores for a value: its default when there is none, as drizzle does for a single row. */
function stored(column: SQLiteColumn, given: unknown): unknown {
  const value = given === undefined ? (column.default ?? column.defaultFn?.()) : given
  if (is(value, SQL)) throw new Error(`insertMany takes plain values only, and ${column.name} has an expression`)
  return value === undefined || value === null ? null : column.mapToDriverValue(value)
}

function marks(engine: Engine, rows: number, columns: number): string {
  if (engine === 'sqlite' && rows === 1) return `(${'?,'.repeat(columns).slice(0, -1)})`
  let index = 0
  const row = () => `(${Array.from({ length: columns }, () => (engine === 'sqlite' ? '?' : `$${++index}`)).join(',')})`
  return Array.from({ length: rows }, row).join(',')
}
