// What is answered to whoever asks again: the same order, the same key, after a reversal (decisions.md, 1 to 3).
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { DAY_MS } from '#shared/time.ts'
import { redeem } from './redeem.ts'
import { reverse } from './reverse.ts'
import {
  aKey,
  anOrder,
  booksOf,
  brokenBooks,
  openShop,
  openWithOne,
  redeemCode,
  refusalOf,
  voucherRow,
} from './test-shop.ts'

forEachHouse('replay', (open) => {
  test('the same code and order again, whatever its key or amount, is answered with the first', async () => {
    const house = await open()
    const { code, campaignId } = await openWithOne(house)
    const order = anOrder()
    const first = await redeemCode(house, code, order)
    const again = await redeemCode(house, code, { ...order, amountMinor: 7777 })
    expect(again).toEqual({ redemption: first.redemption, replayed: true })
    expect(await refusalOf(redeemCode(house, code, anOrder()))).toBe('voucher.already_redeemed')
    house.advance(60 * DAY_MS)
    expect((await redeemCode(house, code, order)).replayed).toBe(true)
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 500, count: 1 })
  })

  test('the same key with another body is refused for the same code, and free for another', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 2)
    const [one, two] = tickets.map((ticket) => ticket.code)
    const order = anOrder()
    const ask = { code: String(one), order }
    const first = await redeem(house, ask, aKey('k', 'first'))
    expect(await redeem(house, ask, aKey('k', 'first'))).toEqual({ ...first, replayed: true })
    const other = { ...ask, order: { ...order, amountMinor: 1 } }
    expect(await refusalOf(redeem(house, other, aKey('k', 'second')))).toBe('idempotency.key_reused')
    const elsewhere = { ...aKey('k', 'second'), scope: 'key_other redeem' }
    expect((await redeem(house, other, elsewhere)).replayed).toBe(true)
    expect(await refusalOf(redeem(house, { code: String(two), order }, aKey('k', 'third')))).toBe('ok')
  })

  test('a refusal is not stored: the same key is judged afresh', async () => {
    const house = await open()
    const startsAt = house.clock.now() + DAY_MS
    const { code } = await openWithOne(house, { startsAt, minimumOrderMinor: 100 })
    const ask = { code, order: anOrder() }
    expect(await refusalOf(redeem(house, ask, aKey('k', 'same')))).toBe('voucher.not_yet_valid')
    house.advance(DAY_MS)
    const small = { code, order: { ...ask.order, amountMinor: 99 } }
    expect(await refusalOf(redeem(house, small, aKey('k', 'small')))).toBe('order.below_minimum')
    expect(await redeem(house, ask, aKey('k', 'same'))).toMatchObject({ replayed: false })
  })

  test('a redemption that was reversed in full answers its own key only; a restored voucher redeems anew', async () => {
    const house = await open()
    const { code, id, campaignId } = await openWithOne(house)
    const order = anOrder()
    const ask = { code, order }
    const first = await redeem(house, ask, aKey('one', 'a'))
    await reverse(house, first.redemption.id, { reason: 'returned' }, aKey())
    expect(await redeem(house, ask, aKey('one', 'a'))).toEqual({ ...first, replayed: true })
    expect(await refusalOf(redeem(house, ask, aKey('one', 'b')))).toBe('idempotency.key_reused')
    const second = await redeem(house, ask, aKey('two', 'a'))
    expect(second.replayed).toBe(false)
    expect(second.redemption.id).not.toBe(first.redemption.id)
    expect(await redeem(house, ask, aKey('three', 'a'))).toEqual({ ...second, replayed: true })
    expect(await redeem(house, ask, aKey('one', 'a'))).toEqual({ ...first, replayed: true })
    expect(await voucherRow(house, id)).toMatchObject({ state: 'redeemed', uses: 2, activeUses: 1 })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 500, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a reversed redemption whose voucher stays used up: another key is refused', async () => {
    const house = await open()
    const { code } = await openWithOne(house, { refundPolicy: 'keep' })
    const order = anOrder()
    const { redemption } = await redeemCode(house, code, order)
    await reverse(house, redemption.id, { reason: 'returned' }, aKey())
    expect(await refusalOf(redeemCode(house, code, order))).toBe('voucher.already_redeemed')
  })
})
