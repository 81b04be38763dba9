import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { once, STRANDED_MS, stranded } from './once.ts'
import { takeTick } from './queries.ts'

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
    await house.store.write((tx) => takeTick(tx, 'job', 1000, now() - STRANDED_MS))
    house.advance(STRANDED_MS - 1)
    expect(await stranded(house)).toEqual([])
    expect(await once(house, 'job', 1000, async () => {})).toBe(false)
    house.advance(1)
    expect(await stranded(house)).toEqual([{ job: 'job', dueAt: 1000 }])
    const ran = await Promise.all([1, 2, 3].map(() => once(house, 'job', 1000, async () => {})))
    expect(ran.filter(Boolean).length).toBe(1)
    expect(await stranded(house)).toEqual([])
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
