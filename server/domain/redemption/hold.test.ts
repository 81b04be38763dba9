// Holds: one order's place at a voucher and at the budget, until it redeems, lets go or runs out of time.
import { expect, test } from 'vitest'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { holdVoucher, releaseHold, showHold } from './hold.ts'
import { redeem } from './redeem.ts'
import { reverse } from './reverse.ts'
import { expireHolds } from './sweep.ts'
import {
  aKey,
  anOrder,
  booksOf,
  brokenBooks,
  openShop,
  openWithOne,
  redeemCode,
  refusalOf,
  type ShopTerms,
  setCampaign,
  voucherRow,
} from './test-shop.ts'

const hold = (house: House, code: string, order: Order, ttlSeconds = 900) =>
  holdVoucher(house, { code, order, ttlSeconds }, aKey())
const tenth: ShopTerms = { offer: { kind: 'percent_off', bps: 1000, maxMinor: 3000 } }
const guaranteed: ShopTerms = { ...tenth, mode: 'guaranteed', limitMinor: 3000 }
const card: ShopTerms = { offer: { kind: 'gift_card', amountMinor: 5000 }, mode: 'guaranteed', limitMinor: 5000 }

forEachHouse('hold', (open) => {
  test('sets the voucher and its money aside for one order', async () => {
    const house = await open()
    const { code, id, campaignId } = await openWithOne(house, tenth)
    const order = anOrder()
    const { hold: made, created } = await hold(house, code, order)
    expect([created, made]).toEqual([
      true,
      {
        id: expect.stringMatching(/^hld_/),
        voucherId: id,
        orderReference: order.reference,
        discountMinor: 1000,
        currency: 'EUR',
        expiresAt: '2026-06-15T12:15:00.000Z',
        state: 'live',
      },
    ])
    expect(await booksOf(house, campaignId)).toMatchObject({ held: 1000, spent: 0, count: 1 })
    expect(await refusalOf(redeemCode(house, code, anOrder()))).toBe('voucher.held')
    expect(await refusalOf(hold(house, code, anOrder()))).toBe('voucher.held')
    expect((await redeemCode(house, code, order)).redemption.discountMinor).toBe(1000)
    expect((await showHold(house.store.read, house.clock.now(), made.id)).state).toBe('redeemed')
    expect(await booksOf(house, campaignId)).toMatchObject({ held: 0, spent: 1000, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('the same order again: the same hold with a new end and amount; what it adds must be free', async () => {
    const house = await open()
    const { code, campaignId } = await openWithOne(house, { ...tenth, limitMinor: 1500 })
    const order = anOrder()
    const first = await hold(house, code, order)
    house.advance(MINUTE_MS)
    const again = await hold(house, code, { ...order, amountMinor: 15_000 }, 60)
    expect([again.created, again.hold.id, again.hold.discountMinor]).toEqual([false, first.hold.id, 1500])
    expect(again.hold.expiresAt).toBe('2026-06-15T12:02:00.000Z')
    expect(await refusalOf(hold(house, code, { ...order, amountMinor: 16_000 }))).toBe('budget.exhausted')
    expect(await booksOf(house, campaignId)).toMatchObject({ held: 1500 })
    await hold(house, code, { ...order, amountMinor: 5000 })
    expect(await booksOf(house, campaignId)).toMatchObject({ held: 500, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('the same key answers the same hold and changes nothing; another body is refused', async () => {
    const house = await open()
    const { code } = await openWithOne(house, tenth)
    const ask = { code, order: anOrder(), ttlSeconds: 60 }
    const first = await holdVoucher(house, ask, aKey('k', 'a'))
    house.advance(SECOND_MS)
    expect(await holdVoucher(house, ask, aKey('k', 'a'))).toEqual({ ...first, replayed: true })
    expect(await refusalOf(holdVoucher(house, { ...ask, ttlSeconds: 61 }, aKey('k', 'b')))).toBe(
      'idempotency.key_reused',
    )
  })

  test('a redemption takes another amount than its hold: the rest is free, more must be', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 2, { ...tenth, limitMinor: 1600 })
    const [one, two] = tickets.map((ticket) => String(ticket.code))
    const order = anOrder()
    await hold(house, String(one), order)
    expect((await redeemCode(house, String(one), { ...order, amountMinor: 4000 })).redemption.discountMinor).toBe(400)
    const other = anOrder()
    await hold(house, String(two), other)
    expect(await refusalOf(redeemCode(house, String(two), { ...other, amountMinor: 12_001 }))).toBe('ok')
    expect(await booksOf(house, campaignId)).toMatchObject({ held: 0, spent: 1600 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('holdId: unknown or of another voucher is not found; over is as if there had been none', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 3)
    const [one, two, three] = tickets.map((ticket) => String(ticket.code))
    const order = anOrder()
    const { hold: made } = await hold(house, String(one), order)
    const ask = { code: String(two), order: anOrder() }
    expect(await refusalOf(redeem(house, { ...ask, holdId: 'hld_unknown' }, aKey()))).toBe('hold.not_found')
    expect(await refusalOf(redeem(house, { ...ask, holdId: made.id }, aKey()))).toBe('hold.not_found')
    const stranger = { code: String(one), order: anOrder(), holdId: made.id }
    expect(await refusalOf(redeem(house, stranger, aKey()))).toBe('voucher.held')
    expect(await refusalOf(redeem(house, { code: String(one), order, holdId: made.id }, aKey()))).toBe('ok')
    const late = anOrder()
    const { hold: over } = await hold(house, String(three), late, 1)
    house.advance(SECOND_MS)
    expect(await refusalOf(redeem(house, { code: String(three), order: late, holdId: over.id }, aKey()))).toBe('ok')
  })

  test('one that is over is in nobody’s way, and the job gives its money back', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 3, tenth)
    const [one, two, three] = tickets
    const order = anOrder()
    const { hold: made } = await hold(house, String(one?.code), order, 60)
    await hold(house, String(two?.code), anOrder(), 60)
    await hold(house, String(three?.code), anOrder(), 61)
    house.advance(60 * SECOND_MS)
    expect((await showHold(house.store.read, house.clock.now(), made.id)).state).toBe('expired')
    expect(await refusalOf(redeemCode(house, String(one?.code), anOrder()))).toBe('ok')
    expect(await booksOf(house, campaignId)).toMatchObject({ held: 2000, spent: 1000, count: 3 })
    expect(await expireHolds(house)).toBe(1)
    expect(await expireHolds(house)).toBe(0)
    expect(await booksOf(house, campaignId)).toMatchObject({ held: 1000, spent: 1000, count: 2 })
    expect(await voucherRow(house, String(two?.id))).toMatchObject({ state: 'issued', holdId: null, heldUntil: null })
    expect(await voucherRow(house, String(three?.id))).toMatchObject({ state: 'held' })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('before anybody is refused for want of budget, expired holds of the campaign let go', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 4, { ...tenth, limitMinor: 2000, count: 2 })
    const [one, two, three, four] = tickets.map((ticket) => String(ticket.code))
    const order = anOrder()
    await hold(house, String(one), anOrder(), 60)
    await hold(house, String(two), anOrder(), 120)
    expect(await refusalOf(redeemCode(house, String(three), order))).toBe('budget.exhausted')
    house.advance(60 * SECOND_MS)
    expect(await refusalOf(redeemCode(house, String(three), order))).toBe('ok')
    expect(await refusalOf(hold(house, String(four), anOrder()))).toBe('budget.exhausted')
    house.advance(60 * SECOND_MS)
    expect(await refusalOf(hold(house, String(four), anOrder()))).toBe('ok')
    expect(await booksOf(house, campaignId)).toMatchObject({ held: 1000, spent: 1000, count: 2 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a live hold carries its order past the expiry and the end of the campaign, and nobody else', async () => {
    const house = await open()
    const { campaignId, code } = await openWithOne(house, { livesMs: MINUTE_MS })
    const order = anOrder()
    await hold(house, code, order, 86_400)
    house.advance(DAY_MS - 1)
    await setCampaign(house, campaignId, { state: 'ended', redemptionsStoppedAt: house.clock.now() })
    expect(await refusalOf(redeemCode(house, code, anOrder()))).toBe('campaign.ended')
    expect(await refusalOf(redeemCode(house, code, order))).toBe('ok')
  })

  test('let go: the voucher and the money are free again, once', async () => {
    const house = await open()
    const { id, code, campaignId } = await openWithOne(house, guaranteed)
    const { hold: made } = await hold(house, code, anOrder())
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 2000, held: 1000, count: 1 })
    await releaseHold(house, made.id)
    await releaseHold(house, made.id)
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 3000, held: 0, count: 1 })
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued', holdId: null })
    expect((await showHold(house.store.read, house.clock.now(), made.id)).state).toBe('released')
    expect(await refusalOf(releaseHold(house, 'hld_unknown'))).toBe('hold.not_found')
    expect(await refusalOf(showHold(house.store.read, 0, 'hld_unknown'))).toBe('hold.not_found')
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('guaranteed: held comes from reserved, and all that is not spent is free', async () => {
    const house = await open()
    const { code, campaignId } = await openWithOne(house, guaranteed)
    const order = anOrder()
    await hold(house, code, order)
    await redeemCode(house, code, { ...order, amountMinor: 20_000 })
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 0, held: 0, spent: 2000, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a gift card is held and paid by one order; a reversal meanwhile comes back to it', async () => {
    const house = await open()
    const { id, code, campaignId } = await openWithOne(house, card)
    const { redemption } = await redeemCode(house, code, anOrder({ amountMinor: 2000 }))
    const order = anOrder({ amountMinor: 1000 })
    await hold(house, code, order)
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 2000, held: 1000, spent: 2000 })
    await reverse(house, redemption.id, { reason: 'returned' }, aKey())
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 4000, held: 1000, spent: 0, count: 1 })
    expect(await voucherRow(house, id)).toMatchObject({ state: 'held', balanceMinor: 5000 })
    await redeemCode(house, code, { ...order, amountMinor: 9000 })
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 0, held: 0, spent: 5000, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })
})
