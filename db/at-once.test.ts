// Statements asked for at once run in their order, and none is still running when the write is undone.
import { beforeEach, expect, it } from 'vitest'
import { atOnce } from './at-once.ts'
import type { Store, Tx } from './store.ts'
import { violated } from './store.ts'
import { forEachEngine } from './test-store.ts'
import { JARS, jars } from './test-tables.ts'

forEachEngine('statements at once', (open) => {
  let store: Store
  beforeEach(async () => {
    ;({ store } = await open({ migrations: JARS, lanes: 1 }))
  })
  const put = (tx: Tx, id: string, coins = 1) => tx.insert(jars).values({ id, coins })
  const ids = async () => (await store.read.select({ id: jars.id }).from(jars).orderBy(jars.id)).map(({ id }) => id)

  it('answer in the order in which they were asked', async () => {
    const [, found] = await store.write((tx) => atOnce([put(tx, 'a'), tx.select({ id: jars.id }).from(jars)]))
    expect(found).toEqual([{ id: 'a' }])
  })

  it('stand or fall together, and the first error is the one that is told', async () => {
    const after: string[] = []
    const twoSteps = async (tx: Tx) => {
      await put(tx, 'b')
      await put(tx, 'c')
      after.push('c')
    }
    const works = store.write((tx) => atOnce([put(tx, 'a'), twoSteps(tx), put(tx, 'debt', -1), put(tx, 'd')]))
    await expect(works.catch(violated)).resolves.toBe('check')
    expect(await ids()).toEqual([])
    await store.write((tx) => put(tx, 'next'))
    expect(await ids()).toEqual(['next'])
  })
})
