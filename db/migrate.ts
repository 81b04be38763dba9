/** Brings a database from the migrations it has to those the code knows: numbered, forward only, an empty one
 * all at once, one in use a step at a time, so that no lock is held for longer than its step. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
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

/** Runs what is pending and answers how many steps that were. An empty database is filled in one transaction, because whoever
 * starts beside it takes one that is not empty for a whole one. */
export async function migrate(connection: Connection, steps: Step[], now: () => number): Promise<number> {
  const q = makeQueries(connection.engine, connection.run)
  const note = ({ number, name, checksum }: Step) =>
    q.rows(sql`insert into schema_migrations (number, name, checksum, applied_at)
      values (${number}, ${name}, ${checksum}, ${now()}) on conflict do nothing returning number`)
  let ran = 0
  for (let left = 1; left > 0; ) {
    const turn = await changeSchema(connection, async (define) => {
      const isFresh = await isEmpty(q)
      await define(`create table if not exists schema_migrations (
        number bigint primary key, name text not null, checksum text not null, applied_at bigint not null)`)
      const pending = await findPending(q, steps)
      const [first] = pending
      if (!isFresh && first !== undefined && isApart(first)) return { ran: 0, left: pending.length, apart: first }
      const some = isFresh ? pending : pending.slice(0, 1)
      for (const step of some) {
        await define(isApart(step) ? step.text.replaceAll(/\bconcurrently\b/gi, '') : step.text)
        await note(step)
      }
      return { ran: some.length, left: pending.length - some.length }
    })
    ran += turn.ran
    left = turn.left
    if (turn.apart !== undefined && (await stepApart(connection, turn.apart, note))) ran += 1
  }
  return ran
}

/** A step that builds indexes while everybody writes: outside of a transaction, so each statement of it must bear being asked again. */
const isApart = ({ text }: Step): boolean => /^-- apart\b/.test(text)

/** False when another process is at it. Whoever waited for its lock would hold a snapshot, and the index waits for all of those. */
async function stepApart(connection: Connection, step: Step, note: (step: Step) => Promise<unknown>): Promise<boolean> {
  const asked = `select 1 as mine where pg_try_advisory_lock(${LOCK + 1})`
  if ((await connection.run(asked, [], 'objects')).length === 0) {
    await pause(LONGEST_PAUSE_MS / 5)
    return false
  }
  try {
    for (const statement of step.text.split(/;\s*$/m))
      if (/^\s*[a-z]/im.test(statement)) await connection.control(statement)
    await changeSchema(connection, () => note(step))
    return true
  } finally {
    await connection.control(`select pg_advisory_unlock(${LOCK + 1})`)
  }
}

const TRIES = 60
const LONGEST_PAUSE_MS = 5_000

/** Opens a transaction that only one process at a time gets: when several start at once, one works and the others find it
 * done. On PostgreSQL it does not wait in front of a table for long: it lets those behind it go first and tries again. */
export async function changeSchema<T>(
  connection: Connection,
  work: (define: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await changeOnce(connection, work)
    } catch (error) {
      if (tries === TRIES || !isLockTimeout(error)) throw error
      await pause(Math.min(LONGEST_PAUSE_MS, 200 * tries))
    }
  }
}

/** SQLSTATE lock_not_available. */
const isLockTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55P03'

async function changeOnce<T>(
  connection: Connection,
  work: (define: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const isPostgres = connection.engine === 'postgres'
  await connection.begin()
  try {
    if (isPostgres) {
      await connection.control(`select pg_advisory_xact_lock(${LOCK})`)
      // Whoever waits for a table's lock keeps everybody behind it waiting: rather not migrated than a checkout that stands.
      await connection.control("set local lock_timeout = '1s'")
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
