// `npm run keys -- status`: which keys of the house there are and what rests on them.
// `npm run keys -- rotate <code-index|vault|signing>`: makes the next key, tells all processes, uses it half a minute later and brings
// what stands under older ones under it while everything runs. Broken off, the same command goes on. `--dry-run` says what it
// would do and how long that would take; `--alone` uses the key at once: nobody else may be at the database.
// `npm run keys -- retire <use> <version>`: takes an older key away, and refuses while anything needs it.
import { readConfig } from '#core/config.ts'
import type { House } from '#core/house.ts'
import { type KeyUse, keyUses } from '#core/key-ring.ts'
import { claimFile } from '#db/claim-file.ts'
import { pathOf } from '#db/open.ts'
import { openHouse } from '../server/main.ts'
import { rehearse } from './keys/rehearse.ts'
import { type KeyState, retire, statesOf } from './keys/retire.ts'
import { turnKey } from './keys/turn.ts'
import { readOptions } from './read-options.ts'

const { positionals, values } = readOptions({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean' }, alone: { type: 'boolean' }, 'forget-used': { type: 'boolean' } },
})
const [verb, use, version] = positionals
const usage = `Say what: npm run keys -- status | rotate <${keyUses.join('|')}> [--dry-run] | retire <use> <version>`

const isUse = (text: string | undefined): text is KeyUse => keyUses.some((one) => one === text)

async function run(house: House): Promise<void> {
  if (verb === 'status') return tell(await statesOf(house))
  if (!isUse(use)) throw new Error(usage)
  if (verb === 'rotate') return values['dry-run'] ? foretell(house, use) : rotate(house, use)
  if (verb !== 'retire' || !/^\d+$/.test(version ?? '')) throw new Error(usage)
  await retire(house, use, Number(version), values['forget-used'])
  console.log(`Key ${version} for ${use} is retired.`)
}

async function rotate(house: House, of: KeyUse): Promise<void> {
  const {
    version: made,
    changed,
    looked,
    twins,
  } = await turnKey(house, of, {
    isAlone: values.alone === true,
    say: (line) => console.log(line),
  })
  console.log(`Key ${made} for ${of} is used. ${looked} looked at, ${changed} brought under it.`)
  if (of === 'signing')
    console.log(
      'Shops fetch the new secret of their on-site tokens by GET /v1/onsite/key before the older key is retired.',
    )
  if (twins === 0) return
  console.error(`${twins} vouchers have a code that another one has too: look at them before the older key is retired.`)
  process.exitCode = 1
}

async function foretell(house: House, of: KeyUse): Promise<void> {
  const { count, seconds } = await rehearse(house, of)
  console.log(`Would make a new key for ${of}, tell all processes, use it half a minute later and`)
  if (of === 'signing')
    console.log('sign a new head of the ledger by it; what was signed before stays provable. Nothing was changed.')
  else
    console.log(`look at ${count}, in about ${Math.ceil(seconds)} seconds beside what is served. Nothing was changed.`)
}

function tell(states: KeyState[]): void {
  for (const { use: of, version: at, state, resting, isMoving } of states) {
    const rests =
      resting && resting.all > 0
        ? `, ${resting.beside} of ${resting.all} under older ones (${resting.needed} needed)`
        : ''
    console.log(`${of} ${at}: ${state}${isMoving ? ', being brought forward' : ''}${rests}`)
  }
}

try {
  const config = readConfig(process.env)
  // A server that runs would write under the older key for some seconds.
  if (values.alone && config.databaseUrl.startsWith('file:')) claimFile(pathOf(config.databaseUrl))
  const house = await openHouse({ ...config, logLevel: 'warn' })
  await run(house).finally(async () => {
    await house.store.drain()
    await house.store.close()
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
