/** How the tests run: beside the code, in processes that mostly wait, on real databases that one PostgreSQL cluster and temp
 * files hold. */
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/longest-first.ts'

export default defineConfig({
  test: {
    include: ['{server,db,shared,scripts,web}/**/*.test.{ts,tsx}'],
    globalSetup: ['db/test-postgres.ts'],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // A worker reads the house once and not anew for each of its files, half a second of the processor each: what a file opens it
    // closes, and no module remembers anything but by the store it was asked about.
    isolate: false,
    // A test waits for databases, servers and pages more than half of its time.
    maxWorkers: Math.min(availableParallelism() + 4, 12),
    execArgv: ['--import', new URL('server/find-modules.js', import.meta.url).href],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
})
