// What most campaigns do not use costs them nothing: without limits of days and customers, and without codes that do not go
// together, a redemption neither reads nor writes any table of these.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { holdVoucher, releaseHold } from './hold.ts'
import { quoteCode } from './quote.ts'
import { reverse } from './reverse.ts'
import { expireHolds } from './sweep.ts'
import { aKey, anOrder, openShop, redeemCode, refusalOf } from './test-shop.ts'

forEachHouse('plain campaigns', (open) => {
  test('redeem, hold, quote and reverse where there are no tables of caps, stacks and orders', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 5, { mode: 'guaranteed', limitMinor: 2500 })
    const [one, two, three, four, five] = tickets.map(({ code }) => String(code))
    const capped = await openShop(house, 1, { perDay: { count: 1 } })
    await house.store.write(async (tx) => {
      for (const table of ['cap_entries', 'caps', 'stack_members', 'stacks', 'redemption_orders'])
        await tx.rows(sql`drop table ${sql.raw(table)}`)
    })
    const order = anOrder()
    const { redemption } = await redeemCode(house, String(one), order)
    expect((await redeemCode(house, String(one), order)).replayed).toBe(true)
    expect((await quoteCode(house, { code: String(two), order })).valid).toBe(true)
    const { hold } = await holdVoucher(house, { code: String(two), order, ttlSeconds: 60 }, aKey())
    await redeemCode(house, String(two), order)
    const second = await holdVoucher(house, { code: String(three), order, ttlSeconds: 60 }, aKey())
    await releaseHold(house, second.hold.id)
    await holdVoucher(house, { code: String(four), order, ttlSeconds: 60 }, aKey())
    house.advance(120_000)
    await expireHolds(house)
    await redeemCode(house, String(five), anOrder())
    await reverse(house, redemption.id, { reason: 'part', amountMinor: 100 }, aKey())
    await reverse(house, redemption.id, { reason: 'rest' }, aKey())
    expect(hold.state).toBe('live')
    // The others do need them.
    await expect(refusalOf(redeemCode(house, String(capped.tickets[0]?.code), anOrder()))).rejects.toThrow()
  })
})
