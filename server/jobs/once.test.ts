import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { openStore } from '#db/open.ts'
import { once, STRANDED_MS, stranded } from './once.ts'
import { finishTick, holdTick, takeTick } from './queries.ts'

forEachHouse('a tick', (open) => {
  test('belongs to one, however many reach for it', async () => {
    const house = await open()
    let runs = 0
    const work = async () => {
      runs += 1
    }
    const ran = await Promise.all(Array.from({ length: 10 }, () => once(house, 'job', 1000, work)))
    expect(ran.filter(Boolean).length).toBe(1)
    expect(runs).toBe(1)
    expect(await once(house, 'job', 1000, work)).toBe(false)
    expect(await once(house, 'job', 2000, work)).toBe(true)
    expect(await once(house, 'another', 2000, work)).toBe(true)
  })

  test('waits for nobody: while an earlier one runs, the job does not run twice', async () => {
    const house = await open()
    const inner = { ran: true }
    await once(house, 'job', 1000, async () => {
      inner.ran = await once(house, 'job', 2000, async () => {})
    })
    expect(inner.ran).toBe(false)
    expect(await once(house, 'job', 3000, async () => {})).toBe(true)
  })

  test('whose process died is taken over after a while, by one', async () => {
    const house = await open()
    const { now } = house.clock
    await house.store.write((tx) => takeTick(tx, 'job', 1000, now() - STRANDED_MS, 'gone'))
    house.advance(STRANDED_MS - 1)
    expect(await stranded(house)).toEqual([])
    expect(await once(house, 'job', 1000, async () => {})).toBe(false)
    house.advance(1)
    expect(await stranded(house)).toEqual([{ job: 'job', dueAt: 1000 }])
    const ran = await Promise.all([1, 2, 3].map(() => once(house, 'job', 1000, async () => {})))
    expect(ran.filter(Boolean).length).toBe(1)
    expect(await stranded(house)).toEqual([])
  })

  test('is not ended by whoever was taken for dead and comes back', async () => {
    const house = await open()
    let atWork = false
    await once(house, 'job', 1000, async () => {
      house.advance(STRANDED_MS)
      await once(house, 'job', 1000, async () => {
        atWork = true
        await house.store.write((tx) => finishTick(tx, 'job', 1000, 'somebody else'))
        expect(await house.store.write((tx) => holdTick(tx, 'job', 1000, 'somebody else'))).toBe(false)
        // Another process, another tick: this one is still running.
        expect(await once(house, 'job', 2000, async () => {})).toBe(false)
      })
    })
    expect(atWork).toBe(true)
  })

  test('and another of the same job, reached for at once by two processes, do not run at the same time', async () => {
    const house = await open()
    const { store } = house
    const other =
      store.engine === 'sqlite' ? store : await openStore({ url: house.url, now: house.clock.now, lanes: 4 })
    let running = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++running)
      await store.write((tx) => tx.rows(sql`select 1 as one`))
      running--
    }
    for (let round = 0; round < 20; round++) {
      const ticks = Array.from({ length: 8 }, (_, i) => round * 1000 + i)
      await Promise.all(
        ticks.map((dueAt, i) => once(i % 2 === 0 ? house : { ...house, store: other }, 'job', dueAt, work)),
      )
    }
    expect(most).toBe(1)
    if (other !== store) await other.close()
  })

  test('that fails ends like any other, and the next one runs', async () => {
    const house = await open()
    const fails = async () => {
      throw new Error('no')
    }
    expect(await once(house, 'job', 1000, fails)).toBe(true)
    expect(await once(house, 'job', 2000, async () => {})).toBe(true)
  })
})
