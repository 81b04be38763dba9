// A house for tests: a real store on each engine, a clock that only tests move, fixed secrets, a real vault, no log.

import type { Engine } from '#db/store.ts'
import { forEachEngine } from '#db/test-store.ts'
import type { Clock } from './clock.ts'
import { readConfig } from './config.ts'
import type { House } from './house.ts'
import { makeLog } from './log.ts'
import { makeSecrets } from './secrets.ts'
import { makeVault } from './vault.ts'

/** What the clock shows when a test house opens. */
export const TEST_START = Date.parse('2026-06-15T12:00:00Z')

export type TestHouse = House & {
  advance(ms: number): void
  /** The address of the database, for opening it once more or reading its bytes. */
  url: string
}

/** Describes the same behaviour once per engine; every `open()` is a house of its own, closed after its test. */
export function forEachHouse(name: string, suite: (open: () => Promise<TestHouse>, engine: Engine) => void): void {
  forEachEngine(name, (openStore, engine) => {
    suite(async () => {
      const { store, clock: hand, url } = await openStore()
      hand.now = TEST_START
      const clock: Clock = {
        now: () => hand.now,
        isTest: true,
        set: (instant) => {
          hand.now = instant
        },
      }
      const secrets = makeSecrets('a constant secret that only tests of the house use')
      return {
        store,
        clock,
        secrets,
        vault: makeVault(store, secrets),
        log: makeLog('silent'),
        config: readConfig({ DATABASE_URL: url }),
        advance: (ms) => hand.advance(ms),
        url,
      }
    }, engine)
  })
}
