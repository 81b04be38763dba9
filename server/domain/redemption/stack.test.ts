// Several codes on one order: which go together, which turn each has, and that all of them are redeemed once or none.
import { expect, test } from 'vitest'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { DAY_MS } from '#shared/time.ts'
import { holdVoucher } from './hold.ts'
import { quoteCode } from './quote.ts'
import { quoteStack } from './quote-stack.ts'
import { reverse } from './reverse.ts'
import { redeemStack, reverseStack, showStack } from './stack.ts'
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
  voucherRow,
} from './test-shop.ts'

const amount = (amountMinor: number) => ({ kind: 'amount_off', amountMinor }) as const
const percent = (bps: number) => ({ kind: 'percent_off', bps, maxMinor: 1_000_000 }) as const
const card = (amountMinor: number) => ({ kind: 'gift_card', amountMinor }) as const
const exclusive = { mode: 'exclusive', rank: 500 } as const
const group = (name: string, rank = 500) => ({ mode: 'combinable', group: name, rank }) as const

const code = async (house: House, terms: ShopTerms) => (await openWithOne(house, terms)).code
const quote = async (house: House, codes: string[], order: Order = anOrder()) => {
  const { applied, leftOut, ...sums } = await quoteStack(house, { codes, order })
  return {
    applied: applied.map((one) => [codes.indexOf(one.code), one.discountMinor]),
    leftOut: leftOut.map((one) => [codes.indexOf(one.code), one.reason.code]),
    sums,
  }
}
const stack = (house: House, codes: string[], order: Order, key = aKey()) => redeemStack(house, { codes, order }, key)
const errorsOf = async (asked: Promise<unknown>) => {
  const error = (await asked.catch((thrown: unknown) => thrown)) as {
    code?: string
    errors?: { path: string; code: string }[]
  }
  return [error.code, ...(error.errors ?? []).map((one) => [one.path, one.code])]
}

forEachHouse('stacks', (open) => {
  test('amounts first, percentages of what is left, then shipping, and gift cards pay the rest', async () => {
    const house = await open()
    const codes = [
      await code(house, { offer: card(5000) }),
      await code(house, { offer: { kind: 'free_shipping', maxMinor: 400 } }),
      await code(house, { offer: percent(1000) }),
      await code(house, { offer: amount(1000) }),
    ]
    const order = anOrder({ amountMinor: 5000, shippingMinor: 490 })
    const said = await quote(house, codes, order)
    expect(said.applied).toEqual([
      [3, 1000],
      [2, 400],
      [1, 400],
      [0, 3600],
    ])
    expect(said.sums).toMatchObject({ discountMinor: 5400, dueMinor: 90, orderReference: order.reference })
    const { stack: made, replayed } = await stack(house, codes, order)
    expect([replayed, made.redemptions.map((one) => [codes.indexOf(one.code ?? ''), one.discountMinor])]).toEqual([
      false,
      said.applied,
    ])
    expect(made).toMatchObject({ discountMinor: 5400, dueMinor: 90 })
    expect((await showStack(house.store.read, made.id)).redemptions[0]).not.toHaveProperty('code')
  })

  test('a rank goes before the kind, and the lines of articles are shared out to the unit', async () => {
    const house = await open()
    const off = { kind: 'unit_off', sku: 'A', quantity: 1 } as const
    const codes = [
      await code(house, { offer: amount(1000), stacking: { mode: 'combinable', rank: 900 } }),
      await code(house, { offer: percent(5000), stacking: { mode: 'combinable', rank: 100 } }),
      await code(house, { offer: off }),
      await code(house, { offer: { ...percent(1000), scope: { skus: ['B'] } } }),
    ]
    const items = [
      { sku: 'A', quantity: 2, unitPriceMinor: 301 },
      { sku: 'B', quantity: 1, unitPriceMinor: 3333 },
    ]
    const order = anOrder({ amountMinor: 3935, items })
    const { applied, discountMinor, dueMinor } = await quoteStack(house, { codes, order })
    expect(applied.map((one) => [codes.indexOf(one.code), one.discountMinor, one.lines])).toEqual([
      [1, 1968, [line('A', 301), line('B', 1667)]],
      [2, 301, [line('A', 301)]],
      [3, 167, [line('B', 167)]],
      [0, 1000, [line('A', 0), line('B', 1000)]],
    ])
    expect([discountMinor, dueMinor]).toEqual([3436, 499])
  })

  test('exclusive codes stand alone, a group gives one, and the best for the customer is taken', async () => {
    const house = await open()
    const codes = [
      await code(house, { offer: amount(700), stacking: exclusive }),
      await code(house, { offer: amount(400), stacking: group('spring') }),
      await code(house, { offer: amount(500), stacking: group('spring') }),
      await code(house, { offer: amount(100), stacking: group('mail') }),
      await code(house, { offer: card(50) }),
      'NEVER-ISSUED',
    ]
    const said = await quote(house, codes)
    expect(said.applied).toEqual([
      [0, 700],
      [4, 50],
    ])
    expect(said.leftOut).toEqual([
      [1, 'stack.exclusive'],
      [2, 'stack.exclusive'],
      [3, 'stack.exclusive'],
      [5, 'voucher.not_found'],
    ])
    const without = await quote(house, codes.slice(1, 5))
    expect(without.applied).toEqual([
      [1, 500],
      [2, 100],
      [3, 50],
    ])
    expect(without.leftOut).toEqual([[0, 'stack.group_taken']])
    expect(await errorsOf(stack(house, codes.slice(0, 2), anOrder()))).toEqual([
      'stack.exclusive',
      ['codes.1', 'stack.exclusive'],
    ])
  })

  test('of equals fewer codes are taken; what would take nothing more is left to be used another time', async () => {
    const house = await open()
    const codes = [
      await code(house, { offer: amount(600) }),
      await code(house, { offer: amount(1000) }),
      await code(house, { offer: card(100) }),
    ]
    const said = await quote(house, codes, anOrder({ amountMinor: 900 }))
    expect(said.applied).toEqual([[1, 900]])
    expect(said.leftOut).toEqual([
      [0, 'stack.no_gain'],
      [2, 'order.nothing_to_discount'],
    ])
  })

  test('all or none: one that cannot be redeemed keeps the others as they are', async () => {
    const house = await open()
    const good = await openWithOne(house, {})
    const late = await openWithOne(house, { livesMs: 1000 })
    const poor = await openWithOne(house, { limitMinor: 10 })
    house.advance(2000)
    expect(await errorsOf(stack(house, [good.code, late.code, poor.code, 'NONE'], anOrder()))).toEqual([
      'voucher.not_found',
      ['codes.3', 'voucher.not_found'],
      ['codes.1', 'voucher.expired'],
      ['codes.2', 'budget.exhausted'],
    ])
    expect(await voucherRow(house, good.id)).toMatchObject({ state: 'issued', uses: 0 })
    expect(await booksOf(house, good.campaignId)).toMatchObject({ spent: 0, count: 0 })
  })

  test('once per order: the same codes, in any order and writing, with any key, are answered with the first', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 3)
    const [one, two, three] = tickets.map((ticket) => String(ticket.code))
    const order = anOrder()
    const key = aKey('stack', 'body')
    const first = await stack(house, [String(one), String(two)], order, key)
    expect(await stack(house, [String(one), String(two)], order, key)).toEqual({ ...first, replayed: true })
    const again = await stack(house, [String(two), String(one).toLowerCase(), String(two)], order)
    expect([again.replayed, again.stack.id]).toEqual([true, first.stack.id])
    expect(await refusalOf(stack(house, [String(one)], order))).toBe('stack.already_redeemed')
    expect(await refusalOf(stack(house, [String(one), String(three)], order))).toBe('stack.already_redeemed')
    expect(await refusalOf(stack(house, [String(one)], order, { ...key, hash: 'other' }))).toBe(
      'idempotency.key_reused',
    )
    expect(await refusalOf(stack(house, [String(one)], anOrder()))).toBe('voucher.already_redeemed')
    const single = await redeemCode(house, String(one), order)
    expect([single.replayed, single.redemption.id]).toEqual([true, first.stack.redemptions[0]?.id])
    expect((await quote(house, [String(one), String(three)], order)).applied).toEqual([[0, 500]])
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 1000, count: 2 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('taken back as a whole, or one of it; then the order may redeem anew, and the first key still tells the first', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 2)
    const codes = tickets.map((ticket) => String(ticket.code))
    const order = anOrder()
    const key = aKey('first', 'a')
    const { stack: first } = await stack(house, codes, order, key)
    await reverse(house, String(first.redemptions[1]?.id), { reason: 'one of them', amountMinor: 200 }, aKey())
    const undo = aKey('undo', 'a')
    const { reversal } = await reverseStack(house, first.id, { reason: 'all' }, undo)
    expect(reversal).toMatchObject({ stackId: first.id, amountMinor: 800 })
    expect(reversal.reversals.map((one) => [one.amountMinor, one.voucherRestored])).toEqual([
      [500, true],
      [300, true],
    ])
    expect(await reverseStack(house, first.id, { reason: 'all' }, undo)).toEqual({ reversal, replayed: true })
    const twice = reverseStack(house, first.id, { reason: 'again' }, aKey())
    expect(await refusalOf(twice)).toBe('redemption.already_reversed')
    expect(await refusalOf(reverseStack(house, 'stk_none', { reason: 'x' }, aKey()))).toBe('stack.not_found')
    const second = await stack(house, codes, order)
    expect([second.replayed, second.stack.id === first.id]).toEqual([false, false])
    expect((await stack(house, codes, order, key)).stack.id).toBe(first.id)
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 1000, count: 2 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('the single doors hold to the rule too: holds, quotes and redemptions of an order with an exclusive code', async () => {
    const house = await open()
    const plain = await openShop(house, 3, {})
    const [before, after, third] = plain.tickets.map((ticket) => String(ticket.code))
    const alone = await openShop(house, 3, { stacking: exclusive })
    const [one, two] = alone.tickets.map((ticket) => String(ticket.code))
    const paid = await code(house, { offer: card(300) })
    const order = anOrder()
    await redeemCode(house, String(before), order)
    expect(await refusalOf(redeemCode(house, String(one), order))).toBe('stack.exclusive')
    const other = anOrder()
    const { redemption } = await redeemCode(house, String(one), other)
    expect(await refusalOf(redeemCode(house, String(after), other))).toBe('stack.exclusive')
    expect(await refusalOf(redeemCode(house, String(two), other))).toBe('stack.exclusive')
    expect(await refusalOf(holdVoucher(house, { code: String(after), order: other, ttlSeconds: 9 }, aKey()))).toBe(
      'stack.exclusive',
    )
    expect((await quoteCode(house, { code: String(after), order: other })).reason?.code).toBe('stack.exclusive')
    expect(await refusalOf(redeemCode(house, paid, other))).toBe('ok')
    expect(await refusalOf(redeemCode(house, String(one), other))).toBe('ok')
    await reverse(house, redemption.id, { reason: 'returned' }, aKey())
    expect(await refusalOf(redeemCode(house, String(after), other))).toBe('ok')
    expect(await refusalOf(redeemCode(house, String(third), order))).toBe('ok')
  })

  test('a group counts across campaigns and single doors; what the order has redeemed is not taken off again', async () => {
    const house = await open()
    const a = await code(house, { offer: amount(6000), stacking: group('spring') })
    const b = await code(house, { offer: amount(700), stacking: group('spring') })
    const c = await code(house, { offer: amount(9000), stacking: group('mail') })
    const order = anOrder()
    await redeemCode(house, a, order)
    expect(await refusalOf(redeemCode(house, b, order))).toBe('stack.group_taken')
    const said = await quote(house, [a, b, c], order)
    expect(said.applied).toEqual([[2, 4000]])
    expect(said.leftOut).toEqual([
      [0, 'voucher.already_redeemed'],
      [1, 'stack.group_taken'],
    ])
    const { stack: made } = await stack(house, [c], order)
    expect(made.discountMinor).toBe(4000)
  })

  test('two codes of one budget that has money for one: the second is left out, or cut when the campaign cuts', async () => {
    const house = await open()
    const strict = await openShop(house, 2, { limitMinor: 800 })
    const codes = strict.tickets.map((ticket) => String(ticket.code))
    const said = await quote(house, codes)
    expect([said.applied, said.leftOut]).toEqual([[[0, 500]], [[1, 'budget.exhausted']]])
    expect(await errorsOf(stack(house, codes, anOrder()))).toEqual([
      'budget.exhausted',
      ['codes.1', 'budget.exhausted'],
    ])
    const cut = await openShop(house, 2, { limitMinor: 800, whenShort: 'cap' })
    const both = await stack(
      house,
      cut.tickets.map((ticket) => String(ticket.code)),
      anOrder(),
    )
    expect(both.stack.redemptions.map((one) => one.discountMinor)).toEqual([500, 300])
    for (const { campaignId } of [strict, cut]) expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('holds that are over make room for a stack, in its quote too', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 3, { limitMinor: 1000, perDay: { limitMinor: 1000 } })
    const codes = tickets.map((ticket) => String(ticket.code))
    await holdVoucher(house, { code: String(codes[2]), order: anOrder(), ttlSeconds: 60 }, aKey())
    house.advance(DAY_MS / 1000)
    const order = anOrder()
    expect((await quote(house, codes.slice(0, 2), order)).sums.discountMinor).toBe(1000)
    expect((await stack(house, codes.slice(0, 2), order)).stack.discountMinor).toBe(1000)
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })
})

function line(sku: string, discountMinor: number) {
  return { sku, discountMinor }
}
