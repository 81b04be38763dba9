/** From an address to a guarded, migrated store. */
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import type { OpenQueries } from './builder.ts'
import { replicaFigures } from './figures.ts'
import { makeKeyStore, makeKeyTable } from './keys.ts'
import { type Lanes, makeLanes } from './lanes.ts'
import {
  DatabaseTooNew,
  findPending,
  HOUSE_MIGRATIONS,
  isEmpty,
  MigrationsBehind,
  migrate,
  readSteps,
  type Step,
} from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { openReplica } from './replica.ts'
import type { Connection } from './session.ts'
import { hearHere } from './signals.ts'
import { openSqlite } from './sqlite.ts'
import { type KeyStore, type Queries, type Store, StoreUnavailable, type Tx } from './store.ts'

export interface OpenOptions {
  /** `file:data/vouchsafe.db` or `postgres://…`. */
  url: string
  /** Epoch milliseconds. */
  now: () => number
  /** Whether to run what is pending: only into an empty database (the default), always, or never. */
  migrate?: boolean | 'when-empty'
  log?: (message: string, error: unknown) => void
  /** A folder of migrations other than the house's own. */
  migrations?: string
  /** PostgreSQL's connections that write, and those that read. */
  lanes?: number
  readers?: number
  /** PostgreSQL: a streaming replica for reports, and from how far behind it is not asked. */
  replica?: { url: string; mostBehindMs: number } | undefined
}

/** @throws MigrationsBehind, DatabaseTooNew, MigrationChanged, StoreUnavailable */
export async function openStore(options: OpenOptions): Promise<Store> {
  if (options.url.startsWith('file:')) return openFile(options)
  if (/^postgres(ql)?:/.test(options.url)) return openServer(options)
  throw new Error('The address of the database begins with file: or postgres:')
}

async function openFile({ url, now, log = console.error, ...options }: OpenOptions): Promise<Store> {
  const path = pathOf(url)
  const file = openSqlite(path)
  // Its rows are short and found by one index: a large cache would gain nothing.
  const vault = openSqlite(`${path}.keys`, 4)
  const close = async () => {
    await file.close()
    await vault.close()
  }
  const steps = await orClose(close, async () => {
    await makeKeyTable(vault.writer)
    return bringUp(file.writer, file.read, { now, ...options })
  })
  const lanes = makeLanes({ connections: [file.writer], shared: true, now, log })
  const keyLanes = makeLanes({ connections: [vault.writer], shared: true, now, log })
  const keys = makeKeyStore({
    lanes: keyLanes,
    read: vault.read,
    refuseInside: lanes.refuseInside,
    async scrub() {
      if (!(await vault.truncateLog()))
        throw new StoreUnavailable('The keys are destroyed but still in the log: ask again')
    },
  })
  return assemble({
    lanes,
    steps,
    keys,
    read: file.read,
    close,
    drainKeys: keyLanes.drain,
    truncateLog: file.truncateLog,
    listen: () => {},
  })
}

async function openServer({
  url,
  now,
  log = console.error,
  lanes: width = 4,
  ...options
}: OpenOptions): Promise<Store> {
  const server = openPostgres(url, width, options.readers ?? 10)
  const [first] = server.writers as [Connection]
  const steps = await orClose(server.close, async () => {
    const known = await bringUp(first, server.read, { now, ...options })
    await makeKeyTable(first)
    return known
  })
  const lanes = makeLanes({ connections: server.writers, shared: false, now, log })
  const aside = await orClose(server.close, () => openAside(server.read, log, options))
  const scrub = () => server.maintain('vacuum vault_keys')
  const keys = makeKeyStore({ lanes, read: server.read, refuseInside: lanes.refuseInside, scrub })
  return assemble({
    lanes,
    steps,
    keys,
    read: server.read,
    aside: aside?.read,
    async close() {
      await aside?.close()
      await server.close()
    },
    truncateLog: async () => true,
    listen: server.listen,
  })
}

async function openAside(
  primary: OpenQueries,
  log: (message: string, error: unknown) => void,
  options: Pick<OpenOptions, 'replica' | 'readers'>,
) {
  if (options.replica === undefined) return undefined
  replicaFigures.isThere = true
  return openReplica({ ...options.replica, readers: options.readers ?? 10, primary, log })
}

interface Parts {
  aside?: Queries | undefined
  lanes: Lanes
  steps: Step[]
  keys: KeyStore
  read: Queries
  truncateLog(): Promise<boolean>
  /** Begins to pass on what other processes tell. */
  listen(): void
  drainKeys?(): Promise<void>
  close(): Promise<void>
}

function assemble({ lanes, steps, keys, read, aside = read, truncateLog, listen, drainKeys, close }: Parts): Store {
  let closing: Promise<void> | undefined
  async function drain(): Promise<void> {
    await lanes.drain()
    await drainKeys?.()
  }
  const succeeds = (work: Promise<boolean>) => work.catch(() => false)
  return {
    engine: read.engine,
    read,
    aside,
    keys,
    write: lanes.write,
    batch: lanes.batch,
    isHurried: lanes.isHurried,
    drain,
    hear(topic, listener) {
      listen()
      return hearHere(topic, listener)
    },
    async truncateLog() {
      // Between two turns of the event loop no SQLite transaction is open.
      await turn()
      return truncateLog()
    },
    async ready() {
      const touch = (tx: Tx) => tx.rows(sql`update schema_migrations set name = name where number = 1 returning number`)
      return {
        // A process of the next release has brought the schema further, which only adds: this one goes on until it is replaced.
        migrated: await succeeds(
          findPending(read, steps).then(
            (pending) => pending.length === 0,
            (error) => error instanceof DatabaseTooNew,
          ),
        ),
        writable: await succeeds(lanes.write(touch).then(() => true)),
      }
    },
    close() {
      closing ??= drain().then(close)
      return closing
    },
  }
}

/** Refuses a database that is newer than the code or behind it, after filling an empty one. */
async function bringUp(
  writer: Connection,
  read: Queries,
  { now, migrate: wish = 'when-empty', migrations = HOUSE_MIGRATIONS }: Omit<OpenOptions, 'url'>,
): Promise<Step[]> {
  const steps = readSteps(migrations, read.engine)
  if (wish === true || (wish === 'when-empty' && (await isEmpty(read)))) await migrate(writer, steps, now)
  const pending = await findPending(read, steps)
  if (pending.length > 0) {
    throw new MigrationsBehind(`The database lacks ${pending.length} of ${steps.length} migrations: npm run migrate`)
  }
  return steps
}

async function orClose<T>(close: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await close()
    throw error
  }
}

export function pathOf(url: string): string {
  return url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)
}
