// Orders that shops report: codes redeem under them once, refunds and cancellations take back once.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import { reportEvents } from '#occasions/report.ts'
import { printOfCode } from '#vouchers/claim.ts'
import { listRedemptions } from './find.ts'
import { settleOrders } from './from-order.ts'
import { holdVoucher } from './hold.ts'
import { refusedCodesOf } from './queries.ts'
import { quoteCode } from './quote.ts'
import { redeemWithin } from './redeem.ts'
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

let events = 0
const event = (type: string, orderReference: string, fields: object) => {
  events += 1
  return { id: `event-${events}`, type, at: '2026-06-15T11:00:00Z', orderReference, ...fields }
}
const placed = (orderReference: string, voucherCodes: string[], totalMinor = 10_000) =>
  event('order.placed', orderReference, {
    items: [{ sku: 'a', quantity: 2, unitPriceMinor: totalMinor / 2 }],
    totalMinor,
    currency: 'EUR',
    voucherCodes,
  })
const refunded = (orderReference: string, amountMinor: number) =>
  event('order.refunded', orderReference, { amountMinor })
const cancelled = (orderReference: string) => event('order.cancelled', orderReference, {})

async function report(house: House, ...told: object[]): Promise<void> {
  const answer = await reportEvents(house, told, (tx, found) => settleOrders(house, tx, found))
  expect(answer.errors).toEqual([])
}
const ofOrder = async (house: House, orderReference: string) =>
  (await listRedemptions(house.store.read, { orderReference, limit: 50 })).data

/** Whether somebody waits for the lock of an order; never on SQLite, where whoever writes is alone. */
async function isAwaited({ store }: House): Promise<boolean> {
  if (store.engine === 'sqlite') return true
  const waiting = await store.read.rows(sql`select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`)
  return waiting.length > 0
}

forEachHouse('settle orders', (open) => {
  test('codes on a placed order redeem under it; what is refused is kept as a fact', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 2)
    const [one, two] = tickets.map((ticket) => String(ticket.code))
    await redeemCode(house, String(two), anOrder())
    await report(house, placed('o1', [String(one), String(two), 'NO-SUCH-CODE', String(one)]))
    expect(await ofOrder(house, 'o1')).toMatchObject([{ voucherId: tickets[0]?.id, discountMinor: 500 }])
    const refused = await refusedCodesOf(house.store.read, 'o1')
    expect(refused.map((row) => [row.voucherId, row.refusal])).toEqual([
      [tickets[1]?.id, 'voucher.already_redeemed'],
      [null, 'voucher.not_found'],
    ])
    expect(JSON.stringify(refused)).not.toContain('NO-SUCH-CODE')
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('the checkout and the event redeem the same order once, whichever comes first', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 2)
    const [one, two] = tickets.map((ticket) => String(ticket.code))
    const { redemption } = await redeemCode(house, String(one), anOrder({ reference: 'o1' }))
    await report(house, placed('o1', [String(one)]), placed('o2', [String(two)]))
    expect(await ofOrder(house, 'o1')).toMatchObject([{ id: redemption.id }])
    expect((await redeemCode(house, String(two), anOrder({ reference: 'o2' }))).replayed).toBe(true)
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 1000 })
  })

  test('a cancelled order takes all back and restores, once, also after the door', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 2)
    const [one, two] = tickets
    await report(house, placed('o1', [String(one?.code), String(two?.code)]))
    const [first] = await ofOrder(house, 'o1')
    await reverse(house, String(first?.id), { reason: 'at the door' }, aKey())
    await report(house, cancelled('o1'), cancelled('o1'))
    expect((await ofOrder(house, 'o1')).map((row) => row.reversedMinor)).toEqual([500, 500])
    expect(await voucherRow(house, String(two?.id))).toMatchObject({ state: 'issued', activeUses: 0 })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 0, count: 0 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a refund takes back its share of the discount, the last one the rest', async () => {
    const house = await open()
    const { campaignId, code, id } = await openWithOne(house, { offer: { kind: 'amount_off', amountMinor: 1000 } })
    await report(house, placed('o1', [code]))
    for (const [paid, back] of [
      [3000, 333],
      [3000, 667],
      [2999, 1000],
    ] as const) {
      await report(house, refunded('o1', paid))
      expect(await ofOrder(house, 'o1')).toMatchObject([{ reversedMinor: back }])
    }
    await report(house, refunded('o1', 1))
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 0 })
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued' })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a refund that the door has reversed already takes back nothing more', async () => {
    const house = await open()
    const { campaignId, code } = await openWithOne(house, { offer: { kind: 'amount_off', amountMinor: 1000 } })
    const { redemption } = await redeemCode(house, code, anOrder({ reference: 'o1' }))
    await reverse(house, redemption.id, { reason: 'a third', amountMinor: 333 }, aKey())
    await report(house, refunded('o1', 3000))
    expect(await ofOrder(house, 'o1')).toMatchObject([{ reversedMinor: 333 }])
    await report(house, refunded('o1', 3000))
    expect(await ofOrder(house, 'o1')).toMatchObject([{ reversedMinor: 667 }])
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('the policy of the campaign says whether the voucher lives again', async () => {
    const house = await open()
    const { code, id } = await openWithOne(house, { refundPolicy: 'keep' })
    await report(house, placed('o1', [code]), cancelled('o1'))
    expect(await voucherRow(house, id)).toMatchObject({ state: 'redeemed', activeUses: 0 })
  })

  test('events in any order of arrival end alike: cancellations and refunds are caught up with', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 3)
    const [one, two, three] = tickets.map((ticket) => String(ticket.code))
    await report(house, cancelled('o1'), placed('o1', [String(one)]))
    expect(await ofOrder(house, 'o1')).toMatchObject([{ discountMinor: 500, reversedMinor: 500 }])
    await report(house, refunded('o2', 9500), placed('o2', [String(two)]))
    expect(await ofOrder(house, 'o2')).toMatchObject([{ discountMinor: 500, reversedMinor: 500 }])
    await report(house, refunded('o3', 4750), placed('o3', [String(three)]))
    expect(await ofOrder(house, 'o3')).toMatchObject([{ discountMinor: 500, reversedMinor: 250 }])
    await report(house, placed('o2', [String(two)]))
    expect(await ofOrder(house, 'o2')).toHaveLength(1)
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 250 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('an order that was cancelled, or refunded in full, takes no code at the doors; one that it has is told again', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 3)
    const [one, two, three] = tickets.map((ticket) => String(ticket.code))
    const before = anOrder({ reference: 'o1' })
    const first = await redeemCode(house, String(one), before)
    await report(house, placed('o1', []), cancelled('o1'))
    for (const [reference, word] of [
      ['o1', 'order.closed'],
      ['o2', 'order.closed'],
      ['o3', 'ok'],
    ] as const) {
      if (reference === 'o2') await report(house, placed('o2', []), refunded('o2', 10_000))
      if (reference === 'o3') await report(house, placed('o3', []), refunded('o3', 9999))
      const order = anOrder({ reference })
      const quote = await quoteCode(house, { code: String(two), order })
      expect(quote.reason?.code ?? 'ok').toBe(word)
      const held = holdVoucher(house, { code: String(three), order, ttlSeconds: 60 }, aKey())
      expect(await refusalOf(held)).toBe(word)
      expect(await refusalOf(redeemCode(house, String(two), order))).toBe(word)
    }
    expect((await ofOrder(house, 'o1')).map((row) => row.id)).toEqual([first.redemption.id])
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('what is being redeemed while its order is cancelled is taken back with it', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 1)
    const print = printOfCode(house.secrets, String(tickets[0]?.code)) ?? ''
    const [isWritten, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const redeeming = house.store.write(async (tx) => {
      await redeemWithin(house, tx, [{ print, order: anOrder({ reference: 'o1' }), key: aKey() }])
      isWritten.resolve()
      await mayCommit.promise
    })
    await isWritten.promise
    let isSettled = false
    const settling = report(house, cancelled('o1')).finally(() => {
      isSettled = true
    })
    while (!isSettled && !(await isAwaited(house)));
    mayCommit.resolve()
    await Promise.all([redeeming, settling])
    expect(await ofOrder(house, 'o1')).toMatchObject([{ voucherId: tickets[0]?.id, reversedMinor: 500 }])
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 0 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('an order without articles amounts to its total', async () => {
    const house = await open()
    const { code } = await openWithOne(house, { offer: { kind: 'percent_off', bps: 1000, maxMinor: 9999 } })
    await report(house, { ...placed('o1', [code]), items: [], totalMinor: 3000 })
    expect(await ofOrder(house, 'o1')).toMatchObject([{ discountMinor: 300 }])
  })
})
