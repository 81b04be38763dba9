/** What the rest of the house knows about storage: queries, writes, batches, keys, and how they fail. */
import type { SQL } from 'drizzle-orm'
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import type { Topic } from './signals.ts'

export type Engine = 'sqlite' | 'postgres'

/** Drizzle's builders. Always awaited; effects are read by `.returning()`. */
export type Builder = Pick<
  BaseSQLiteDatabase<'async', unknown, Record<string, never>>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'with' | '$with'
>

/** Something drizzle has built once with `.prepare()` and that runs with the values of its `sql.placeholder`s. */
export interface Prepared {
  execute(values?: Record<string, unknown>): Promise<unknown>
}

export interface Queries extends Builder {
  readonly engine: Engine
  /** Runs SQL written by hand that answers rows; the columns keep the names they have in SQL. */
  rows<T>(statement: SQL): Promise<T[]>
  /** Built once per connection and kept by name, so a name belongs to one statement. */
  prepared<P extends Prepared>(name: string, build: (q: Builder) => P): P
  /** SQL written by hand that answers rows, put together once per connection and kept by name: `sql.placeholder`s are filled
   * at every call. */
  fixed<T>(name: string, build: () => SQL): (values: Record<string, unknown>) => Promise<T[]>
  /** ` for update` where rows are locked one by one (PostgreSQL), nothing where the writer is alone (SQLite). */
  forUpdate(): SQL
}

/** An open transaction that knows the time: `now` is epoch milliseconds, fixed, and never runs backwards. */
export interface Tx extends Queries {
  readonly now: number
  /** Runs once the commit is durable; not at all when the write fails. */
  afterCommit(work: () => void): void
}

export type Outcome<T> = { value: T } | { error: Error }

/** Items that wait together run in one call. Answer one outcome per item, in the same order. If `run` throws, everything
 * it did is undone and every item runs by itself. */
export interface BatchKind<I, O> {
  name: string
  /** Somebody stands at a checkout and waits for it. */
  isUrgent?: boolean
  run(tx: Tx, items: I[]): Promise<Outcome<O>[]>
}

export interface Manner {
  /** Lets every other write go first, as issuing and imports do: nobody stands at a checkout waiting for them. */
  isPatient?: boolean
}

export interface Store {
  readonly engine: Engine
  readonly read: Queries
  /** For reports: what it answers may be some seconds old where there is a replica, which is read then; the same as `read`
   * everywhere else. Nothing may be promised, or written, by what it says. */
  readonly aside: Queries
  /** Answers after the commit is durable. May run `work` again after a deadlock, so it holds queries and nothing else.
   * Throws StoreBusy at once when too many wait already, and after a while when its turn has not come. */
  write<T>(work: (tx: Tx) => Promise<T>, manner?: Manner): Promise<T>
  /** Goes before all writes that wait. StoreBusy as for `write`. */
  batch<I, O>(kind: BatchKind<I, O>, item: I): Promise<O>
  /** Whether urgent batches were asked for just now: whoever writes page by page takes small pages then. */
  isHurried(): boolean
  readonly keys: KeyStore
  /** Calls `listener` whenever some process of the house has told of the topic (db/signals.ts), and whenever this one may
   * have missed it. Answers the function that ends it. */
  hear(topic: Topic, listener: () => void): () => void
  /** After an erasure: moves SQLite's log into its file and cuts it, so that nothing deleted lingers there. False when a
   * reader was in the way: ask again. PostgreSQL has nothing to cut (its log and backups have a retention of their own). */
  truncateLog(): Promise<boolean>
  /** `migrated` also while the database is ahead of this process: only opening one that is newer is refused. */
  ready(): Promise<{ migrated: boolean; writable: boolean }>
  /** Refuses new writes with StoreClosed and finishes those that wait. */
  drain(): Promise<void>
  close(): Promise<void>
}

/** Customers' data keys (wrapped), apart from everything else, so that destroying one makes its customer unreadable. */
export interface KeyStore {
  /** Durable when it answers. A customer's first key stays: a second one for the same customer is ignored. */
  put(rows: { customerId: string; wrapped: string; madeAt: number }[]): Promise<void>
  get(ids: string[]): Promise<Map<string, string>>
  /** Answers how many keys there were. */
  destroy(ids: string[]): Promise<number>
  /** In the order of ids, those behind `after`. */
  page(after: string, limit: number): Promise<{ customerId: string; wrapped: string }[]>
  /** Keys that are as they were are replaced; a key that was destroyed meanwhile stays destroyed. Answers how many. */
  rewrap(rows: { customerId: string; was: string; wrapped: string }[]): Promise<number>
  /** How many there are, and how many do not begin with `mark` (with an empty one: that have any). */
  countBeside(mark: string): Promise<{ all: number; beside: number }>
  /** Leaves nothing of what was replaced on the disk. */
  scrub(): Promise<void>
  /** Destroys keys made before `olderThan` whose customers `isKnown` does not answer; answers how many. */
  sweep(isKnown: (ids: string[]) => Promise<Set<string>>, olderThan: number): Promise<number>
}

/** The write was not kept, or nobody can say whether it was: ask again with the same order or key. */
export class StoreUnavailable extends Error {
  readonly code = 'store.unavailable'
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = new.target.name
  }
}

/** More waits than can be done in time. Nothing of this write has been begun. */
export class StoreBusy extends Error {
  readonly code = 'server.busy'
}

/** The house is shutting down and takes no more writes. */
export class StoreClosed extends StoreUnavailable {}

export type Violation = 'unique' | 'foreign' | 'check' | 'required'

const violations: Record<string, Violation> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreign',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_NOTNULL: 'required',
  '23505': 'unique',
  '23503': 'foreign',
  '23514': 'check',
  '23502': 'required',
}

/** Which promise of the schema an error broke, the same word on both engines; undefined for any other error. */
export function violated(error: unknown): Violation | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return violations[code]
}
