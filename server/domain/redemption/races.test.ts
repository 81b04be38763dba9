// Everything at once: exactly once, within the budget, and the books add up.
import { expect, test } from 'vitest'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import { SECOND_MS } from '#shared/time.ts'
import { settleOrders } from './from-order.ts'
import { holdVoucher, releaseHold } from './hold.ts'
import { redeem } from './redeem.ts'
import { reverse } from './reverse.ts'
import { expireHolds } from './sweep.ts'
import {
  aKey,
  anOrder,
  booksOf,
  brokenBooks,
  countRefusals,
  openShop,
  openWithOne,
  redeemCode,
  refusalOf,
  type Shop,
  type ShopTerms,
  voucherRow,
} from './test-shop.ts'

const all = <T>(count: number, work: (at: number) => Promise<T>): Promise<T>[] =>
  Array.from({ length: count }, (_, at) => work(at))
const codesOf = ({ tickets }: Shop): string[] => tickets.map((ticket) => ticket.code)
const at = <T>(list: T[], index: number): T => list[index % list.length] as T
const hold = (house: House, code: string, order = anOrder(), ttlSeconds = 900) =>
  holdVoucher(house, { code, order, ttlSeconds }, aKey())

forEachHouse('races', (open) => {
  test('200 redemptions of one code: one is taken', async () => {
    const house = await open()
    const { code, campaignId } = await openWithOne(house)
    const words = await countRefusals(all(200, () => redeemCode(house, code, anOrder())))
    expect(words).toEqual({ ok: 1, 'voucher.already_redeemed': 199 })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 500, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test.each<[string, ShopTerms]>([
    ['a budget', { limitMinor: 99 * 500 }],
    ['a budget with a rest too small', { limitMinor: 99 * 500 + 499 }],
    ['a number', { count: 99 }],
  ])('200 vouchers against %s for 99: 99 are taken and 101 stay as they were', async (_, terms) => {
    const house = await open()
    const shop = await openShop(house, 200, terms)
    const words = await countRefusals(codesOf(shop).map((code) => redeemCode(house, code, anOrder())))
    expect(words).toEqual({ ok: 99, 'budget.exhausted': 101 })
    expect(await booksOf(house, shop.campaignId)).toMatchObject({ spent: 99 * 500, count: 99 })
    const states = await Promise.all(shop.tickets.map(async ({ id }) => (await voucherRow(house, id)).state))
    expect(states.filter((state) => state === 'issued').length).toBe(101)
    expect(await brokenBooks(house, shop.campaignId)).toEqual([])
  })

  test('a budget that caps: what is left goes to one, to the last unit', async () => {
    const house = await open()
    const shop = await openShop(house, 200, { limitMinor: 99 * 500 + 123, whenShort: 'cap' })
    const words = await countRefusals(codesOf(shop).map((code) => redeemCode(house, code, anOrder())))
    expect(words).toEqual({ ok: 100, 'budget.exhausted': 100 })
    expect(await booksOf(house, shop.campaignId)).toMatchObject({ spent: 99 * 500 + 123 })
    expect(await brokenBooks(house, shop.campaignId)).toEqual([])
  })

  test('one order 50 times, with its own keys and with one: one redemption, 49 replays of it', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 2)
    for (const [index, { code }] of tickets.entries()) {
      const order = anOrder()
      const shared = aKey()
      const answers = await Promise.all(all(50, () => redeem(house, { code, order }, index === 0 ? aKey() : shared)))
      expect(answers.filter((answer) => answer.replayed).length).toBe(49)
      expect(new Set(answers.map((answer) => JSON.stringify(answer.redemption))).size).toBe(1)
    }
  })

  test('holds against redemptions: one order wins each voucher, and only it redeems', async () => {
    const house = await open()
    const shop = await openShop(house, 20)
    await Promise.all(
      codesOf(shop).map(async (code) => {
        const orders = Array.from({ length: 20 }, () => anOrder())
        const answers = await Promise.all(
          orders.map((order, i) => refusalOf(i % 2 ? redeemCode(house, code, order) : hold(house, code, order))),
        )
        const winner = answers.indexOf('ok')
        expect(answers.filter((word) => word === 'ok').length).toBe(1)
        const late = await countRefusals(all(5, () => redeemCode(house, code, at(orders, winner))))
        expect(late).toEqual({ ok: 5 })
      }),
    )
    expect(await booksOf(house, shop.campaignId)).toMatchObject({ held: 0, spent: 20 * 500, count: 20 })
    expect(await brokenBooks(house, shop.campaignId)).toEqual([])
  })

  test('holds and redemptions against one budget never pass it, and expired holds make room for as many', async () => {
    const house = await open()
    const shop = await openShop(house, 120, { limitMinor: 40 * 500 })
    const codes = codesOf(shop)
    const words = await countRefusals(
      codes
        .slice(0, 80)
        .map((code, i) => (i % 2 ? hold(house, code, anOrder(), 60) : redeemCode(house, code, anOrder()))),
    )
    expect(words).toEqual({ ok: 40, 'budget.exhausted': 40 })
    const { held } = await booksOf(house, shop.campaignId)
    house.advance(60 * SECOND_MS)
    const sweeping = expireHolds(house)
    const after = await countRefusals(codes.slice(80).map((code) => redeemCode(house, code, anOrder())))
    await sweeping
    expect(after.ok ?? 0).toBe(Math.min(40, held / 500))
    expect(await brokenBooks(house, shop.campaignId)).toEqual([])
  })

  test('a gift card by 60 orders: exactly its balance', async () => {
    const house = await open()
    const offer = { kind: 'gift_card', amountMinor: 2500 } as const
    const { code, campaignId } = await openWithOne(house, { offer, mode: 'guaranteed', limitMinor: 2500 })
    const asked = all(60, () => redeem(house, { code, order: anOrder(), amountMinor: 100 }, aKey()))
    const paid = await Promise.allSettled(asked)
    const left = paid.flatMap((one) => (one.status === 'fulfilled' ? (one.value.redemption.remainingMinor ?? []) : []))
    expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i * 100))
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 0, spent: 2500 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('30 reversals at once: one in full, and parts never above the discount', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 2)
    const ids: string[] = []
    for (const { code } of tickets) ids.push((await redeemCode(house, code, anOrder())).redemption.id)
    const full = await countRefusals(all(30, () => reverse(house, at(ids, 0), { reason: 'all' }, aKey())))
    expect(full).toEqual({ ok: 1, 'redemption.already_reversed': 29 })
    const part = { reason: 'part', amountMinor: 99 }
    const parts = await countRefusals(all(30, () => reverse(house, at(ids, 1), part, aKey())))
    expect(parts).toEqual({ ok: 5, 'reversal.exceeds_discount': 25 })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 5, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('reversals race redemptions, holds and events on a few vouchers: every unit stays accounted for', async () => {
    const house = await open()
    const shops = await Promise.all(
      (['at_redemption', 'guaranteed'] as const).flatMap((mode) => [
        openShop(house, 6, { mode, limitMinor: 4000 }),
        openShop(house, 2, { mode, limitMinor: 5000, offer: { kind: 'gift_card', amountMinor: 2500 } }),
      ]),
    )
    const codes = shops.flatMap(codesOf)
    const orders = Array.from({ length: 40 }, () => anOrder({ amountMinor: 700 }))
    const made: string[] = []
    const acts = [
      async (i: number) => {
        const { redemption } = await redeemCode(house, at(codes, i), at(orders, i * 7))
        made.push(redemption.id)
      },
      async (i: number) => {
        const id = made[i % Math.max(1, made.length)]
        const amountMinor = i % 3 === 0 ? 1 + (i % 300) : undefined
        if (id !== undefined) await reverse(house, id, { reason: 'race', amountMinor }, aKey())
      },
      async (i: number) => {
        const { hold: held } = await hold(house, at(codes, i), at(orders, i * 7), 1 + (i % 5))
        if (i % 2 === 0) await releaseHold(house, held.id)
      },
      async (i: number) => {
        const orderReference = at(orders, i).reference
        const id = `race-${i}`
        const event = { id, type: 'order.cancelled', at: '2026-06-15T11:00:00Z', orderReference } as const
        await house.store.write((tx) => settleOrders(house, tx, [{ event }]))
      },
    ]
    const words: Record<string, number> = {}
    for (let round = 0; round < 6; round += 1) {
      const tried = all(64, (i) => at(acts, i % 11)(round * 64 + i))
      for (const [word, times] of Object.entries(await countRefusals(tried))) words[word] = (words[word] ?? 0) + times
      house.advance(SECOND_MS)
      if (round % 2) await expireHolds(house)
    }
    expect(words.ok).toBeGreaterThan(50)
    for (const { campaignId } of shops) expect(await brokenBooks(house, campaignId)).toEqual([])
  })
})
