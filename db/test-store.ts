/** A fresh migrated store for a test, on SQLite and on PostgreSQL in turn. */
import { describe, inject } from 'vitest'
import type { Engine, Store } from './store.ts'

export interface TestClock {
  now: number
  advance(ms: number): void
}

export interface TestStore {
  store: Store
  clock: TestClock
}

export interface TestOptions {
  /** A folder of migrations instead of the house's own. */
  migrations?: string
  lanes?: number
}

export type OpenTestStore = (options?: TestOptions) => Promise<TestStore>

/** Describes the same behaviour once per engine. Every `open()` is a database of its own, closed and dropped after the
 * test that opened it (or after the suite, when a hook of the suite opened it). */
export function forEachEngine(name: string, suite: (open: OpenTestStore, engine: Engine) => void): void {
  for (const engine of ['sqlite', 'postgres'] as const) {
    describe(`${name} on ${engine}`, () => suite(() => Promise.reject(new Error('soon')), engine))
  }
}

/** The address of a fresh empty PostgreSQL database, for suites that start real servers. */
export async function testPostgresUrl(): Promise<string> {
  return inject('postgresUrl')
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}
