/** A real replica streams from a real primary: what may be some seconds old is read from it, as long as it follows. */
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { replicaFigures } from './figures.ts'
import { type LocalPostgres, startLocalPostgres } from './local-postgres.ts'
import { type LocalReplica, startLocalReplica } from './local-replica.ts'
import { openStore } from './open.ts'
import type { Queries, Store } from './store.ts'

const WAIT = { timeout: 120_000, interval: 20 }
let primary: LocalPostgres
let replica: LocalReplica
let store: Store
const said: string[] = []

beforeAll(async () => {
  const dir = join(inject('scratch'), 'replicated')
  mkdirSync(dir)
  chmodSync(dir, 0o755)
  const settings = ['fsync=off', 'wal_level=replica', 'max_wal_senders=4', 'wal_keep_size=256MB']
  primary = await startLocalPostgres(join(dir, 'primary'), { settings })
  await primary.create('shop')
  replica = await startLocalReplica(primary.url, join(dir, 'primary'), join(dir, 'replica'))
  store = await openStore({
    url: `${primary.url}/shop`,
    now: Date.now,
    replica: { url: `${replica.url}/shop`, mostBehindMs: 3000 },
    log: (message) => void said.push(message),
  })
})
afterAll(async () => {
  await store?.close()
  await replica?.stop()
  await primary?.stop()
})

const isStandby = async (q: Queries) => (await q.rows<{ is: number }>(sql`select pg_is_in_recovery() as is`))[0]?.is
const valueIn = async (q: Queries) =>
  (await q.rows<{ value: string }>(sql`select value from settings where key = 'told'`))[0]?.value
const tell = (value: string) =>
  store.write((tx) =>
    tx.rows(
      sql`insert into settings values ('told', ${value}) on conflict (key) do update set value = excluded.value returning key`,
    ),
  )
async function onReplica(statement: string): Promise<void> {
  const client = new pg.Client(`${replica.url}/shop`)
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
async function pauseState(): Promise<string> {
  const client = new pg.Client(`${replica.url}/shop`)
  await client.connect()
  const { rows } = await client.query('select pg_get_wal_replay_pause_state() as state').finally(() => client.end())
  return rows[0].state
}
const used = () => expect(replicaFigures.isUsed).toBe(true)
const unused = () => expect(replicaFigures.isUsed).toBe(false)

it('answers what is read aside, and nothing else', async () => {
  await vi.waitFor(used, WAIT)
  expect([await isStandby(store.aside), await isStandby(store.read)]).toEqual([1, 0])
  await tell('one')
  expect(await valueIn(store.read)).toBe('one')
  await vi.waitFor(async () => expect(await valueIn(store.aside)).toBe('one'), WAIT)
  expect(replicaFigures.behindSeconds).toBeLessThan(3)
})

it('is left alone while it is too far behind, though nothing is written meanwhile, and asked again when it has caught up', async () => {
  await onReplica('select pg_wal_replay_pause()')
  await vi.waitFor(async () => expect(await pauseState()).toBe('paused'), WAIT)
  await tell('two')
  expect(await valueIn(store.aside)).toBe('one')
  await vi.waitFor(unused, WAIT)
  expect(replicaFigures.behindSeconds).toBeGreaterThan(3)
  expect([await valueIn(store.aside), await isStandby(store.aside)]).toEqual(['two', 0])
  expect(said.at(-1)).toContain('too far behind')
  await onReplica('select pg_wal_replay_resume()')
  await vi.waitFor(used, WAIT)
  expect([await valueIn(store.aside), await isStandby(store.aside)]).toEqual(['two', 1])
})

it('may go and come back: every read is answered', async () => {
  await replica.stop()
  expect(await valueIn(store.aside)).toBe('two')
  expect(await isStandby(store.aside)).toBe(0)
  await vi.waitFor(unused, WAIT)
  expect(said.some((line) => line.startsWith('reports are read from the primary'))).toBe(true)
  await replica.start()
  await vi.waitFor(used, WAIT)
  expect(await isStandby(store.aside)).toBe(1)
})
