// `npm run migrate`: brings the database of DATABASE_URL to the schema this code knows. On a SQLite file stop the
// server first; on PostgreSQL the processes of the last release go on beside it. Run again it changes nothing.
import { readConfig } from '#core/config.ts'
import { openStore } from '#db/open.ts'
import { readOptions } from './read-options.ts'

readOptions({})
const { databaseUrl } = readConfig(process.env)
try {
  const store = await openStore({ url: databaseUrl, now: Date.now, migrate: true, lanes: 1 })
  await store.close()
  console.log('The database is up to date.')
} catch (error) {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error)
  process.exitCode = 1
}
