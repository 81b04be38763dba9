/** Brings a database from the migrations it has to those the code knows: numbered, forward only, all or nothing. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { makeQueries } from './builder.ts'
import type { Connection } from './session.ts'
import type { Engine, Queries } from './store.ts'

export const HOUSE_MIGRATIONS = fileURLToPath(new URL('./migrations/', import.meta.url))

/** Any number will do, as long as every process of the house takes the same. */
const LOCK = 7_041_776

export interface Step {
  number: number
  name: string
  checksum: string
  text: string
}

export class MigrationsBehind extends Error {}
export class DatabaseTooNew extends Error {}
export class MigrationChanged extends Error {}

/** Reads `0001_name.sql`, or the one of a pair `0001_name.sqlite.sql` and `0001_name.postgres.sql`, in order. Numbers may
 * have gaps: whoever works on a migration takes a number first, and one that comes later than its neighbours still runs. */
export function readSteps(folder: string, engine: Engine): Step[] {
  const steps = readdirSync(folder)
    .map((file) => ({ file, parts: /^(\d{4})_([\w-]+?)(?:\.(sqlite|postgres))?\.sql$/.exec(file) }))
    .filter(({ parts }) => parts && (parts[3] ?? engine) === engine)
    .map(({ file, parts }) => {
      const text = readFileSync(`${folder}/${file}`, 'utf8')
      const checksum = createHash('sha256').update(text).digest('hex')
      return { number: Number(parts?.[1]), name: parts?.[2] ?? file, checksum, text }
    })
    .sort((a, b) => a.number - b.number)
  steps.forEach(({ number }, i) => {
    if (number === steps[i - 1]?.number) throw new Error(`There are two migrations ${number} for ${engine}`)
  })
  return steps
}

/** The steps a database still lacks; all of them if it is empty.
 * @throws DatabaseTooNew, MigrationChanged */
export async function findPending(q: Queries, steps: Step[]): Promise<Step[]> {
  const applied = (await isEmpty(q))
    ? []
    : await q.rows<{ number: number; checksum: string }>(
        sql`select number, checksum from schema_migrations order by number`,
      )
  const known = new Map(steps.map((step) => [step.number, step]))
  for (const { number, checksum } of applied) {
    const step = known.get(number)
    if (!step) throw new DatabaseTooNew(`The database has migration ${number}; this code knows ${steps.length}`)
    if (step.checksum !== checksum) {
      throw new MigrationChanged(`Migration ${number} (${step.name}) is not the one this database has run`)
    }
  }
  const done = new Set(applied.map(({ number }) => number))
  return steps.filter(({ number }) => !done.has(number))
}

export async function isEmpty(q: Queries): Promise<boolean> {
  const found = await q.rows(
    q.engine === 'sqlite'
      ? sql`select 1 as found from sqlite_master where name = 'schema_migrations'`
      : sql`select 1 as found from pg_tables where schemaname = current_schema() and tablename = 'schema_migrations'`,
  )
  return found.length === 0
}

/** Runs what is pending in one transaction and answers how many steps that were. */
export async function migrate(connection: Connection, steps: Step[], now: () => number): Promise<number> {
  const q = makeQueries(connection.engine, connection.run)
  return changeSchema(connection, async (define) => {
    await define(`create table if not exists schema_migrations (
      number bigint primary key, name text not null, checksum text not null, applied_at bigint not null)`)
    const pending = await findPending(q, steps)
    for (const { number, name, checksum, text } of pending) {
      await define(text)
      await q.rows(sql`insert into schema_migrations (number, name, checksum, applied_at)
        values (${number}, ${name}, ${checksum}, ${now()}) returning number`)
    }
    return pending.length
  })
}

/** Opens a transaction that only one process at a time gets: when several start at once, one works and the others find it
 * done. */
export async function changeSchema<T>(
  connection: Connection,
  work: (define: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const isPostgres = connection.engine === 'postgres'
  await connection.begin()
  try {
    if (isPostgres) {
      await connection.control(`select pg_advisory_xact_lock(${LOCK})`)
      // Whoever waits for a table's lock keeps everybody behind it waiting: rather not migrated than a checkout that stands.
      await connection.control("set local lock_timeout = '5s'")
    }
    const result = await work((text) => connection.control(isPostgres ? collateText(text) : text))
    await connection.commit()
    await connection.settled()
    return result
  } catch (error) {
    await connection.rollback()
    throw error
  }
}

const COMMENT_OR_LITERAL = "--.*$|'[^']*'"
const TEXT_COLUMN =
  '(?<=\\w\\s+)(?<!\\bas\\s+)text(?=\\s*(?:[,;)]|--|$|(?:not|null|primary|unique|references|check|default)\\b))'

/** Gives PostgreSQL's text columns the byte order that SQLite's have, so that both sort and page alike. */
export function collateText(text: string): string {
  return text.replace(new RegExp(`${COMMENT_OR_LITERAL}|${TEXT_COLUMN}`, 'gim'), (found) =>
    found.toLowerCase() === 'text' ? `${found} collate "C"` : found,
  )
}
