// `npm run reports:verify -- <database>`: counts what reports show anew from the facts and tells every difference; ends with 1 when
// there is one. `--rebuild` writes the sums as the facts say first: on SQLite only while no server runs.
import { readConfig } from '#core/config.ts'
import { claimFile } from '#db/claim-file.ts'
import { openStore, pathOf } from '#db/open.ts'
import { openForReading } from '#db/open-for-reading.ts'
import { rebuildRollup, verifyRollup } from '#reports/recount.ts'
import { readOptions } from './read-options.ts'

const { positionals, values } = readOptions({ allowPositionals: true, options: { rebuild: { type: 'boolean' } } })
const named = positionals[0] ?? readConfig(process.env).databaseUrl
const url = /^(file|postgres(ql)?):/.test(named) ? named : `file:${named}`

if (values.rebuild) {
  if (url.startsWith('file:')) claimFile(pathOf(url))
  const store = await openStore({ url, now: Date.now })
  console.log(`Counted ${await rebuildRollup({ store })} recipients anew.`)
  await store.close()
}
const { read, close } = openForReading(url)
const { units, differences } = await verifyRollup(read)
for (const sentence of differences) console.log(sentence)
console.log(`${units} recipients, ${differences.length} differences.`)
await close()
process.exitCode = differences.length === 0 ? 0 : 1
