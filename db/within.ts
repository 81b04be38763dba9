/** Membership in a list whose statement has one text and one parameter, however long the list is. */
import { type SQL, sql } from 'drizzle-orm'
import type { Queries } from './store.ts'

/** Goes behind a text column: `where code_print ${within(q, prints)}`. */
export function within(q: Pick<Queries, 'engine'>, values: string[]): SQL {
  if (q.engine === 'postgres') return sql`= any(cast(${sql.param(values)} as text[]))`
  return sql`in (select value from json_each(${JSON.stringify(values)}))`
}

/** The same for a statement that is kept: the list comes with every call, as `listOf(q, values)` under this name. */
export function withinPlaceholder(q: Pick<Queries, 'engine'>, name: string): SQL {
  if (q.engine === 'postgres') return sql`= any(cast(${sql.placeholder(name)} as text[]))`
  return sql`in (select value from json_each(${sql.placeholder(name)}))`
}

export const listOf = (q: Pick<Queries, 'engine'>, values: string[]): string | string[] =>
  q.engine === 'postgres' ? values : JSON.stringify(values)

/** Rows out of one JSON parameter, for a statement that is kept and changes many rows at once: `JSON.stringify(rows)` comes
 * with every call under this name. PostgreSQL only; SQLite runs a prepared statement per row faster than it reads JSON. */
export function recordsetOf(name: string, alias: string, shape: Record<string, 'text' | 'bigint'>): SQL {
  const columns = Object.entries(shape).map(([column, type]) => `${column} ${type}`)
  return sql`json_to_recordset(cast(${sql.placeholder(name)} as json)) as ${sql.raw(`${alias}(${columns.join(', ')})`)}`
}
