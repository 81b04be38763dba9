/** PostgreSQL: a pool that only reads, and a few connections that write and find their way back when they are lost. */
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { makeQueries, type OpenQueries, type Run } from './builder.ts'
import { makeListener } from './postgres-listener.ts'
import type { Connection } from './session.ts'
import { StoreUnavailable } from './store.ts'

const CONNECT_TRIES = 5
/** After so many failed tries every write is refused at once for this long, instead of each waiting for the same door. */
const DOWN_MS = 1000

type Asked = {
  query(config: pg.QueryConfig | pg.QueryArrayConfig): Promise<{ rows: unknown[]; rowCount: number | null }>
}

export interface PostgresServer {
  writers: Connection[]
  read: OpenQueries
  /** Runs a statement that no transaction may hold, such as `vacuum`. */
  maintain(text: string): Promise<void>
  /** Passes on what other processes tell, from now on. */
  listen(): void
  close(): Promise<void>
}

export function openPostgres(url: string, lanes: number, readers: number): PostgresServer {
  const config: pg.ClientConfig = {
    connectionString: url,
    types: { getTypeParser },
    application_name: 'vouchsafe',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  }
  const connect = makeConnect({ ...config, idle_in_transaction_session_timeout: 60_000, pipeline: true })
  const pool = new pg.Pool({ ...config, options: '-c default_transaction_read_only=on', max: readers })
  // An idle reader that is lost is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const writers = Array.from({ length: lanes }, () => makeWriter(connect))
  const listener = makeListener(connect)
  return {
    writers,
    read: makeQueries('postgres', readThrough(pool)),
    async maintain(text) {
      const client = await connect()
      await client.query(text).finally(() => client.end())
    },
    listen: listener.listen,
    async close() {
      await Promise.all([pool.end(), listener.close(), ...writers.map((writer) => writer.close())])
    },
  }
}

const sockets = new WeakMap<pg.Client, Socket>()

/** What is asked in one go is sent in one go: a message by itself wakes the server for itself, which took more time on both
 * sides than to work on it. */
function gather(client: pg.Client): void {
  const socket = sockets.get(client)
  if (socket === undefined || socket.writableCorked > 0) return
  socket.cork()
  process.nextTick(() => socket.uncork())
}

function makeWriter(connect: () => Promise<pg.Client>): Connection {
  let client: pg.Client | undefined
  let begun: Promise<boolean> = Promise.resolve(true)

  function drop(): void {
    client?.end().catch(() => {})
    client = undefined
  }

  async function ask<T>(query: (client: pg.Client) => Promise<T>): Promise<T> {
    if (!client) throw new StoreUnavailable('The database connection was lost')
    const asked = client
    gather(asked)
    try {
      return await query(asked)
    } catch (error) {
      if (!isLost(error)) throw error
      if (client === asked) drop()
      throw new StoreUnavailable('The database connection was lost', error)
    }
  }

  async function open(): Promise<void> {
    if (client) return
    const made = await connect()
    client = made
    made.on('error', () => {
      if (client === made) drop()
    })
  }

  return {
    engine: 'postgres',
    run: (...statement) => ask((asked) => runOn(asked, ...statement)),
    control: async (text) => void (await ask((asked) => asked.query(text))),
    async begin() {
      await open()
      // On its way together with the first statement.
      begun = ask((asked) => asked.query('begin')).then(
        () => true,
        () => false,
      )
    },
    hasBegun: () => begun,
    async commit() {
      const { command } = await ask((asked) => asked.query('commit'))
      if (command !== 'COMMIT') throw new StoreUnavailable('The database gave the transaction up')
    },
    // It answers a commit when it is on the disk.
    settled: () => undefined,
    settleNow: () => {},
    async rollback() {
      await ask((asked) => asked.query('rollback')).catch(drop)
    },
    async close() {
      await client?.end()
      client = undefined
    },
  }
}

/** Reads are asked again once when their connection was lost: they change nothing. */
function readThrough(pool: pg.Pool): Run {
  return async (...statement) => {
    try {
      return await runOn(pool, ...statement).catch((error) =>
        isLost(error) ? runOn(pool, ...statement) : Promise.reject(error),
      )
    } catch (error) {
      throw isLost(error) ? new StoreUnavailable('The database cannot be reached', error) : error
    }
  }
}

export async function runOn(asked: Asked, ...[text, values, shape, name]: Parameters<Run>): Promise<unknown[]> {
  const query = { text, values, name }
  const answer = await (shape === 'arrays' ? asked.query({ ...query, rowMode: 'array' }) : asked.query(query))
  return shape === 'count' ? [answer.rowCount ?? 0] : answer.rows
}

function makeConnect(config: pg.ClientConfig): () => Promise<pg.Client> {
  let downUntil = 0
  return async () => {
    for (let attempt = 1; ; attempt++) {
      if (performance.now() < downUntil) throw new StoreUnavailable('The database cannot be reached')
      const socket = new Socket()
      const client = new pg.Client({ ...config, stream: () => socket })
      sockets.set(client, socket)
      client.on('error', () => {})
      try {
        await client.connect()
        return client
      } catch (error) {
        if (!isLost(error)) throw error
        if (attempt === CONNECT_TRIES) {
          downUntil = performance.now() + DOWN_MS
          throw new StoreUnavailable('The database cannot be reached', error)
        }
        await pause(50 * 2 ** attempt)
      }
    }
  }
}

/** The connection is gone or the server cannot write just now: no fault of the statement. Classes 08 (connection), 53 (no
 * disk, memory or connection left), 57P (shutting down), 25006 (a standby). */
export function isLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|53|57P|25006|25P03)/.test(error.code ?? '')
  if (!(error instanceof Error)) return false
  return 'code' in error || error instanceof AggregateError || /connect|queryable|timeout/i.test(error.message)
}

/** Whole numbers and sums come as numbers and truth as 1 or 0, as they do from SQLite. */
const parsers: Record<number, (text: string) => number> = {
  16: (text) => (text === 't' ? 1 : 0),
  20: Number,
  1700: Number,
}

export function getTypeParser(oid: number, format?: string): (text: string) => unknown {
  return parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text')
}
