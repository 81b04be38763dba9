/** A fresh migrated store for a test, on SQLite and on PostgreSQL in turn. */
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, inject, onTestFinished } from 'vitest'
import { type OpenOptions, openStore } from './open.ts'
import type { Engine, Store } from './store.ts'

export interface TestClock {
  now: number
  advance(ms: number): void
}

export interface TestStore {
  store: Store
  clock: TestClock
  /** For opening the same database once more, as another process would. */
  url: string
}

export type TestOptions = Pick<OpenOptions, 'migrations' | 'lanes' | 'log'>

export type OpenTestStore = (options?: TestOptions) => Promise<TestStore>

/** Thursday, 15 January 2026, noon UTC. */
const START = Date.UTC(2026, 0, 15, 12)

/** Describes the same behaviour once per engine. Every `open()` is a database of its own, closed and dropped after the
 * test that opened it (or after the suite, when a hook of the suite opened it). */
export function forEachEngine(name: string, suite: (open: OpenTestStore, engine: Engine) => void): void {
  for (const engine of ['sqlite', 'postgres'] as const) {
    describe(`${name} (${engine})`, () => {
      const left: Cleanup[] = []
      afterAll(() => cleanUp(left))
      suite(async (options = {}) => {
        const { cleanup, ...opened } = await openTestStore(engine, options)
        whenDone(cleanup, left)
        return opened
      }, engine)
    })
  }
}

/** The address of a fresh empty PostgreSQL database, gone when the run ends. */
export async function testPostgresUrl(): Promise<string> {
  return (await makePostgresDatabase('template0')).url
}

/** A folder for a real server's database and its address, migrated unless it is to be `isBare`; gone when the run ends. */
export async function testServerHome(engine: Engine, isBare: boolean): Promise<{ home: string; url: string }> {
  const home = mkdtempSync(join(inject('scratch'), 'server-'))
  if (engine === 'sqlite') return { home, url: makeSqliteFile(home, !isBare) }
  return { home, url: (await makePostgresDatabase(isBare ? 'template0' : inject('postgresTemplate'))).url }
}

type Cleanup = () => Promise<void>

/** Cleans up after the test that is running, or else with the suite. */
function whenDone(cleanup: Cleanup, suite: Cleanup[]): void {
  try {
    onTestFinished(cleanup)
  } catch {
    suite.push(cleanup)
  }
}

async function cleanUp(left: Cleanup[]): Promise<void> {
  for (const cleanup of left.splice(0)) await cleanup()
}

async function openTestStore(engine: Engine, options: TestOptions): Promise<TestStore & { cleanup: Cleanup }> {
  const clock: TestClock = {
    now: START,
    advance(ms) {
      clock.now += ms
    },
  }
  const isMigrated = options.migrations === undefined
  const template = isMigrated ? inject('postgresTemplate') : 'template0'
  const { url, remove } = engine === 'sqlite' ? makeSqliteFolder(isMigrated) : await makePostgresDatabase(template)
  const store = await openStore({ url, now: () => clock.now, lanes: 2, readers: 2, ...options })
  const cleanup = async () => {
    await store.close()
    await remove()
  }
  return { store, clock, url, cleanup }
}

function makeSqliteFolder(isMigrated: boolean): { url: string; remove: Cleanup } {
  const folder = mkdtempSync(join(inject('scratch'), 'sqlite-'))
  return { url: makeSqliteFile(folder, isMigrated), remove: async () => rmSync(folder, { recursive: true }) }
}

function makeSqliteFile(folder: string, isMigrated: boolean): string {
  const path = join(folder, 'test.db')
  if (isMigrated) for (const file of ['', '.keys']) copyFileSync(`${inject('sqliteTemplate')}${file}`, `${path}${file}`)
  return `file:${path}`
}

async function makePostgresDatabase(template: string): Promise<{ url: string; remove: Cleanup }> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(`create database ${name} template ${template} strategy file_copy`)
  return { url: `${clusterUrl()}/${name}`, remove: () => administer(`drop database ${name} with (force)`) }
}

/** The cluster of the worker that runs this file. */
function clusterUrl(): string {
  const urls = inject('postgresUrls')
  return urls[Number(process.env.VITEST_POOL_ID) % urls.length] ?? ''
}

async function administer(command: string): Promise<void> {
  const client = new pg.Client(`${clusterUrl()}/postgres`)
  await client.connect()
  await client.query(command).finally(() => client.end())
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder that is gone when the run ends. */
    scratch: string
    /** The clusters' addresses, without a database. */
    postgresUrls: string[]
    /** The migrated database that tests clone. */
    postgresTemplate: string
    /** The migrated file that tests copy, with the one of its keys beside it. */
    sqliteTemplate: string
  }
}
