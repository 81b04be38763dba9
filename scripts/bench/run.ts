// `npm run bench`: the floors and us, side by side in one run, with the ratios; medians of three rounds.
// `--quick` takes small sizes, `--json` ends with one JSON object, `--engine=postgres` measures on PostgreSQL
// (DATABASE_URL, or an embedded one where that package is installed).
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeClient } from '../client/call.ts'
import { type Ask, type Load, median, putLoad } from './load.ts'
import { openPostgres } from './postgres.ts'
import { type Measured, startProcess } from './processes.ts'
import { codesOf, everybodyAgrees, launchBroadcast, peopleAsLines, prepareNotice } from './scene.ts'

const quick = process.argv.includes('--quick')
const json = process.argv.includes('--json')
const engine = process.argv.includes('--engine=postgres') ? 'postgres' : 'sqlite'
const PEOPLE = quick ? 20_000 : 100_000
const ROUNDS = 3
const PER_ROUND = quick ? 1_500 : 5_000
const CONNECTIONS = [1, 16, 64] as const
/** A machine whose floor moves more than this between rounds tells nothing about us. */
const FLOOR_MAY_MOVE = 2

const say = (text: string) => process.stderr.write(`${text}\n`)
type Figures = Record<string, number>

/** The median of the rounds; throws when the rounds of a floor differ too much to be one. */
async function rounds(name: string, isFloor: boolean, round: (n: number) => Promise<Load>): Promise<Load> {
  const loads: Load[] = []
  for (let n = 0; n < ROUNDS; n++) loads.push(await round(n))
  const speeds = loads.map((load) => load.perSecond)
  if (isFloor && Math.max(...speeds) > FLOOR_MAY_MOVE * Math.min(...speeds)) {
    throw new Error(
      `${name} moved from ${Math.min(...speeds).toFixed(0)} to ${Math.max(...speeds).toFixed(0)} requests/s: the machine is too busy to compare anything.`,
    )
  }
  const load = {
    perSecond: median(speeds),
    p50: median(loads.map((l) => l.p50)),
    p99: median(loads.map((l) => l.p99)),
    answers: PER_ROUND,
  }
  say(`${name.padEnd(44)}${load.perSecond.toFixed(0).padStart(8)}/s   p50 ${load.p50} ms   p99 ${load.p99} ms`)
  return load
}

const redeemAsk = (code: string, adminKey: string): Ask => ({
  path: '/v1/redemptions',
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}`, 'idempotency-key': randomUUID() },
  body: JSON.stringify({ code, order: { reference: randomUUID(), currency: 'EUR', amountMinor: 5_900 } }),
})

async function measureFloors(figures: Figures): Promise<void> {
  const withExpress = await startProcess('scripts/bench/floor.ts', ['express'])
  const bare = await startProcess('scripts/bench/floor.ts', ['node'])
  const ask = () => redeemAsk('BDAY-7K3M9-Q2XWT-4HJ8', 'vsk_none')
  try {
    const hello = await rounds('floor: bare Express, hello', true, () =>
      putLoad(withExpress.url, 64, PER_ROUND, () => ({ path: '/hello', method: 'GET' })),
    )
    const express = await rounds('floor: bare Express, JSON and zod', true, () =>
      putLoad(withExpress.url, 64, PER_ROUND, ask),
    )
    const node = await rounds('floor: bare node:http, JSON and zod', true, () => putLoad(bare.url, 64, PER_ROUND, ask))
    Object.assign(figures, { expressHello: hello.perSecond, expressJson: express.perSecond, nodeJson: node.perSecond })
  } finally {
    await Promise.all([withExpress.stop(), bare.stop()])
  }
}

async function measureImportAndIssue(
  server: Measured,
  adminKey: string,
  env: Record<string, string>,
  figures: Figures,
): Promise<string> {
  const admin = makeClient(server.url, adminKey)
  const noticeVersion = await prepareNotice(server.url, adminKey)
  let started = performance.now()
  const { created } = await admin.call('importCustomers', {
    rows: { type: 'application/x-ndjson', text: [...peopleAsLines(PEOPLE)].join('') },
  })
  figures.importPerSecond = created / ((performance.now() - started) / 1000)
  say(`${`import of ${created} customers`.padEnd(44)}${figures.importPerSecond.toFixed(0).padStart(8)}/s`)
  say(`${PEOPLE} consents recorded in ${(await everybodyAgrees(env, noticeVersion)).toFixed(1)} s`)
  const campaignId = await launchBroadcast(admin)
  started = performance.now()
  const { issued, holdout } = await admin.call('runCampaign', { params: { id: campaignId } })
  figures.issuePerSecond = (issued + holdout) / ((performance.now() - started) / 1000)
  say(
    `${`issue of ${issued} vouchers, ${holdout} held out`.padEnd(44)}${figures.issuePerSecond.toFixed(0).padStart(8)}/s`,
  )
  return campaignId
}

async function measureRedemptions(
  server: Measured,
  adminKey: string,
  campaignId: string,
  figures: Figures,
): Promise<void> {
  const needed = ROUNDS * PER_ROUND * (CONNECTIONS.length - 1) + ROUNDS * Math.ceil(PER_ROUND / 10)
  const codes = await codesOf(makeClient(server.url, adminKey), campaignId, needed)
  let used = 0
  for (const connections of CONNECTIONS) {
    const amount = connections === 1 ? Math.ceil(PER_ROUND / 10) : PER_ROUND
    const load = await rounds(
      `durable redemptions, ${connections} connection${connections === 1 ? '' : 's'}`,
      false,
      () => putLoad(server.url, connections, amount, () => redeemAsk(String(codes[used++]), adminKey)),
    )
    figures[`redeem${connections}`] = load.perSecond
    figures[`redeem${connections}P50`] = load.p50
    figures[`redeem${connections}P99`] = load.p99
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vouchsafe-bench-'))
  const postgres = engine === 'postgres' ? await openPostgres(folder) : null
  const adminKey = `vsk_${randomBytes(24).toString('base64url')}`
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: postgres?.url ?? `file:${join(folder, 'bench.db')}`,
    VOUCHSAFE_SECRET: randomBytes(32).toString('base64url'),
    VOUCHSAFE_ADMIN_KEY: adminKey,
    RATE_LIMIT_PER_MINUTE: '1000000000',
    LOG_LEVEL: 'info',
  }
  const figures: Figures = {}
  say(
    `engine ${engine}, load ${loadavg()
      .map((value) => value.toFixed(2))
      .join(' ')}`,
  )
  await measureFloors(figures)
  const server = await startProcess('server/main.ts', [], env)
  try {
    const campaignId = await measureImportAndIssue(server, adminKey, env, figures)
    await measureRedemptions(server, adminKey, campaignId, figures)
    figures.peakMemoryMb = server.peakMemoryMb() ?? Number.NaN
  } finally {
    await server.stop()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  tell(figures)
}

function tell(figures: Figures): void {
  const ratio = (above: string, below: string) =>
    Number(((figures[above] ?? Number.NaN) / (figures[below] ?? Number.NaN)).toFixed(3))
  const ratios = {
    redeem64_over_express_json: ratio('redeem64', 'expressJson'),
    redeem64_over_express_hello: ratio('redeem64', 'expressHello'),
    redeem64_over_node_json: ratio('redeem64', 'nodeJson'),
    redeem64_over_redeem1: ratio('redeem64', 'redeem1'),
    issue_over_express_json: ratio('issuePerSecond', 'expressJson'),
    import_over_express_json: ratio('importPerSecond', 'expressJson'),
  }
  say('\nratios')
  for (const [name, value] of Object.entries(ratios)) say(`  ${name.padEnd(34)}${value}`)
  say(`peak memory of the server: ${figures.peakMemoryMb} MB`)
  if (json)
    console.log(
      JSON.stringify({ engine, people: PEOPLE, figures, ratios, peakMemoryMb: figures.peakMemoryMb, load: loadavg() }),
    )
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
