// An order's redemptions are found before they are sorted in, while they are, and afterwards; each of them once.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { fileOrders } from './file-orders.ts'
import { listRedemptions } from './find.ts'
import { anOrder, openShop, redeemCode } from './test-shop.ts'

forEachHouse('orders behind redemptions', (open) => {
  const unfiled = async ({ store }: TestHouse) => {
    const behind =
      store.engine === 'postgres'
        ? sql`redemption_tail`
        : sql`redemptions where id > (select up_to from redemption_filing)`
    return (await store.read.rows<{ n: number }>(sql`select count(*) as n from ${behind}`))[0]?.n
  }
  const found = async (house: TestHouse, orderReference: string) =>
    (await listRedemptions(house.store.read, { orderReference, limit: 10 })).data.map(({ id }) => id)

  test('are found in the tail, sorted in, and half in each', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 3)
    const order = anOrder()
    const ids: string[] = []
    for (const { code } of tickets) {
      ids.push((await redeemCode(house, code, order)).redemption.id)
      expect(await found(house, order.reference)).toEqual(ids)
      if (ids.length === 1) expect(await fileOrders(house)).toBe(1)
      expect(await found(house, order.reference)).toEqual(ids)
    }
    expect(await unfiled(house)).toBe(2)
    expect(await fileOrders(house)).toBe(2)
    expect(await unfiled(house)).toBe(0)
    expect(await found(house, order.reference)).toEqual(ids)
    expect(await found(house, 'another')).toEqual([])
    expect(await fileOrders(house)).toBe(0)
  })

  test('are found also when their clock was set back behind what is sorted in', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 2)
    const [early, late] = [anOrder(), anOrder()]
    await redeemCode(house, tickets[0]?.code ?? '', early)
    expect(await fileOrders(house)).toBe(1)
    // As if the first had been made by a clock that went a day ahead.
    await house.store.write(async (tx) => {
      if (tx.engine === 'sqlite')
        await tx.rows(sql`update redemption_filing set up_to = 'red_7ZZZZZZZZZZZZZZZZZZZZZZZZZ'`)
    })
    const { redemption } = await redeemCode(house, tickets[1]?.code ?? '', late)
    expect(await found(house, late.reference)).toEqual([redemption.id])
    await fileOrders(house)
    expect(await found(house, late.reference)).toEqual([redemption.id])
    expect(await found(house, early.reference)).toHaveLength(1)
  })

  test('are found once each while redemptions, two sorters and lookups go on together', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 120)
    const orders = tickets.map(() => anOrder())
    const seen: number[] = []
    await Promise.all([
      ...tickets.map(async ({ code }, i) => {
        const order = orders[i] ?? anOrder()
        const { redemption } = await redeemCode(house, code, order)
        expect(await found(house, order.reference)).toEqual([redemption.id])
        seen.push(i)
      }),
      fileOrders(house),
      fileOrders(house),
    ])
    await fileOrders(house)
    expect(seen).toHaveLength(120)
    for (const { reference } of orders) expect(await found(house, reference)).toHaveLength(1)
    const [filed] = await house.store.read.rows<{ n: number }>(sql`select count(*) as n from redemption_orders`)
    expect([filed?.n, await unfiled(house)]).toEqual([120, 0])
  })
})
