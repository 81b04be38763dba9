// Counts what reports show anew from the facts and tells every difference; `--rebuild` writes the sums as the facts say.
import { readConfig } from '#core/config.ts'
import { rebuildRollup, verifyRollup } from '#reports/recount.ts'
import { rollUp } from '#reports/roll-up.ts'
import { openHouse } from '../server/main.ts'

const house = await openHouse(readConfig(process.env))
try {
  await rollUp(house)
  if (process.argv.includes('--rebuild')) console.log(`Counted ${await rebuildRollup(house)} recipients anew.`)
  const { units, differences } = await verifyRollup(house.store.read)
  for (const sentence of differences) console.log(sentence)
  console.log(`${units} recipients, ${differences.length} differences.`)
  process.exitCode = differences.length === 0 ? 0 : 1
} finally {
  await house.store.close()
}
