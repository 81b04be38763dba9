/** Makes the queries everybody uses out of one function that runs SQL text; drizzle's SQLite builders write the text for
 * both engines, and on PostgreSQL only the parameters' marks differ. */

import type { TablesRelationalConfig } from 'drizzle-orm'
import { fillPlaceholders, is, Placeholder, type SQL, sql } from 'drizzle-orm'
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core'
import { SQLiteRemoteSession, SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy'
import type { Engine, Prepared, Queries } from './store.ts'

/** How a statement answers: its rows, or, on PostgreSQL, one number for how many there were, which costs neither side a
 * message for each. */
export type Shape = 'arrays' | 'objects' | 'count'

/** Runs one statement. `name` is given for statements worth keeping prepared on the server. */
export type Run = (text: string, params: unknown[], shape: Shape, name?: string) => Promise<unknown[]>

/** Runs one statement so many times without a turn between: `fill` puts the parameters of the i-th in place. Answers for
 * each whether it changed a row. SQLite only: on PostgreSQL every statement is a way there and back. */
export type RunEach = (
  text: string,
  times: number,
  fill: (i: number, values: unknown[]) => void,
) => Promise<Uint8Array<ArrayBuffer>>

/** A kept statement: its text, and how its parameters come out of named values. */
export interface Written {
  text: string
  /** One for each parameter, when all of them are named; then filling is a walk along them. */
  names: readonly string[] | null
  params: unknown[]
}

/** Where insert-many.ts and change-each.ts find the ways to run text of their own; out of reach for the rooms. */
export const RUN = Symbol('run')
export const EACH = Symbol('each')
export const WRITE = Symbol('write')
export type OpenQueries = Queries & {
  readonly [RUN]: Run
  readonly [EACH]: RunEach | undefined
  readonly [WRITE]: (name: string, build: () => SQL) => Written
}

export function makeQueries(engine: Engine, run: Run, each?: RunEach): OpenQueries {
  const dialect = new SQLiteAsyncDialect()
  if (engine === 'postgres') dialect.escapeParam = (index) => `$${index + 1}`
  const write = dialect.sqlToQuery.bind(dialect)
  dialect.sqlToQuery = (...statement) => {
    const query = write(...statement)
    return { ...query, sql: bareConflictTarget(query.sql) }
  }
  const names = new Map<string, string>()
  const session = new SQLiteRemoteSession(
    async (text, params, method) => {
      const rows = await run(text, params, 'arrays', names.get(text))
      return { rows: method === 'get' ? (rows[0] as unknown[]) : rows }
    },
    dialect,
    undefined,
  )
  plainErrors(session)
  const db = new SqliteRemoteDatabase('async', dialect, session, undefined)
  const kept = new Map<string, Prepared>()
  const fixed = new Map<string, unknown>()
  const texts = new Map<string, Written>()
  function written(name: string, build: () => SQL): Written {
    const known = texts.get(name)
    if (known) return known
    const { sql: text, params } = dialect.sqlToQuery(build())
    const marks = params.flatMap((one) => (is(one, Placeholder) ? one.name : []))
    const made = { text, params, names: marks.length === params.length ? marks : null }
    texts.set(name, made)
    return made
  }
  return {
    engine,
    select: db.select.bind(db) as Queries['select'],
    selectDistinct: db.selectDistinct.bind(db) as Queries['selectDistinct'],
    insert: db.insert.bind(db),
    update: db.update.bind(db),
    delete: db.delete.bind(db),
    with: db.with.bind(db),
    $with: db.$with,
    rows: async <T>(statement: SQL) => {
      const query = dialect.sqlToQuery(statement)
      return (await run(query.sql, query.params, 'objects')) as T[]
    },
    prepared: (name, build) => {
      const known = kept.get(name) as ReturnType<typeof build> | undefined
      if (known) return known
      const made = build(db)
      kept.set(name, made)
      if ('getQuery' in made && typeof made.getQuery === 'function') names.set(made.getQuery().sql, name)
      return made
    },
    fixed: <T>(name: string, build: () => SQL) => {
      const known = fixed.get(name) as ((values: Record<string, unknown>) => Promise<T[]>) | undefined
      if (known) return known
      const statement = written(name, build)
      const ask = (values: Record<string, unknown>) =>
        run(statement.text, fill(statement, values), 'objects', name) as Promise<T[]>
      fixed.set(name, ask)
      return ask
    },
    forUpdate: () => (engine === 'postgres' ? sql` for update` : sql``),
    [RUN]: run,
    [EACH]: each,
    [WRITE]: written,
  }
}

/** Drizzle's own way asks each parameter what it is, at every call. */
function fill({ names, params }: Written, values: Record<string, unknown>): unknown[] {
  if (names === null) return fillPlaceholders(params, values)
  return names.map((name) => {
    const value = values[name]
    if (value === undefined) throw new Error(`${name} has no value`)
    return value
  })
}

/** Drizzle names the table before each column of a conflict's target, which SQLite lets pass and PostgreSQL does not. */
function bareConflictTarget(text: string): string {
  return text.replace(/ on conflict \([^)]*\)/, (target) => target.replace(/"[^"]+"\./g, ''))
}

/** Drizzle wraps every error in one whose message prints the parameters, and so personal data into logs; the engine's own
 * errors are thrown instead. */
function plainErrors(session: SQLiteRemoteSession<Record<string, unknown>, TablesRelationalConfig>): void {
  const prepare = session.prepareQuery.bind(session)
  session.prepareQuery = (...query: Parameters<typeof prepare>) =>
    Object.assign(prepare(...query), {
      queryWithCache: (_: string, __: unknown[], ask: () => Promise<unknown>) => ask(),
    })
}
