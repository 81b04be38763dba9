// `node scripts/release-seed.ts`: when a release is made, writes the database of a furnished house to db/seeds/<version>.sql. Every later
// version is tested to bring it forward with nothing lost and nothing bent.
import { readFileSync, writeFileSync } from 'node:fs'
import { openForReading } from '#db/open-for-reading.ts'
import { dumpSeed, SEEDS } from '#db/seed.ts'
import { furnish } from '../server/acceptance/furniture.ts'
import { withServer } from '../server/test-server.ts'

/** Of no house but this one. */
const SECRET = 'the secret of the seeds, which no house has'

await withServer({ engine: 'sqlite', env: { VOUCHSAFE_SECRET: SECRET } }, async (server) => {
  await furnish(server)
  await server.stop()
  const [house, keys] = [openForReading(server.databaseUrl), openForReading(`${server.databaseUrl}.keys`)]
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const text = await dumpSeed(house.read, keys.read)
  writeFileSync(new URL(`${version}.sql`, SEEDS), text)
  console.log(`db/seeds/${version}.sql: ${text.split('\n').length} lines`)
  await house.close()
  await keys.close()
})
