// The floor of importing: the rows of customers, their addresses and their keys, put into the same tables with the same
// indexes by the bare driver with prepared statements, in transactions of 10,000. Rows are made before the clock starts.
import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { randomId } from '#core/ids.ts'
import { openStore } from '#db/open.ts'

const CHUNK = 10_000
const customerColumns =
  'id,status,reference_print,reference_sealed,given_name_sealed,family_name_sealed,birth_month_day,country,withheld,created_at,updated_at,from_form,age_band'
const contactColumns = 'customer_id,channel,sealed,print'
const keyColumns = 'customer_id,wrapped,made_at'

type Row = (string | number)[]
const marks = (columns: string) => columns.replace(/\w+/g, '?')
/** As long as what is sealed: a nonce and a tag more than the words. */
const sealed = (letters: number) => randomBytes(28 + letters).toString('base64url')
const print = () => randomBytes(16).toString('base64url')

function rowsOf(n: number, now: number): { customer: Row; contact: Row; key: Row } {
  const id = randomId('customer')
  const born = `${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`
  const names = [sealed(8), sealed(3), sealed(9)]
  return {
    customer: [id, 'active', print(), ...names, born, 'DE', '[]', now, now, 0, 'unknown'],
    contact: [id, 'email', sealed(19), print()],
    key: [id, sealed(32), now],
  }
}

/** `databaseUrl` is an empty SQLite database of its own. Answers people per second. */
export async function importFloor(databaseUrl: string, count: number): Promise<number> {
  const store = await openStore({ url: databaseUrl, now: Date.now })
  await store.close()
  const path = databaseUrl.slice('file:'.length)
  const [db, keys] = [new Database(path), new Database(`${path}.keys`)]
  for (const file of [db, keys]) {
    // As durable as ours, with the same cache.
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'cache_size = -32768'])
      file.pragma(pragma)
  }
  const customer = db.prepare(`insert into customers (${customerColumns}) values (${marks(customerColumns)})`)
  const contact = db.prepare(`insert into contact_points (${contactColumns}) values (${marks(contactColumns)})`)
  const key = keys.prepare(`insert into vault_keys (${keyColumns}) values (${marks(keyColumns)})`)
  const writeKeys = keys.transaction((rows: Row[]) => {
    for (const row of rows) key.run(row)
  })
  const writePeople = db.transaction((rows: ReturnType<typeof rowsOf>[]) => {
    for (const row of rows) {
      customer.run(row.customer)
      contact.run(row.contact)
    }
  })
  let ms = 0
  for (let at = 0; at < count; at += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, count - at) }, (_, i) => rowsOf(at + i, Date.now()))
    const started = performance.now()
    writeKeys(rows.map((row) => row.key))
    writePeople(rows)
    ms += performance.now() - started
  }
  for (const file of [db, keys]) file.close()
  return (count / ms) * 1000
}
