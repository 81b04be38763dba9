// What it must show, 4: server and database die without a word under load; what had been said yes to is there, exactly once,
// and the money adds up (`npm run torture` does the same for longer).
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decideFor } from '#consent/test-consents.ts'
import { readConfig } from '#core/config.ts'
import type { Diet } from '../../scripts/torture/faults.ts'
import { type Figures, torture } from '../../scripts/torture/rounds.ts'
import { openHouse } from '../main.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import { call, cellsOf, everyOne, importRows, inParallel, launchCampaign, openWithNotice } from './shop.ts'

/** More than two pages of a run. */
const PEOPLE = 2200
const LOAD = [30, 90] as const
const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])

/** Twenty in all. What PostgreSQL adds is the death of the database, from which the server need not be started again. */
const suites: { engine: 'sqlite' | 'postgres'; rounds: number; diet: Diet }[] = [
  { engine: 'sqlite', rounds: 12, diet: { 'kill server': 3, 'stall server, then kill it': 1 } },
  {
    engine: 'postgres',
    rounds: 8,
    diet: { 'kill server': 1, 'kill database': 3, 'kill one backend': 2, 'kill database and server': 1 },
  },
]

describe.each(suites)('$rounds kills under load on $engine', ({ engine, rounds, diet }) => {
  // Drawn anew each time; when it fails it is said, and runs the same again.
  const seed = Date.now() % 1_000_000
  const told: string[] = []
  let figures: Figures

  beforeAll(async () => {
    figures = await torture({ engine, rounds, seed, diet, load: LOAD, say: (line) => told.push(line) })
  })

  test('nothing acknowledged is lost, told otherwise or done twice, and the books add up', () => {
    expect(figures.findings, `seed ${seed}\n${told.join('\n')}`).toEqual([])
  })

  test('there was enough load and death to speak of', () => {
    expect(figures.rounds).toBe(rounds)
    // a backend may be gone before it is hit
    expect(figures.kills).toBeGreaterThanOrEqual(rounds / 2)
    expect(figures.leftOpen).toBeGreaterThan(rounds)
    expect(figures.checkedDurable).toBeGreaterThan(rounds * 30)
    expect(figures.toldAgain).toBeGreaterThan(rounds * 20)
  })
})

test('a full disk: asked to come again, nothing half done, and on it goes once there is room', async () => {
  const figures = await torture({ engine: 'sqlite', rounds: 1, seed: 7, diet: { 'fill the disk': 1 }, load: LOAD })
  expect(figures.findings).toEqual([])
  expect(figures.unavailable).toBeGreaterThan(0)
})

describe.each(['sqlite', 'postgres'] as const)('a run that was cut on %s', (engine) => {
  let server: TestServer
  let id: string

  beforeAll(async () => {
    server = await startServer({ engine })
    const noticeVersion = await openWithNotice(server, cells)
    const lines = Array.from({ length: PEOPLE }, (_, i) => JSON.stringify({ reference: `person-${i}` }))
    await importRows(server, 'importCustomers', lines.join('\n'), 'application/x-ndjson')
    await everybodyAgrees(server, noticeVersion)
    id = await launchCampaign(server, { purpose: 'offers', name: 'Run' })
    const running = call(server, 'runCampaign', { params: { id } }).catch(() => undefined)
    while ((await call(server, 'listVouchers', { query: { campaignId: id, limit: 1 } })).data.length === 0)
      await sleep(1)
    await server.kill9()
    await running
    await server.restart()
  })
  afterAll(() => server.close())

  test('goes on to its end: one voucher for each', async () => {
    await call(server, 'runCampaign', { params: { id } })
    const vouchers = await everyOne(server, 'listVouchers', { query: { campaignId: id } })
    expect(vouchers.length).toBe(PEOPLE)
    expect(new Set(vouchers.map((voucher) => voucher.customerReference)).size).toBe(PEOPLE)
    expect((await call(server, 'runCampaign', { params: { id } })).issued).toBe(0)
    expect(await checkBooks(server)).toEqual([])
  })
})

/** No shop records thousands of consents at once, so it is done by the room itself. */
async function everybodyAgrees(server: TestServer, noticeVersion: number): Promise<void> {
  const house = await openHouse(readConfig({ ...server.environment, LOG_LEVEL: 'silent' }))
  try {
    const people = await house.store.read.rows<{ id: string }>(sql`select id from customers`)
    await inParallel(people, 100, (person) => decideFor(house, person.id, noticeVersion, cells, 'grant'))
  } finally {
    await house.store.close()
  }
}
