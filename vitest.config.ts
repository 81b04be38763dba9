/** How the tests run: beside the code, in two processes, on real databases that one PostgreSQL cluster and temp files hold. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,db,shared,scripts,web}/**/*.test.{ts,tsx}'],
    globalSetup: ['db/test-postgres.ts'],
    pool: 'forks',
    maxWorkers: 2,
    execArgv: ['--import', new URL('server/find-modules.js', import.meta.url).href],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
})
