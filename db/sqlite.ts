/** SQLite: one file, one handle that writes and one that only reads, both without a turn of the event loop. */
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { makeQueries, type OpenQueries, type Run, type RunEach } from './builder.ts'
import { makeCheckpoints } from './checkpoint.ts'
import { type LogSync, makeLogSync } from './log-sync.ts'
import type { Connection } from './session.ts'
import { StoreUnavailable } from './store.ts'

const KEPT_STATEMENTS = 500
/** How long a write waits for whoever else has the file. */
const BUSY_MS = 5000

export interface SqliteFile {
  writer: Connection
  read: OpenQueries
  /** Moves the log into the file and cuts it, so that nothing deleted lingers there; false when a reader was in the way. */
  truncateLog(): Promise<boolean>
  close(): Promise<void>
}

/** `cacheMb` for the handle that writes, and a third of it for the one that reads: what it misses the system has at hand. */
export function openSqlite(file: string, cacheMb = 24): SqliteFile {
  mkdirSync(dirname(file), { recursive: true })
  // Made before SQLite would make it, so that nobody but the owner ever reads it; its log inherits the mode.
  closeSync(openSync(file, 'a', 0o600))
  const writing = new Database(file)
  for (const pragma of [
    'journal_mode = WAL',
    // A commit goes into the log and is answered when `makeLogSync` knows that the disk has it.
    'synchronous = NORMAL',
    'foreign_keys = ON',
    'secure_delete = ON',
    `busy_timeout = ${BUSY_MS}`,
    `cache_size = ${-1024 * cacheMb}`,
  ]) {
    writing.pragma(pragma)
  }
  const checkpoints = makeCheckpoints(writing, file)
  // The first look makes the log.
  writing.prepare('select 1 from sqlite_master').get()
  const log = makeLogSync(file)
  const reading = new Database(file, { readonly: true })
  reading.pragma('busy_timeout = 5000')
  reading.pragma(`cache_size = ${Math.round((-1024 * cacheMb) / 3)}`)
  return {
    writer: connect(writing, log, checkpoints.committed),
    read: makeQueries('sqlite', settledReads(runnersOn(reading).run, log)),
    async truncateLog() {
      await checkpoints.idle()
      const [outcome] = writing.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      return outcome?.busy === 0
    },
    async close() {
      await checkpoints.close()
      await log.close()
      reading.close()
      writing.close()
    },
  }
}

export function openSqliteForReading(file: string): { read: OpenQueries; close(): Promise<void> } {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  return { read: makeQueries('sqlite', runnersOn(db).run), close: async () => void db.close() }
}

/** Copies a database that may be in use to a new file, readable by its owner only. */
export async function copySqlite(from: string, to: string): Promise<void> {
  const db = new Database(from, { readonly: true, fileMustExist: true })
  closeSync(openSync(to, 'wx', 0o600))
  await db.backup(to).finally(() => db.close())
}

function connect(db: Database.Database, log: LogSync, committed: () => void): Connection {
  const control = async (text: string): Promise<void> => translate(() => void db.exec(text))
  const { run, runEach } = runnersOn(db)
  async function beginUnlessBusy(until: number): Promise<boolean> {
    try {
      await control('begin immediate')
      return true
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error
      return false
    }
  }
  /** A full disk makes SQLite undo the whole transaction; what came behind it would be committed by itself. */
  function refuseOutside(): void {
    if (!db.inTransaction) throw new StoreUnavailable('The file gave the transaction up')
  }
  return {
    engine: 'sqlite',
    run: async (...statement) => {
      refuseOutside()
      return run(...statement)
    },
    runEach: async (...statement) => {
      refuseOutside()
      return runEach(...statement)
    },
    control,
    async begin() {
      log.refuseBroken()
      const until = performance.now() + BUSY_MS
      // SQLite counts the naps it takes while it waits, and every signal ends one early: a profiler makes milliseconds of seconds.
      for (let isOpen = false; !isOpen; ) isOpen = await beginUnlessBusy(until)
    },
    async commit() {
      await control('commit')
      log.committed()
      committed()
    },
    settled: log.settled,
    settleNow: log.settleNow,
    hasBegun: async () => true,
    async rollback() {
      try {
        if (db.inTransaction) db.exec('rollback')
      } catch {
        // A file that cannot even undo answers the next `begin` with its error.
      }
    },
    close: async () => void db.close(),
  }
}

/** Nothing is told that a power cut could still undo. */
function settledReads(look: Run, log: LogSync): Run {
  return async (...statement) => {
    const rows = await look(...statement)
    await log.settled()
    return rows
  }
}

/** A limit that is nothing but a parameter is part of the plan since SQLite 3.50: the statement is then compiled anew at every
 * call, which costs a page of an audience as much as reading it. */
const BOUND_LIMIT = /\blimit \?/g

function runnersOn(db: Database.Database): { run: Run; runEach: RunEach } {
  const kept = new Map<string, Database.Statement<unknown[], unknown>>()
  function prepare(text: string) {
    const known = kept.get(text)
    if (known) return known
    if (kept.size >= KEPT_STATEMENTS) kept.clear()
    const made = db.prepare<unknown[], unknown>(text.replace(BOUND_LIMIT, 'limit (? + 0)'))
    kept.set(text, made)
    return made
  }
  return {
    run: async (text, params, shape) =>
      translate(() => {
        const statement = prepare(text)
        const values = params.map(whole)
        if (statement.reader) return statement.raw(shape === 'arrays').all(values)
        statement.run(values)
        return []
      }),
    // Numbers go as they are: what is inserted is made whole by the kind of its column.
    runEach: async (text, times, fill) =>
      translate(() => {
        const statement = prepare(text)
        const values: unknown[] = []
        const changed = new Uint8Array(times)
        for (let i = 0; i < times; i += 1) {
          fill(i, values)
          changed[i] = statement.run(values).changes
        }
        return changed
      }),
  }
}

/** Whole numbers are bound as integers: the driver binds every number as a float, and then 7 / 2 would be 3.5 here and 3
 * on PostgreSQL. */
function whole(value: unknown): unknown {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value
}

const isBusy = (error: unknown): boolean => error instanceof StoreUnavailable && /SQLITE_BUSY/.test(error.message)

/** The file cannot be written or read just now: no fault of the statement. */
function translate<T>(ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : ''
    if (/^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)/.test(code)) {
      throw new StoreUnavailable(`The database file cannot be used: ${code}`, error)
    }
    throw error
  }
}
