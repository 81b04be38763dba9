// What it must show, 4: server and database die without a word under load; what had been said yes to is there, exactly once,
// and the money adds up (`npm run torture` does the same for longer).
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Diet } from '../../scripts/torture/faults.ts'
import { torture } from '../../scripts/torture/rounds.ts'
import { startServer } from '../test-server.ts'
import { call, cellsOf, decide, everyOne, inParallel, launchCampaign, openWithNotice, putCustomer } from './shop.ts'

/** More than two pages of a run. */
const PEOPLE = 2200

const suites: { engine: 'sqlite' | 'postgres'; rounds: number; kills: number; diet: Diet }[] = [
  { engine: 'sqlite', rounds: 20, kills: 20, diet: { 'kill server': 3, 'stall server, then kill it': 1 } },
  {
    engine: 'postgres',
    rounds: 6,
    kills: 6,
    diet: { 'kill server': 2, 'kill database': 2, 'kill database and server': 1, 'kill one backend': 1 },
  },
]

test.each(suites)('$rounds kills under load on $engine', async ({ engine, rounds, kills, diet }) => {
  const told: string[] = []
  // Drawn anew each time; what is said on failure runs it again.
  const seed = Date.now() % 1_000_000
  const figures = await torture({ engine, rounds, seed, diet, say: (line) => told.push(line) })
  expect(figures.findings, `seed ${seed}\n${told.join('\n')}`).toEqual([])
  expect(figures.rounds).toBe(rounds)
  expect(figures.kills).toBeGreaterThanOrEqual(kills)
  expect(figures.answered).toBeGreaterThan(rounds * 40)
  expect(figures.leftOpen).toBeGreaterThan(0)
  expect(figures.checkedDurable).toBeGreaterThan(rounds * 40)
  expect(figures.toldAgain).toBeGreaterThan(rounds * 20)
})

test('a full disk: asked to come again, nothing half done, and on it goes once there is room', async () => {
  const diet: Diet = { 'fill the disk': 1 }
  const figures = await torture({ engine: 'sqlite', rounds: 1, seed: 7, diet })
  expect(figures.findings).toEqual([])
  expect(figures.unavailable).toBeGreaterThan(0)
})

test.each(['sqlite', 'postgres'] as const)(
  'on %s a run that was cut goes on to its end: one voucher for each',
  async (engine) => {
    const server = await startServer({ engine })
    try {
      const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
      const noticeVersion = await openWithNotice(server, cells)
      const people = Array.from({ length: PEOPLE }, (_, i) => `person-${i}`)
      await inParallel(people, 16, async (reference) => {
        await putCustomer(server, reference, {})
        await decide(server, reference, noticeVersion, cells)
      })
      const id = await launchCampaign(server, { purpose: 'offers', name: 'Run' })
      const running = call(server, 'runCampaign', { params: { id } }).catch(() => undefined)
      while ((await call(server, 'listVouchers', { query: { campaignId: id, limit: 1 } })).data.length === 0)
        await sleep(1)
      await server.kill9()
      await running
      await server.restart()
      await call(server, 'runCampaign', { params: { id } })
      const vouchers = await everyOne(server, 'listVouchers', { query: { campaignId: id } })
      expect(vouchers.length).toBe(people.length)
      expect(new Set(vouchers.map((voucher) => voucher.customerReference)).size).toBe(people.length)
      expect((await call(server, 'runCampaign', { params: { id } })).issued).toBe(0)
    } finally {
      await server.close()
    }
  },
)
