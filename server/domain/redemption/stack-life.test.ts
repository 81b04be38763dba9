// Stacks and what else happens to their vouchers and orders: holds, and reports of orders.
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { reportEvents } from '#occasions/report.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { drawCode } from '#vouchers/code.ts'
import { settleOrders } from './from-order.ts'
import { holdVoucher, showHold } from './hold.ts'
import { refusedCodesOf } from './queries.ts'
import { quoteStack } from './quote-stack.ts'
import { redeemStack } from './stack.ts'
import { aKey, anOrder, booksOf, brokenBooks, openShop, redeemCode, refusalOf } from './test-shop.ts'

forEachHouse('the life of stacks', (open) => {
  test('an order redeems what it holds together with others; no other order gets at it', async () => {
    const house = await open()
    const terms = { mode: 'guaranteed', limitMinor: 1000, perDay: { limitMinor: 1000, count: 2 } } as const
    const { campaignId, tickets } = await openShop(house, 2, terms)
    const codes = tickets.map(({ code }) => code)
    const order = anOrder()
    const { hold } = await holdVoucher(house, { code: String(codes[0]), order, ttlSeconds: 60 }, aKey())
    const others = anOrder()
    expect(await refusalOf(redeemStack(house, { codes, order: others }, aKey()))).toBe('voucher.held')
    const elsewhere = await quoteStack(house, { codes, order: others })
    expect(elsewhere.leftOut.map(({ reason }) => reason.code)).toEqual(['voucher.held'])
    expect((await quoteStack(house, { codes, order })).discountMinor).toBe(1000)
    expect((await redeemStack(house, { codes, order }, aKey())).stack.discountMinor).toBe(1000)
    expect(await showHold(house.store.read, house.clock.now(), hold.id)).toMatchObject({ state: 'redeemed' })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 1000, held: 0, reserved: 0 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a code that its budget cannot pay for alone is used once others have left less', async () => {
    const house = await open()
    const half = { kind: 'percent_off', bps: 5000, maxMinor: 500 } as const
    const { tickets } = await openShop(house, 1, { offer: half, limitMinor: 300 })
    const most = await openShop(house, 1, { offer: { kind: 'amount_off', amountMinor: 2500 } })
    const codes = [...tickets, ...most.tickets].map(({ code }) => code)
    const said = await quoteStack(house, { codes, order: anOrder({ amountMinor: 2999 }) })
    expect(said.applied.map((one) => [codes.indexOf(one.code), one.discountMinor])).toEqual([
      [1, 2500],
      [0, 250],
    ])
    const dear = await quoteStack(house, { codes: codes.slice(0, 1), order: anOrder({ amountMinor: 2999 }) })
    expect(dear.leftOut.map(({ reason }) => reason.code)).toEqual(['budget.exhausted'])
  })

  test('an order whose articles do not add up is refused, also when it has redeemed something', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 2, {})
    const [one, two] = tickets.map(({ code }) => String(code))
    const order = anOrder()
    await redeemCode(house, String(one), order)
    for (const items of [[], [{ sku: 'a', quantity: 1, unitPriceMinor: 0 }]]) {
      const said = await quoteStack(house, { codes: [String(two)], order: { ...order, items } })
      expect(said.leftOut.map(({ reason }) => reason.code)).toEqual(['order.total_mismatch'])
    }
  })

  test('every unknown code of a stack is a guess of its own', async () => {
    const house = await open()
    for (const [address, ask] of [
      ['203.0.113.1', (codes: string[], order: Order) => quoteStack(house, { codes, order }, 'key_1')],
      ['203.0.113.2', (codes: string[], order: Order) => redeemStack(house, { codes, order }, aKey())],
    ] as const) {
      const asked = () => ask(Array.from({ length: 8 }, drawCode), anOrder({ clientAddress: address }))
      const words = []
      for (let n = 0; n < 5; n++) words.push(await refusalOf(asked()))
      expect(words.slice(0, 3)).not.toContain('request.throttled')
      expect(words.at(-1)).toBe('request.throttled')
    }
  })

  test('the report of an order redeems by the same rules, and its cancellation takes the whole stack back', async () => {
    const house = await open()
    const exclusive = { mode: 'exclusive', rank: 500 } as const
    const alone = await openShop(house, 1, { stacking: exclusive })
    const plain = await openShop(house, 4, {})
    const [first, ...rest] = plain.tickets.map(({ code }) => code)
    const report = async (...told: object[]) => {
      const answer = await reportEvents(house, told, (tx, found) => settleOrders(house, tx, found))
      expect(answer.errors).toEqual([])
    }
    const event = (type: string, orderReference: string, more: object = {}) => ({
      id: `${type} ${orderReference}`,
      type,
      at: '2026-06-15T11:00:00Z',
      orderReference,
      ...more,
    })
    const bought = { items: [{ sku: 'a', quantity: 1, unitPriceMinor: 9000 }], totalMinor: 9000, currency: 'EUR' }
    const named = { ...bought, voucherCodes: [String(first), String(alone.tickets[0]?.code)] }
    await report(event('order.placed', 'reported', named))
    const refused = await refusedCodesOf(house.store.read, 'reported')
    expect(refused.map(({ refusal }) => refusal)).toEqual(['stack.exclusive'])
    const order = anOrder({ reference: 'stacked', amountMinor: 9000 })
    await redeemStack(house, { codes: rest, order }, aKey())
    await report(event('order.placed', 'stacked', { ...bought, voucherCodes: rest }))
    expect(await booksOf(house, plain.campaignId)).toMatchObject({ spent: 2000, count: 4 })
    await report(event('order.cancelled', 'stacked'))
    expect(await booksOf(house, plain.campaignId)).toMatchObject({ spent: 500, count: 1 })
    expect(await refusalOf(redeemStack(house, { codes: rest, order }, aKey()))).toBe('order.closed')
    expect(await brokenBooks(house, plain.campaignId)).toEqual([])
  })
})
