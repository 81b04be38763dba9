// Quotes say what a redemption would do, and write nothing.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { SECOND_MS } from '#shared/time.ts'
import { holdVoucher } from './hold.ts'
import { quoteCode } from './quote.ts'
import { aKey, anOrder, openShop, openWithOne, redeemCode, refusalOf, type ShopTerms, setVoucher } from './test-shop.ts'

const quote = (house: House, code: string, order: Order) => quoteCode(house, { code, order })
const reasonOf = async (house: House, code: string, order: Order) => (await quote(house, code, order)).reason?.code
const tenth: ShopTerms = { offer: { kind: 'percent_off', bps: 1000, maxMinor: 3000 } }

forEachHouse('quote', (open) => {
  test('says the discount, its lines and until when the code is good', async () => {
    const house = await open()
    const { code } = await openWithOne(house, { ...tenth, livesMs: SECOND_MS })
    const order = anOrder({ items: [{ sku: 'a', quantity: 1, unitPriceMinor: 10_000 }] })
    expect(await quote(house, code, order)).toEqual({
      valid: true,
      code,
      discountMinor: 1000,
      currency: 'EUR',
      lines: [{ sku: 'a', discountMinor: 1000 }],
      expiresAt: '2026-06-15T12:00:01.000Z',
    })
    const [written] = await house.store.read.rows(sql`select
      (select count(*) from redemptions) + (select count(*) from holds) + (select count(*) from budget_entries) as n`)
    expect(written).toEqual({ n: 0 })
  })

  test('an unknown code is not found; every other refusal is an answer with its reason', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 3, { limitMinor: 500, minimumOrderMinor: 100 })
    const [one, two, three] = tickets
    const code = String(one?.code)
    expect(await refusalOf(quote(house, 'NOT-A-CODE', anOrder()))).toBe('voucher.not_found')
    expect(await quote(house, code, anOrder({ amountMinor: 99 }))).toEqual({
      valid: false,
      code,
      discountMinor: 0,
      reason: { code: 'order.below_minimum', title: 'The order is below the minimum for this voucher' },
      expiresAt: '2026-07-15T12:00:00.000Z',
    })
    await setVoucher(house, String(three?.id), { state: 'revoked' })
    expect(await reasonOf(house, String(three?.code), anOrder())).toBe('voucher.revoked')
    const order = anOrder()
    await redeemCode(house, code, order)
    expect(await reasonOf(house, code, anOrder())).toBe('voucher.already_redeemed')
    expect(await reasonOf(house, String(two?.code), anOrder())).toBe('budget.exhausted')
    expect(await quote(house, code, order)).toMatchObject({ valid: true, discountMinor: 500, currency: 'EUR' })
  })

  test('holds count as long as they are live', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 2, { ...tenth, limitMinor: 1000 })
    const [one, two] = tickets.map((ticket) => String(ticket.code))
    const order = anOrder()
    await holdVoucher(house, { code: String(one), order, ttlSeconds: 60 }, aKey())
    expect(await reasonOf(house, String(one), anOrder())).toBe('voucher.held')
    expect(await quote(house, String(one), order)).toMatchObject({ valid: true, discountMinor: 1000 })
    expect(await reasonOf(house, String(two), anOrder())).toBe('budget.exhausted')
    house.advance(60 * SECOND_MS)
    expect(await quote(house, String(one), anOrder())).toMatchObject({ valid: true, discountMinor: 1000 })
    expect(await quote(house, String(two), anOrder())).toMatchObject({ valid: true, discountMinor: 1000 })
  })
})
