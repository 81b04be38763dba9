// Several processes count as one: what all of them let through stays within the limit and a hundredth or two for each.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { MINUTE_MS } from '#shared/time.ts'
import { countTogether } from './count-together.ts'
import type { House } from './house.ts'
import { forEachHouse } from './test-house.ts'

const LIMIT = 1000
const NOON = Date.parse('2026-06-15T12:00:00Z')

const rowsOf = (house: House) =>
  house.store.read.rows<{ source: string; hits: number }>(sql`select * from shared_counts`)

forEachHouse('counting together', (open) => {
  test('three processes let through the limit and little more, whichever is asked how often', async () => {
    const house = await open()
    const processes = [0, 1, 2].map(() => countTogether(house, 'requests', LIMIT, () => NOON))
    let through = 0
    for (let round = 0; round < 60; round += 1) {
      const asked = processes.flatMap((one, n) => Array.from({ length: [25, 10, 3][n] ?? 0 }, () => one.add('key')))
      for (const { total } of await Promise.all(asked)) through += total <= LIMIT ? 1 : 0
    }
    expect(through).toBeLessThanOrEqual(LIMIT * (1 + 0.02 * processes.length))
    expect(through).toBeGreaterThan(LIMIT * 0.9)
  })

  test('forgets with the minute, keeps sources and kinds apart, and no address in the database', async () => {
    const house = await open()
    let now = NOON
    const [one, two, other] = ['a', 'a', 'b'].map((kind) => countTogether(house, kind, 2, () => now))
    const totals = async () => [(await one?.add('192.0.2.7'))?.total, (await two?.add('192.0.2.7'))?.total]
    await Promise.all([one?.add('192.0.2.7'), two?.add('192.0.2.7')])
    await totals()
    for (const total of await totals()) expect(total).toBeGreaterThan(2)
    expect((await one?.add('192.0.2.8'))?.total).toBe(1)
    expect((await other?.add('192.0.2.7'))?.total).toBe(1)
    // What nobody waits for is told before the minute is over.
    await expect.poll(async () => (await rowsOf(house)).length, { timeout: 600_000, interval: 50 }).toBe(3)
    now += 3 * MINUTE_MS
    expect(one?.peek('192.0.2.7').total).toBe(0)
    await Promise.all([one?.add('192.0.2.7'), one?.add('192.0.2.7')])
    const rows = await rowsOf(house)
    expect(rows.map(({ hits }) => Number(hits))).toEqual([2])
    expect(JSON.stringify(rows)).not.toContain('192')
  })

  test('counts alone while nobody answers', async () => {
    const house = await open()
    const broken = { ...house.store, write: () => Promise.reject(new Error('no disk')) }
    const alone = countTogether({ ...house, store: broken }, 'requests', 3, () => NOON)
    const totals = []
    for (let i = 0; i < 5; i += 1) totals.push((await alone.add('key')).total)
    expect(totals).toEqual([1, 2, 3, 4, 4])
  })
})
