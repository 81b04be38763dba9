/** A database is filled, brought forward or refused, and never left half way. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { beforeEach, describe, expect, inject, it, onTestFinished, test } from 'vitest'
import { collateText, DatabaseTooNew, MigrationChanged, MigrationsBehind, readSteps } from './migrate.ts'
import { type OpenOptions, openStore } from './open.ts'
import type { Engine, Store } from './store.ts'
import { testPostgresUrl } from './test-store.ts'
import { folderOf } from './test-tables.ts'

const ONE = { '0001_one.sql': 'create table one (id text primary key, n bigint not null)' }
const TWO = { ...ONE, '0002_two.sql': "alter table one add column label text; update one set label = 'text, really'" }

async function emptyDatabase(engine: Engine): Promise<string> {
  if (engine === 'postgres') return testPostgresUrl()
  const folder = mkdtempSync(join(inject('scratch'), 'sqlite-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return `file:${folder}/deep/down/test.db`
}

describe.each(['sqlite', 'postgres'] as const)('migrations (%s)', (engine) => {
  let url: string
  beforeEach(async () => {
    url = await emptyDatabase(engine)
  })
  const opened = async <T>(
    files: Record<string, string>,
    use: (store: Store) => Promise<T>,
    wish?: OpenOptions['migrate'],
  ) => {
    const store = await openStore({ url, now: () => 5, lanes: 1, migrations: folderOf(files), migrate: wish })
    return use(store).finally(() => store.close())
  }
  const applied = (store: Store) =>
    store.read.rows(sql`select number, name, applied_at from schema_migrations order by number`)
  const step = (number: number, name: string) => ({ number, name, applied_at: 5 })

  it('fill an empty database', async () => {
    expect(await opened(TWO, applied)).toEqual([step(1, 'one'), step(2, 'two')])
    expect(await opened(TWO, (store) => store.ready())).toEqual({ migrated: true, writable: true })
  })

  it('are asked for when the database is behind, and run when told so', async () => {
    await opened(ONE, (store) => store.write((tx) => tx.rows(sql`insert into one values ('a', 1) returning id`)))
    await expect(opened(TWO, applied)).rejects.toThrow(MigrationsBehind)
    await expect(opened(TWO, applied)).rejects.toThrow('npm run migrate')
    expect(await opened(TWO, applied, true)).toEqual([step(1, 'one'), step(2, 'two')])
    expect(await opened(TWO, (store) => store.read.rows(sql`select * from one`))).toEqual([
      { id: 'a', n: 1, label: 'text, really' },
    ])
  })

  it('run late when a lower number comes after a higher one', async () => {
    await opened({ ...ONE, '0003_three.sql': 'create table three (id text primary key)' }, applied)
    const all = { ...TWO, '0003_three.sql': 'create table three (id text primary key)' }
    await expect(opened(all, applied)).rejects.toThrow(MigrationsBehind)
    expect(await opened(all, applied, true)).toEqual([step(1, 'one'), step(2, 'two'), step(3, 'three')])
  })

  it('are never run when told not to', async () => {
    await expect(opened(ONE, applied, false)).rejects.toThrow(MigrationsBehind)
  })

  it('refuse a database that is newer than the code', async () => {
    await opened(TWO, applied)
    await expect(opened(ONE, applied)).rejects.toThrow(DatabaseTooNew)
    await expect(opened(ONE, applied, true)).rejects.toThrow(DatabaseTooNew)
  })

  it('refuse a migration that has changed since it ran', async () => {
    await opened(ONE, applied)
    const changed = { '0001_one.sql': 'create table one (id text primary key)' }
    await expect(opened(changed, applied)).rejects.toThrow(MigrationChanged)
  })

  it('that break leave nothing behind', async () => {
    await expect(
      opened({ ...ONE, '0002_bad.sql': 'create table two (id text); select * from nowhere' }, applied),
    ).rejects.toThrow()
    expect(await opened(TWO, applied)).toEqual([step(1, 'one'), step(2, 'two')])
  })

  it('run once when several processes start together', async () => {
    const options = JSON.stringify({ url, lanes: 1, migrations: folderOf(TWO) })
    const program = `
      import { openStore } from '${new URL('./open.ts', import.meta.url)}'
      const store = await openStore({ ...${options}, now: () => 5 })
      console.log(JSON.stringify(await store.ready()))
      await store.close()`
    const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
    for (const { stdout } of await Promise.all([start(), start(), start()])) {
      expect(JSON.parse(stdout)).toEqual({ migrated: true, writable: true })
    }
    expect(await opened(TWO, applied)).toEqual([step(1, 'one'), step(2, 'two')])
  })

  it('fill a gap when the number that was left out comes later', async () => {
    const late = { ...ONE, '0003_three.sql': 'create table three (id text)' }
    expect(await opened(late, applied)).toEqual([step(1, 'one'), step(3, 'three')])
    const all = { ...TWO, ...late }
    expect(await opened(all, applied, true)).toEqual([step(1, 'one'), step(2, 'two'), step(3, 'three')])
  })

  it('take the engine’s half of a pair', async () => {
    const pair = {
      '0001_one.sqlite.sql': 'create table s (id text)',
      '0001_one.postgres.sql': 'create table p (id text)',
    }
    const [row] = await opened(pair, (store) =>
      store.read.rows(engine === 'sqlite' ? sql`select count(*) as n from s` : sql`select count(*) as n from p`),
    )
    expect(row).toEqual({ n: 0 })
  })

  it('are found lacking by ready() when the code has more', async () => {
    const migrations = folderOf(ONE)
    const store = await openStore({ url, now: () => 5, lanes: 1, migrations })
    await store.write((tx) => tx.rows(sql`delete from schema_migrations where number = 1 returning number`))
    expect((await store.ready()).migrated).toBe(false)
    await store.close()
  })

  it('of a later release leave ready those who opened the database before', async () => {
    const store = await openStore({ url, now: () => 5, lanes: 1, migrations: folderOf(ONE) })
    await opened(TWO, applied, true)
    expect(await store.ready()).toEqual({ migrated: true, writable: true })
    await store.close()
    await expect(opened(ONE, applied)).rejects.toThrow(DatabaseTooNew)
  })

  it('sort text by its bytes', async () => {
    const rows = await opened(ONE, async (store) => {
      await store.write((tx) =>
        tx.rows(sql`insert into one values ('a', 1), ('B', 1), ('ä', 1), ('_', 1) returning id`),
      )
      return store.read.rows<{ id: string }>(sql`select id from one order by id`)
    })
    expect(rows.map(({ id }) => id)).toEqual(['B', '_', 'a', 'ä'])
  })
})

test('on PostgreSQL a step that waits for a table lets everybody else go first, and comes when it is free', async () => {
  const url = await testPostgresUrl()
  const at = { url, now: () => 5, lanes: 1 }
  await (await openStore({ ...at, migrations: folderOf(ONE) })).close()
  const [checkout, watch] = [new pg.Client(url), new pg.Client(url)]
  await Promise.all([checkout.connect(), watch.connect()])
  await checkout.query("begin; insert into one values ('a', 1)")
  const stepping = openStore({ ...at, migrations: folderOf(TWO), migrate: true })
  let isOver = false
  void Promise.allSettled([stepping]).then(() => {
    isOver = true
  })
  const waits = `select 1 from pg_locks l join pg_class c on c.oid = l.relation
    where c.relname = 'one' and not l.granted and l.mode = 'AccessExclusiveLock'`
  // Twice in front of the table, and whoever came behind it was served in between.
  for (let round = 0; round < 2; round += 1) {
    while (!isOver && (await watch.query(waits)).rowCount === 0);
    expect((await watch.query('select * from one')).rows).toEqual([])
  }
  await checkout.query('commit')
  const store = await stepping
  expect(await store.read.rows(sql`select label from one`)).toEqual([{ label: 'text, really' }])
  await store.close()
  await Promise.all([checkout.end(), watch.end()])
})

test('on PostgreSQL an index is built apart while somebody writes, by one of several processes', async () => {
  const url = await testPostgresUrl()
  const at = { url, now: () => 5, lanes: 1 }
  await (await openStore({ ...at, migrations: folderOf(ONE) })).close()
  const build = '-- apart\ncreate index concurrently if not exists one_by_n\n  on one (n);\nselect 1;\n'
  const files = {
    ...ONE,
    '0002_build.postgres.sql': build,
    '0003_three.sql': 'create table three (id text primary key)',
  }
  const [checkout, watch] = [new pg.Client(url), new pg.Client(url)]
  await Promise.all([checkout.connect(), watch.connect()])
  await checkout.query("begin; insert into one values ('a', 1)")
  const both = [0, 1].map(() => openStore({ ...at, migrations: folderOf(files), migrate: true }))
  const builds = `select 1 from pg_stat_progress_create_index where command = 'CREATE INDEX CONCURRENTLY'
    and datname = current_database()`
  let isOver = false
  void Promise.allSettled(both).then(() => {
    isOver = true
  })
  while (!isOver && (await watch.query(builds)).rowCount === 0);
  await checkout.query("insert into one values ('b', 2); commit")
  for (const store of await Promise.all(both)) {
    expect((await store.ready()).migrated).toBe(true)
    expect(await store.read.rows(sql`select number from schema_migrations order by number`)).toHaveLength(3)
    await store.close()
  }
  const { rows } = await checkout.query(
    `select indisvalid as valid from pg_index where indexrelid = 'one_by_n'::regclass`,
  )
  expect(rows).toEqual([{ valid: true }])
  await Promise.all([checkout.end(), watch.end()])
  // An empty database has nobody who writes.
  const fresh = await openStore({ ...at, url: await testPostgresUrl(), migrations: folderOf(files) })
  expect((await fresh.ready()).migrated).toBe(true)
  await fresh.close()
})

describe('the house’s own migrations', () => {
  it('give every text column of PostgreSQL the order of its bytes', async () => {
    const store = await openStore({ url: await testPostgresUrl(), now: () => 5, lanes: 1 })
    const strays = await store.read.rows(sql`select table_name, column_name from information_schema.columns
      where table_schema = 'public' and data_type <> 'bigint' and (data_type <> 'text' or collation_name is distinct from 'C')`)
    expect(strays).toEqual([])
    await store.close()
  })
})

describe('the folder of migrations', () => {
  it('has no twins', () => {
    expect(() => readSteps(folderOf({ '0001_a.sql': '', '0001_b.sql': '' }), 'sqlite')).toThrow('two migrations 1')
    expect(() => readSteps(folderOf({ '0001_a.sqlite.sql': '' }), 'postgres')).not.toThrow()
  })
})

describe('collateText', () => {
  it.each([
    ['id text primary key', 'id text collate "C" primary key'],
    ['a text, b text)', 'a text collate "C", b text collate "C")'],
    ['a text -- the text, said', 'a text collate "C" -- the text, said'],
    ["kind text check (kind in ('text', 'html'))", "kind text collate \"C\" check (kind in ('text', 'html'))"],
    ['add column label text;', 'add column label text collate "C";'],
    ['select cast(n as text) from t', 'select cast(n as text) from t'],
    ['text text not null', 'text text collate "C" not null'],
    ['a text collate "C"', 'a text collate "C"'],
  ])('%s', (before, after) => expect(collateText(before)).toBe(after))
})
