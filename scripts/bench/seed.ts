// Vouchers in numbers that no door could issue in the time of a bench: written into the tables in the order of their
// fingerprints, as an issue run leaves them, with as many among them whose codes are known as will be redeemed.
import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import pg from 'pg'
import { makeSecrets, type Secrets } from '#core/secrets.ts'
import { drawCodes, foldCode } from '#vouchers/code.ts'

export interface Seed {
  campaignId: string
  secret: string
  count: number
  /** How many codes to answer. */
  known: number
}

const DAY_MS = 86_400_000
const CHUNK = 10_000
const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'

interface Row {
  number: number
  print: string
  sealed: string
}

/** The server must not run on a file meanwhile. Answers the known codes, in no order: that is how they were drawn. */
export async function seedVouchers(databaseUrl: string, seed: Seed): Promise<string[]> {
  const secrets = makeSecrets(seed.secret)
  const codes = drawCodes(seed.known)
  if (databaseUrl.startsWith('file:')) fillFile(databaseUrl.slice('file:'.length), seed, rowsOf(secrets, codes, seed))
  else await fillServer(databaseUrl, seed, rowsOf(secrets, codes, seed))
  return codes
}

function* rowsOf(secrets: Secrets, codes: string[], { count }: Seed): Generator<Row> {
  const known = codes
    .map((code) => ({ print: secrets.fingerprint(foldCode(code)), sealed: secrets.seal(code, 'bench') }))
    .sort((a, b) => (a.print < b.print ? -1 : 1))
  const others = count - known.length
  const lookAlike = known[0]?.sealed ?? secrets.seal('bench', 'bench')
  let number = 0
  let at = 0
  for (let n = 0; n < others; n++) {
    const print = fillerPrint(n / others)
    for (let next = known[at]; next !== undefined && next.print < print; next = known[++at]) {
      yield { number: number++, ...next }
    }
    yield { number: number++, print, sealed: lookAlike }
  }
  for (const one of known.slice(at)) yield { number: number++, ...one }
}

let tail = ''
/** A fingerprint of nothing that lies at this share of them all, so that they come in order. */
function fillerPrint(share: number): string {
  let head = ''
  let rest = share
  for (let sign = 0; sign < 6; sign++) {
    const value = Math.floor(rest * 64)
    head += ALPHABET[value]
    rest = rest * 64 - value
  }
  if (tail.length < 16) tail = randomBytes(12_000).toString('base64url')
  const print = head + tail.slice(0, 16)
  tail = tail.slice(16)
  return print
}

const idOf = (kind: string, number: number) => `${kind}_01BENCH0000000${String(number).padStart(12, '0')}`

const COLUMNS = `id, campaign_id, customer_id, occasion, variant_key, channel, code_print, code_sealed, state, issued_at,
  issued_day, expires_at`

function fillFile(path: string, { campaignId }: Seed, rows: Iterable<Row>): void {
  const db = new Database(path)
  for (const pragma of ['foreign_keys = off', 'synchronous = off', 'cache_size = -262144']) db.pragma(pragma)
  const now = Date.now()
  const day = new Date(now).toISOString().slice(0, 10)
  const insert = db.prepare(
    `insert into vouchers (${COLUMNS}) values (?, ?, ?, 'bench', ?, 'email', ?, ?, 'issued', ${now}, '${day}', ${now + 30 * DAY_MS})`,
  )
  db.exec('begin')
  let open = 0
  for (const { number, print, sealed } of rows) {
    insert.run(idOf('vch', number), campaignId, idOf('cus', number), variantOf(number), print, sealed)
    if (++open % 200_000 === 0) db.exec('commit; begin')
  }
  db.prepare(COUNTED.replace('$1', '?')).run(countedUpTo(open))
  db.exec('commit')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** As it is a while after an issue run: its recipients are counted, and no server spends the rounds on that. */
const COUNTED = `insert into settings (key, value) values ('reports.cursors', $1)
  on conflict (key) do update set value = excluded.value`
const countedUpTo = (count: number) =>
  JSON.stringify({ vouchers: idOf('vch', count), holdouts: '', redemptions: '', reversals: '' })

const variantOf = (number: number) => (number % 2 === 0 ? 'ten_percent' : 'five_off')

async function fillServer(url: string, { campaignId, count }: Seed, rows: Iterable<Row>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const now = Date.now()
  const day = new Date(now).toISOString().slice(0, 10)
  const send = (chunk: Row[]) =>
    client.query({
      name: 'fill',
      text: `insert into vouchers (${COLUMNS})
        select id, $5, customer, 'bench', variant, 'email', print, sealed, 'issued', ${now}, '${day}', ${now + 30 * DAY_MS}
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $6::text[]) as x(id, customer, variant, print, sealed)`,
      values: [
        chunk.map(({ number }) => idOf('vch', number)),
        chunk.map(({ number }) => idOf('cus', number)),
        chunk.map(({ number }) => variantOf(number)),
        chunk.map(({ print }) => print),
        campaignId,
        chunk.map(({ sealed }) => sealed),
      ],
    })
  const chunk: Row[] = []
  await client.query('set synchronous_commit = off')
  for (const row of rows) {
    chunk.push(row)
    if (chunk.length === CHUNK) await send(chunk.splice(0))
  }
  if (chunk.length > 0) await send(chunk)
  await client.query(COUNTED, [countedUpTo(count)])
  await client.query('vacuum analyze vouchers')
  await client.query('checkpoint')
  await client.end()
}
