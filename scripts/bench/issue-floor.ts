// The floor of issuing: the rows of vouchers and of their messages, put into the same tables with the same indexes and keys
// by the bare driver, in transactions of 10,000: on SQLite by prepared statements, on PostgreSQL by COPY. Customers come in
// the order of their ids, as an audience does; codes come as they were drawn. Rows are made before the clock starts.
import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import pg from 'pg'
import { newId, randomId } from '#core/ids.ts'
import { openStore } from '#db/open.ts'
import { copyIn } from './copy.ts'

export interface Floor {
  /** Inserts so many more; answers rows (a voucher with its message) per second. */
  insert(count: number): Promise<number>
  close(): Promise<void>
}

const CHUNK = 10_000
const CAMPAIGN = 'cmp_01BENCH0000000000000000000'
const RUN = 'run_01BENCH0000000000000000000'
const voucherColumns =
  'id,campaign_id,customer_id,occasion,run_id,variant_key,channel,code_print,code_sealed,state,issued_at,issued_day,expires_at,reserved_minor'
const messageColumns = 'id,voucher_id,campaign_id,customer_id,purpose,channel,state,due_at'
const parents = `
  insert into purposes (key, legal_basis, title, created_at) values ('bench_offers', 'consent', 'Bench', 0);
  insert into campaigns (id, name, state, revision, purpose, legal_basis, terms, salt, time_zone, created_at)
    values ('${CAMPAIGN}', 'Bench', 'live', 1, 'bench_offers', 'consent', '{}', '', 'UTC', 0)`

type Pair = [voucher: (string | number)[], message: (string | number)[]]

function pair(customerId: string, now: number): Pair {
  const id = newId('voucher', now)
  const print = randomBytes(16).toString('base64url')
  const sealed = `1.${randomBytes(44).toString('base64url')}`
  const dates = ['issued', now, new Date(now).toISOString().slice(0, 10), now + 30 * 86_400_000, 0]
  return [
    [id, CAMPAIGN, customerId, 'broadcast', RUN, 'ten_percent', 'email', print, sealed, ...dates],
    [newId('message', now), id, CAMPAIGN, customerId, 'bench_offers', 'email', 'queued', now],
  ]
}

/** `databaseUrl` is an empty database of its own; of its tables only those are filled. */
export async function openIssueFloor(databaseUrl: string): Promise<Floor> {
  const store = await openStore({ url: databaseUrl, now: Date.now })
  await store.close()
  return databaseUrl.startsWith('file:') ? openFile(databaseUrl.slice('file:'.length)) : openServer(databaseUrl)
}

/** Rows per second of `write`, given `count` pairs by the ten thousand. */
async function timed(count: number, write: (pairs: Pair[]) => void | Promise<void>): Promise<number> {
  const ids = Array.from({ length: count }, () => randomId('customer')).sort()
  let ms = 0
  for (let at = 0; at < count; at += CHUNK) {
    const now = Date.now()
    const pairs = ids.slice(at, at + CHUNK).map((id) => pair(id, now))
    const started = performance.now()
    await write(pairs)
    ms += performance.now() - started
  }
  return (count / ms) * 1000
}

const marks = (columns: string) => columns.replace(/\w+/g, '?')

function openFile(path: string): Floor {
  const db = new Database(path)
  // As durable as ours, with the same cache.
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'cache_size = -32768'])
    db.pragma(pragma)
  db.exec(parents)
  const voucher = db.prepare(`insert into vouchers (${voucherColumns}) values (${marks(voucherColumns)})`)
  const message = db.prepare(`insert into outbox (${messageColumns}) values (${marks(messageColumns)})`)
  const write = db.transaction((pairs: Pair[]) => {
    for (const [one, other] of pairs) {
      voucher.run(one)
      message.run(other)
    }
  })
  return { insert: (count) => timed(count, (pairs) => void write(pairs)), close: async () => void db.close() }
}

async function openServer(databaseUrl: string): Promise<Floor> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(parents)
  const write = async (pairs: Pair[]) => {
    await client.query('begin')
    await copyIn(client, `copy vouchers (${voucherColumns}) from stdin`, textOf(pairs.map(([one]) => one)))
    await copyIn(client, `copy outbox (${messageColumns}) from stdin`, textOf(pairs.map(([, other]) => other)))
    await client.query('commit')
  }
  return { insert: (count) => timed(count, write), close: () => client.end() }
}

/** No value here has a tab, a line break or a backslash. */
const textOf = (rows: (string | number)[][]): Buffer => Buffer.from(`${rows.map((row) => row.join('\t')).join('\n')}\n`)
