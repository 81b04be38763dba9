/** Customers' keys lie apart, and a destroyed one is nowhere to be found. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { pathOf } from './open.ts'
import type { Store } from './store.ts'
import { forEachEngine } from './test-store.ts'
import { JARS } from './test-tables.ts'

forEachEngine('keys', (open, engine) => {
  let store: Store
  let url: string
  beforeEach(async () => {
    ;({ store, url } = await open({ migrations: JARS }))
  })
  const key = (i: number, madeAt = 10) => ({ customerId: `cus_${i}`, wrapped: `wrapped-secret-${i}`, madeAt })
  const entries = async (ids: string[]) => [...(await store.keys.get(ids))]

  it('are put, found by customer and never replaced', async () => {
    await store.keys.put([key(1), key(2)])
    await store.keys.put([{ ...key(1), wrapped: 'other' }])
    await store.keys.put([])
    expect(await entries(['cus_1', 'cus_3'])).toEqual([['cus_1', 'wrapped-secret-1']])
    expect(await entries([])).toEqual([])
  })

  it('come and go by thousands', async () => {
    const all = Array.from({ length: 2000 }, (_, i) => key(i))
    await Promise.all([
      store.keys.put(all),
      store.keys.put(all.slice(0, 500)),
      ...all.map((one) => store.keys.put([one])),
    ])
    const ids = all.map(({ customerId }) => customerId)
    expect((await store.keys.get(ids)).size).toBe(2000)
    expect(await store.keys.destroy(ids)).toBe(2000)
    expect(await store.keys.destroy(ids)).toBe(0)
    expect((await store.keys.get(ids)).size).toBe(0)
  })

  it('of nobody are swept, except young ones whose customer may still be on the way', async () => {
    await store.keys.put(Array.from({ length: 1200 }, (_, i) => key(i, i < 1100 ? 10 : 99)))
    const swept = await store.keys.sweep(async (ids) => new Set(ids.filter((id) => id.endsWith('7'))), 50)
    expect(swept).toBe(990)
    expect((await entries(['cus_7', 'cus_8', 'cus_1150'])).map(([id]) => id).sort()).toEqual(['cus_1150', 'cus_7'])
  })

  it('are neither put nor destroyed inside a write', async () => {
    await expect(store.write(() => store.keys.put([key(1)]))).rejects.toThrow('inside a write')
    await expect(store.write(() => store.keys.destroy(['cus_1']))).rejects.toThrow('inside a write')
    await store.keys.put([key(1)])
    expect((await store.write(() => store.keys.get(['cus_1']))).size).toBe(1)
  })

  if (engine === 'sqlite')
    it('stand in a file of their own, and leave no byte on the disk', async () => {
      const folder = dirname(pathOf(url))
      const holding = () =>
        readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes('wrapped-secret-1'))
      await store.keys.put([key(1), key(2)])
      expect(holding().every((file) => file.startsWith('test.db.keys'))).toBe(true)
      expect(holding()).not.toEqual([])
      await store.keys.destroy(['cus_1'])
      expect(holding()).toEqual([])
      expect(await entries(['cus_2'])).toHaveLength(1)
    })
})
