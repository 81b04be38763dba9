/** Every release's database, kept as a script, comes to today's schema with nothing lost and nothing bent, and is served. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { checkWhole } from '#consent/ledger-check.ts'
import { verifyCells } from '#consent/verify-cells.ts'
import { collateText, HOUSE_MIGRATIONS, MigrationsBehind, readSteps } from '#db/migrate.ts'
import { openStore } from '#db/open.ts'
import { readSeed, SEEDS, type Seed } from '#db/seed.ts'
import type { Engine } from '#db/store.ts'
import { testPostgresUrl } from '#db/test-store.ts'
import { wrongInBooks } from '#reports/check-books.ts'
import { startServer } from '../test-server.ts'
import { call, everyOne } from './shop.ts'

const SECRET = 'the secret of the seeds, which no house has'
const releases = readdirSync(SEEDS).map((file) => file.replace(/\.sql$/, ''))
const cases = releases.flatMap((release) => (['sqlite', 'postgres'] as const).map((engine) => ({ release, engine })))

/** The release's own migrations, as they stand in today's folder: a changed one would be refused. */
function migrationsOf(seed: Seed): string {
  const folder = mkdtempSync(join(inject('scratch'), 'release-'))
  for (const file of readdirSync(HOUSE_MIGRATIONS))
    if (seed.migrations.includes(Number(file.slice(0, 4))))
      copyFileSync(join(HOUSE_MIGRATIONS, file), join(folder, file))
  return folder
}

/** Rows go in as they were, past triggers and references: they have been through them. */
async function pourIn(url: string, engine: Engine, { inserts }: Seed): Promise<void> {
  if (engine === 'postgres') {
    const client = new pg.Client(url)
    await client.connect()
    await client.query('set session_replication_role = replica')
    await client.query(made(inserts.map(({ table }) => `delete from ${table}`)))
    await client.query(made(inserts.map(({ text }) => text)))
    return client.end()
  }
  const path = url.slice('file:'.length)
  for (const [file, isKeys] of [
    [path, false],
    [`${path}.keys`, true],
  ] as const) {
    const db = new Database(file)
    db.pragma('foreign_keys = OFF')
    const triggers = db.prepare("select name, sql from sqlite_master where type = 'trigger'").all() as {
      name: string
      sql: string
    }[]
    const mine = inserts.filter(({ table }) => (table === 'vault_keys') === isKeys)
    db.exec(triggers.map(({ name }) => `drop trigger ${name};`).join('\n'))
    db.exec(
      `begin; ${made(mine.map(({ table }) => `delete from ${table}`))} ${made(mine.map(({ text }) => text))} commit`,
    )
    db.exec(triggers.map(({ sql }) => `${sql};`).join('\n'))
    db.close()
  }
}
const BREAKS = /\b(drop\s+(table|column|constraint)|rename\s+(to|column)|alter\s+column|set\s+not\s+null|truncate)\b/i
const NEW_COLUMN = /\badd\s+column\b[^;]*/gi

test('what came behind a release only adds, so that its processes go on with the new schema', () => {
  const [latest] = releases.map(readSeed).sort((a, b) => b.migrations.length - a.migrations.length)
  for (const file of readdirSync(HOUSE_MIGRATIONS)) {
    if (latest?.migrations.includes(Number(file.slice(0, 4)))) continue
    const text = readFileSync(join(HOUSE_MIGRATIONS, file), 'utf8').replace(/--.*$/gm, '')
    expect([file, BREAKS.exec(text)?.[0]]).toEqual([file, undefined])
    const needy = (text.match(NEW_COLUMN) ?? []).filter((one) => /not\s+null/i.test(one) && !/\bdefault\b/i.test(one))
    expect([file, needy]).toEqual([file, []])
  }
})

/** Their rows are as many as customers have been. */
const BIG = [
  'vouchers',
  'redemptions',
  'reversals',
  'redemption_orders',
  'customers',
  'contact_points',
  'attribute_values',
].concat([
  'consent_events',
  'consent_cells',
  'consent_masks',
  'ledger_leaves',
  'orders',
  'events',
  'outbox',
  'cap_entries',
])
/** Locks that let reading and writing go on: those of rows, and those that building an index beside them takes. */
const LIGHT = ['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock']

test.each(releases)(
  'on PostgreSQL a step behind release %s locks a big table for a word in the catalogue only',
  async (release) => {
    const seed = readSeed(release)
    const url = await testPostgresUrl()
    await (await openStore({ url, now: Date.now, lanes: 1, migrations: migrationsOf(seed) })).close()
    await pourIn(url, 'postgres', seed)
    const client = new pg.Client(url)
    await client.connect()
    const list = async (text: string) => (await client.query<{ it: string }>(text)).rows.map(({ it }) => it)
    const big = `c.relname in (${BIG.map((name) => `'${name}'`).join(', ')})`
    const files = `select c.relname || ' ' || pg_relation_filenode(c.oid) as it from pg_class c where ${big} order by 1`
    const indexes = `select i.indexrelid::regclass::text as it from pg_index i join pg_class c on c.oid = i.indrelid
    where ${big} order by 1`
    // What can be found by an index is found by it in a table of millions, though not in one of a page.
    await client.query('analyze; set enable_seqscan = off; set enable_bitmapscan = off')
    for (const { number, text } of readSteps(HOUSE_MIGRATIONS, 'postgres')) {
      if (seed.migrations.includes(number)) continue
      if (text.startsWith('-- apart')) {
        await client.query(text.replaceAll(/\bconcurrently\b/gi, ''))
        continue
      }
      const before = [await list(files), await list(indexes)]
      await client.query('begin')
      await client.query(collateText(text))
      const heavy = await list(`select distinct c.relname || ' ' || l.mode as it from pg_locks l
      join pg_class c on c.oid = l.relation where l.pid = pg_backend_pid() and l.granted and ${big}
      and l.mode not in (${LIGHT.map((mode) => `'${mode}'`).join(', ')}, 'ShareRowExclusiveLock', 'AccessExclusiveLock')`)
      const read = await list(`select c.relname || ' ' || s.seq_tup_read as it from pg_stat_xact_user_tables s
      join pg_class c on c.oid = s.relid where ${big} and s.seq_tup_read > 0`)
      // No table was written anew, none was read through, and no index was built while writers wait.
      expect([number, heavy, read, await list(files), await list(indexes)]).toEqual([number, [], [], ...before])
      await client.query('commit')
    }
    await client.end()
  },
)

const made = (statements: string[]) => [...new Set(statements)].map((one) => `${one};`).join('\n')

describe.each(cases)('the database of release $release on $engine', ({ release, engine }) => {
  test('is brought to today’s schema, is well, and goes on', async () => {
    const seed = readSeed(release)
    expect(seed.inserts.length).toBeGreaterThan(200)
    const folder = mkdtempSync(join(inject('scratch'), 'upgrade-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const url = engine === 'sqlite' ? `file:${join(folder, 'shop.db')}` : await testPostgresUrl()
    const old = await openStore({ url, now: Date.now, lanes: 1, migrations: migrationsOf(seed) })
    await old.close()
    await pourIn(url, engine, seed)
    if (readdirSync(HOUSE_MIGRATIONS).some((file) => !seed.migrations.includes(Number(file.slice(0, 4)))))
      await expect(openStore({ url, now: Date.now, lanes: 1 })).rejects.toThrow(MigrationsBehind)
    const store = await openStore({ url, now: Date.now, lanes: 1, migrate: true })
    expect(await wrongInBooks(store.read)).toEqual([])
    expect((await verifyCells(store.read)).wrong).toEqual([])
    expect((await checkWhole(store.read)).found).toEqual([])
    await store.close()
    const server = await startServer({ engine, databaseUrl: url, env: { VOUCHSAFE_SECRET: SECRET } })
    onTestFinished(() => server.close())
    expect(await call(server, 'getCustomer', { params: { reference: 'ada' } })).toMatchObject({
      email: 'ada@shop.example',
    })
    const vouchers = await everyOne(server, 'listVouchers', {})
    expect(vouchers.length).toBe(seed.inserts.filter(({ table }) => table === 'vouchers').length)
  })
})
