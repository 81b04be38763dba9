/** The one bulk verb: thousands of rows into a table, on each engine in the way that costs it least. */
import { Column, type GetColumnData, getTableColumns, getTableName, is, SQL } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { EACH, type OpenQueries, RUN, type Shape } from './builder.ts'
import type { Tx } from './store.ts'

/** PostgreSQL takes a statement of so many rows about as fast, for each, as a longer one. */
const MOST_ROWS = 2000

interface Options {
  /** What a row that is there already gets: nothing, or these columns as the new row has them. */
  onConflict?: 'nothing' | { target: SQLiteColumn[]; replace: SQLiteColumn[] }
}
type Row = Record<string, unknown>
type Named = [key: string, column: SQLiteColumn]

/** Inserts thousands of rows: on SQLite one after the other with one statement that is kept, on PostgreSQL as one array
 * for each column (one value, where all rows have the same), which takes it half as long as a mark for each value.
 * Columns that no row has are left out. Answers how many rows it inserted or replaced, or with `returning` those columns of
 * each. */
export async function insertMany<T extends SQLiteTable>(
  tx: Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
  options?: Options,
): Promise<number>
export async function insertMany<T extends SQLiteTable, R extends Record<string, SQLiteColumn>>(
  tx: Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
  options: Options & { returning: R },
): Promise<{ [K in keyof R]: GetColumnData<R[K]> }[]>
export async function insertMany(
  tx: Tx,
  table: SQLiteTable,
  rows: readonly Row[],
  { onConflict, returning }: Options & { returning?: Record<string, SQLiteColumn> } = {},
): Promise<number | Row[]> {
  const open = tx as Tx & Partial<OpenQueries>
  if (rows.length === 0) return returning ? [] : 0
  const all = columnsOf(table)
  const replaced = typeof onConflict === 'object' ? onConflict.replace : []
  const columns = all.filter(
    ([key, column]) => hasDefault(column) || replaced.includes(column) || rows.some((row) => row[key] !== undefined),
  )
  const head = `insert into "${getTableName(table)}" (${namesOf(columns)})`
  const asked = Object.entries(returning ?? {})
  const conflict = conflictOf(onConflict)
  if (tx.engine === 'sqlite') {
    const made = await oneByOne(open, rows, columns, head, conflict)
    if (!returning) return made.length
    return made.map((row) => Object.fromEntries(asked.map(([key, column]) => [key, asStored(all, column, row)])))
  }
  if (!returning) {
    const counts = (await byColumns(open, rows, columns, head, conflict, 'count')) as number[]
    return counts.reduce((sum, count) => sum + count, 0)
  }
  const made = await byColumns(open, rows, columns, head, `${conflict} returning ${namesOf(asked)}`, 'arrays')
  return (made as unknown[][]).map((row) =>
    Object.fromEntries(
      asked.map(([key, column], i) => [key, row[i] === null ? null : column.mapFromDriverValue(row[i])]),
    ),
  )
}

function conflictOf(onConflict: Options['onConflict']): string {
  if (onConflict === undefined) return ''
  if (onConflict === 'nothing') return ' on conflict do nothing'
  const target = onConflict.target.map(({ name }) => `"${name}"`).join(', ')
  const replaced = onConflict.replace.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ')
  return ` on conflict (${target}) do update set ${replaced}`
}

/** Answers the rows that were inserted. */
async function oneByOne(tx: Partial<OpenQueries>, rows: readonly Row[], columns: Named[], head: string, tail: string) {
  if (!tx[EACH]) throw new Error('insertMany takes a transaction of the store')
  const text = `${head} values (${columns.map(() => '?').join(',')})${tail}`
  const readers = columns.map(([key, column]) => readerOf(key, column))
  const wasMade = await tx[EACH](text, rows.length, (i, values) => {
    const row = rows[i] as Row
    for (let at = 0; at < readers.length; at += 1) values[at] = readers[at]?.(row)
  })
  return wasMade.every((made) => made === 1) ? rows : rows.filter((_, i) => wasMade[i] === 1)
}

async function byColumns(
  tx: Partial<OpenQueries>,
  rows: readonly Row[],
  columns: Named[],
  head: string,
  tail: string,
  shape: Shape,
): Promise<unknown[]> {
  if (!tx[RUN]) throw new Error('insertMany takes a transaction of the store')
  const made: unknown[] = []
  for (let at = 0; at < rows.length; at += MOST_ROWS) {
    const some = rows.slice(at, at + MOST_ROWS)
    const params: unknown[] = []
    const arrays: string[] = []
    const selected = columns.map(([key, column], i) => {
      const read = readerOf(key, column)
      const values = some.map(read)
      const kind = column.getSQLType() === 'integer' ? 'bigint' : 'text'
      const [first] = values
      // The first says how many rows there are.
      const isSame = i > 0 && values.every((value) => value === first)
      params.push(isSame ? first : values)
      if (isSame) return `cast($${params.length} as ${kind})`
      arrays.push(`cast($${params.length} as ${kind}[])`)
      return `x.c${arrays.length}`
    })
    const names = arrays.map((_, i) => `c${i + 1}`).join(', ')
    const text = `${head} select ${selected.join(', ')} from unnest(${arrays.join(', ')}) as x(${names})${tail}`
    made.push(...(await tx[RUN](text, params, shape, nameOf(text))))
  }
  return made
}

const named = new Map<string, string>()
const MOST_NAMES = 500

/** A statement with a name is read and planned by PostgreSQL once; texts differ by table and by which columns are alike. */
function nameOf(text: string): string | undefined {
  const name = named.get(text) ?? (named.size < MOST_NAMES ? `insert ${named.size}` : undefined)
  if (name !== undefined) named.set(text, name)
  return name
}

const known = new WeakMap<SQLiteTable, Named[]>()

function columnsOf(table: SQLiteTable): Named[] {
  const columns = known.get(table) ?? Object.entries(getTableColumns(table))
  known.set(table, columns)
  return columns
}

const namesOf = (list: Named[]): string => list.map(([, column]) => `"${column.name}"`).join(', ')
const hasDefault = (column: SQLiteColumn) => column.default !== undefined || column.defaultFn !== undefined

/** What a column stores for a row: its default when the row has nothing, as drizzle does for a single one. */
function readerOf(key: string, column: SQLiteColumn): (row: Row) => unknown {
  const isPlain = column.mapToDriverValue === Column.prototype.mapToDriverValue
  return (row) => {
    const given = row[key]
    if (typeof given === 'string' || typeof given === 'number') return isPlain ? given : column.mapToDriverValue(given)
    const value = given === undefined ? (column.default ?? column.defaultFn?.()) : given
    if (is(value, SQL)) throw new Error(`insertMany takes plain values only, and ${column.name} has an expression`)
    return value === undefined || value === null ? null : column.mapToDriverValue(value)
  }
}

function asStored(all: Named[], column: SQLiteColumn, row: Row): unknown {
  const key = all.find(([, one]) => one.name === column.name)?.[0]
  if (key === undefined) throw new Error(`${column.name} is of another table`)
  const value = readerOf(key, column)(row)
  return value === null ? null : column.mapFromDriverValue(value)
}
