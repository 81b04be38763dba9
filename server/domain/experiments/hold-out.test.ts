import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { countHoldouts, heldOut, recordHoldouts } from './hold-out.ts'
import { erasePersonalData, exportPersonalData } from './personal-data.ts'

forEachHouse('the holdout', (open) => {
  test('is kept once per occasion, counts in a window, and forgets who it was', async () => {
    const house = await open()
    const { store } = house
    await store.write(async (tx) => {
      await tx.rows(
        sql`insert into purposes (key, legal_basis, title, created_at) values ('offers', 'consent', 'x', 0) returning key`,
      )
      await tx.rows(sql`insert into campaigns (id, name, state, revision, purpose, legal_basis, terms, salt, time_zone, created_at)
        values ('cmp_1', 'Test', 'live', 1, 'offers', 'consent', '{}', 'salt', 'UTC', 0) returning id`)
    })
    const row = { campaignId: 'cmp_1', customerId: 'cus_anna', occasion: 'cart 4711', day: '2026-06-15' }
    const record = () => store.write((tx) => recordHoldouts(tx, [row, { ...row, occasion: 'second' }]))
    expect((await record()).length).toBe(2)
    expect(await record()).toEqual([])
    expect(await store.write((tx) => recordHoldouts(tx, []))).toEqual([])
    expect((await heldOut(store.read, 'cmp_1', ['cus_anna', 'cus_ben'])).length).toBe(2)
    const now = house.clock.now()
    expect(await countHoldouts(store.read, ['cus_anna', 'cus_ben'], now - 1)).toEqual(new Map([['cus_anna', 2]]))
    expect(await countHoldouts(store.read, ['cus_anna'], now)).toEqual(new Map())
    const known = await store.write((tx) => exportPersonalData(tx, 'cus_anna'))
    expect(known.leftWithoutOffer.map(({ occasion }) => occasion)).toEqual(['cart 4711', 'second'])
    await store.write((tx) => erasePersonalData(tx, 'cus_anna'))
    expect(await heldOut(store.read, 'cmp_1', ['cus_anna'])).toEqual([])
    const rows = await store.read.rows(sql`select * from holdouts`)
    expect(rows.length).toBe(2)
    expect(JSON.stringify(rows)).not.toMatch(/anna|4711/)
  })
})
