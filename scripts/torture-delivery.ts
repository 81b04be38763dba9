// `npm run torture:delivery -- --messages 20000 --kills 12 --engine sqlite|postgres --seed S`: processes that send mail are
// killed at random, and a real SMTP server counts. Ends with the figures, and with 1 when something was lost or doubled.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOptions } from './read-options.ts'
import { openCluster } from './torture/cluster.ts'
import { type Delivered, tortureDelivery } from './torture/delivery.ts'
import { openDisk } from './torture/disk.ts'

const { values } = readOptions({
  options: {
    messages: { type: 'string', default: '20000' },
    kills: { type: 'string', default: '12' },
    engine: { type: 'string', default: 'both' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const engines = (['postgres', 'sqlite'] as const).filter((one) => values.engine === 'both' || values.engine === one)
const [messages, kills, seed] = [Number(values.messages), Number(values.kills), Number(values.seed)]
if (engines.length === 0 || ![messages, kills, seed].every((one) => Number.isSafeInteger(one) && one >= 0)) {
  console.error('--engine is sqlite, postgres or both; the others are whole numbers')
  process.exit(2)
}
console.log(
  `npm run torture:delivery -- --messages ${messages} --kills ${kills} --engine ${values.engine} --seed ${seed}`,
)
let isWhole = true
for (const engine of engines) {
  const found = await (engine === 'postgres' ? onPostgres() : onSqlite())
  console.log(`${engine}: ${JSON.stringify(found)}`)
  isWhole &&= found.lost === 0 && found.doubles === 0 && found.sent === messages
}
process.exit(isWhole ? 0 : 1)

async function onPostgres(): Promise<Delivered> {
  const disk = openDisk('postgres', false)
  const cluster = await openCluster(disk.folder)
  try {
    return await tortureDelivery({ ...common(), engine: 'postgres', databaseUrl: cluster.url, processes: 2 })
  } finally {
    await cluster.stop()
    disk.remove()
  }
}

async function onSqlite(): Promise<Delivered> {
  const folder = mkdtempSync(join(tmpdir(), 'vouchsafe-mail-'))
  try {
    const databaseUrl = `file:${join(folder, 'house.db')}`
    return await tortureDelivery({ ...common(), engine: 'sqlite', databaseUrl, processes: 1 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function common() {
  let state = seed + 1
  // Park and Miller's: enough to kill by, and the same again for the same seed.
  const random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return { messages, kills, random, say: (line: string) => console.log(line) }
}
