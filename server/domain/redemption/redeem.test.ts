// Redeems single vouchers: who may, when, for how much, and what is answered to whoever asks again.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { putProduct } from '#catalog/put.ts'
import { forEachHouse } from '#core/test-house.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { listRedemptions, showRedemption } from './find.ts'
import { redeem } from './redeem.ts'
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
  setVoucher,
  voucherRow,
} from './test-shop.ts'

const card: ShopTerms = { offer: { kind: 'gift_card', amountMinor: 10_000 } }

forEachHouse('redeem', (open) => {
  test('answers the redemption, uses the voucher up and spends the budget', async () => {
    const house = await open()
    const { code, id, campaignId } = await openWithOne(house)
    const order = anOrder({ items: [{ sku: 'a', quantity: 2, unitPriceMinor: 5000 }] })
    const { redemption, replayed } = await redeemCode(house, code, order)
    expect(replayed).toBe(false)
    expect(redemption).toEqual({
      id: expect.stringMatching(/^red_/),
      voucherId: id,
      campaignId,
      variantKey: 'offer',
      orderReference: order.reference,
      discountMinor: 500,
      currency: 'EUR',
      lines: [{ sku: 'a', discountMinor: 500 }],
      redeemedAt: '2026-06-15T12:00:00.000Z',
    })
    expect(await voucherRow(house, id)).toMatchObject({
      state: 'redeemed',
      uses: 1,
      activeUses: 1,
      redemptionId: redemption.id,
      redeemedAt: house.clock.now(),
      codeSealed: null,
    })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 500, held: 0, reserved: 0, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
    expect(await showRedemption(house.store.read, redemption.id)).toEqual({ ...redemption, reversedMinor: 0 })
  })

  test('reads a code as people type it, and refuses what is not one before asking the database', async () => {
    const house = await open()
    const { code } = await openWithOne(house)
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`
    expect(await refusalOf(redeemCode(house, typed, anOrder()))).toBe('ok')
    const swapped = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`
    expect(await refusalOf(redeemCode(house, swapped, anOrder()))).toBe('voucher.not_found')
    expect(await refusalOf(redeemCode(house, "'; drop table vouchers; --", anOrder()))).toBe('voucher.not_found')
  })

  test.each<[string, string, Parameters<typeof setVoucher>[2]]>([
    ['revoked', 'voucher.revoked', { state: 'revoked', revokedAt: 1 }],
    ['expired by the job', 'voucher.expired', { state: 'expired', expiredAt: 1 }],
    [
      'past its time though the job has not run',
      'voucher.expired',
      { expiresAt: Date.parse('2026-06-15T11:59:59.999Z') },
    ],
    ['in its last millisecond', 'ok', { expiresAt: Date.parse('2026-06-15T12:00:00Z') }],
  ])('a voucher %s: %s', async (_, refusal, to) => {
    const house = await open()
    const { code, id } = await openWithOne(house)
    await setVoucher(house, id, to)
    expect(await refusalOf(redeemCode(house, code, anOrder()))).toBe(refusal)
  })

  test('codes of a campaign that has ended live on, unless redemptions were stopped', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 2)
    const at = house.clock.now()
    await setCampaign(house, campaignId, { state: 'ended', endedAt: at, endsAt: at })
    expect(await refusalOf(redeemCode(house, String(tickets[0]?.code), anOrder()))).toBe('ok')
    await setCampaign(house, campaignId, { redemptionsStoppedAt: at })
    expect(await refusalOf(redeemCode(house, String(tickets[1]?.code), anOrder()))).toBe('campaign.ended')
  })

  test('recipients only: nobody else, nobody unnamed; anybody once the recipient is erased', async () => {
    const house = await open()
    const { id } = await upsertCustomer(house, 'ann', {}, { keepBirthYear: false })
    await upsertCustomer(house, 'bob', {}, { keepBirthYear: false })
    const { tickets } = await openShop(house, 2, { redeemableBy: 'recipient' })
    const [one, two] = tickets
    await setVoucher(house, String(one?.id), { customerId: id })
    for (const customerReference of ['bob', 'nobody', undefined]) {
      const order = anOrder(customerReference === undefined ? {} : { customerReference })
      expect(await refusalOf(redeemCode(house, String(one?.code), order))).toBe('voucher.other_customer')
    }
    expect(await refusalOf(redeemCode(house, String(one?.code), anOrder({ customerReference: 'ann' })))).toBe('ok')
    await setVoucher(house, String(two?.id), { erasedAt: 1, customerId: 'unit_two' })
    expect(await refusalOf(redeemCode(house, String(two?.code), anOrder()))).toBe('ok')
  })

  test('the catalogue tells categories that the order does not', async () => {
    const house = await open()
    await house.store.write((tx) =>
      putProduct(tx, 'b1', { name: 'Book', category: 'books', priceMinor: 100, currency: 'EUR' }),
    )
    const offer = { kind: 'percent_off', bps: 2500, maxMinor: 9000, scope: { favouriteCategory: true } } as const
    const { tickets } = await openShop(house, 3, { offer })
    const codes = tickets.map((ticket) => ticket.code)
    const items = [
      { sku: 'b1', quantity: 1, unitPriceMinor: 1001 },
      { sku: 'x', quantity: 1, unitPriceMinor: 1000 },
    ]
    const order = (more: object) => anOrder({ amountMinor: 2001, items: items.map((item) => ({ ...item, ...more })) })
    expect((await redeemCode(house, String(codes[0]), order({}))).redemption).toMatchObject({
      discountMinor: 250,
      lines: [{ sku: 'b1', discountMinor: 250 }],
    })
    expect((await redeemCode(house, String(codes[1]), order({ category: 'books' }))).redemption.discountMinor).toBe(500)
    expect(await refusalOf(redeemCode(house, String(codes[2]), order({ category: 'toys' })))).toBe(
      'order.no_eligible_items',
    )
  })

  test.each([
    ['order.currency_mismatch', { currency: 'USD' }],
    ['order.total_mismatch', { items: [{ sku: 'a', quantity: 1, unitPriceMinor: 1 }] }],
    ['order.below_minimum', { amountMinor: 99 }],
  ])('%s', async (code, fields) => {
    const house = await open()
    const voucher = await openWithOne(house, { minimumOrderMinor: 100 })
    expect(await refusalOf(redeemCode(house, voucher.code, anOrder(fields)))).toBe(code)
    expect(await voucherRow(house, voucher.id)).toMatchObject({ state: 'issued', uses: 0 })
  })

  test('a gift card pays for orders until it is empty, each order once', async () => {
    const house = await open()
    const { code, id, campaignId } = await openWithOne(house, card)
    const first = anOrder({ amountMinor: 4000 })
    const paid = await redeemCode(house, code, first)
    expect(paid.redemption).toMatchObject({ discountMinor: 4000, remainingMinor: 6000 })
    const asked = await redeem(house, { code, order: anOrder(), amountMinor: 1500 }, aKey('own', 'a'))
    expect(asked.redemption).toMatchObject({ discountMinor: 1500, remainingMinor: 4500 })
    expect(await redeemCode(house, code, { ...first, amountMinor: 9999 })).toEqual({ ...paid, replayed: true })
    const reused = redeem(house, { code, order: anOrder(), amountMinor: 1 }, aKey('own', 'b'))
    expect(await refusalOf(reused)).toBe('idempotency.key_reused')
    const last = await redeemCode(house, code, anOrder())
    expect(last.redemption).toMatchObject({ discountMinor: 4500, remainingMinor: 0 })
    expect(await refusalOf(redeemCode(house, code, anOrder()))).toBe('giftcard.empty')
    expect((await redeemCode(house, code, first)).redemption).toEqual(paid.redemption)
    expect(await voucherRow(house, id)).toMatchObject({ state: 'redeemed', balanceMinor: 0, uses: 3, activeUses: 3 })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 10_000, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a guaranteed gift card keeps its rest reserved', async () => {
    const house = await open()
    const { code, campaignId } = await openWithOne(house, { ...card, mode: 'guaranteed', limitMinor: 10_000 })
    await redeemCode(house, code, anOrder({ amountMinor: 4000 }))
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 6000, spent: 4000, count: 1 })
    await redeemCode(house, code, anOrder())
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 0, spent: 10_000, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a guaranteed voucher spends its discount, and the rest of its worst case is free', async () => {
    const house = await open()
    const offer = { kind: 'percent_off', bps: 1000, maxMinor: 3000 } as const
    const { code, campaignId } = await openWithOne(house, { offer, mode: 'guaranteed', limitMinor: 3000 })
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 3000, count: 1 })
    await redeemCode(house, code, anOrder({ amountMinor: 5555 }))
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 0, spent: 556, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a budget that is short refuses, or pays what is left when it caps; nothing left refuses', async () => {
    const house = await open()
    const offer = { kind: 'percent_off', bps: 5000, maxMinor: 9000 } as const
    const strict = await openWithOne(house, { offer, limitMinor: 800 })
    expect(await refusalOf(redeemCode(house, strict.code, anOrder()))).toBe('budget.exhausted')
    const { campaignId, tickets } = await openShop(house, 2, { offer, limitMinor: 800, whenShort: 'cap' })
    const items = [
      { sku: 'a', quantity: 1, unitPriceMinor: 3000 },
      { sku: 'b', quantity: 1, unitPriceMinor: 7000 },
    ]
    const capped = await redeemCode(house, String(tickets[0]?.code), anOrder({ items }))
    expect(capped.redemption).toMatchObject({
      discountMinor: 800,
      lines: [
        { sku: 'a', discountMinor: 240 },
        { sku: 'b', discountMinor: 560 },
      ],
    })
    expect(await refusalOf(redeemCode(house, String(tickets[1]?.code), anOrder()))).toBe('budget.exhausted')
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 800, count: 1 })
  })

  test('a number of vouchers is a limit too', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 2, { count: 1, whenShort: 'cap' })
    expect(await refusalOf(redeemCode(house, String(tickets[0]?.code), anOrder()))).toBe('ok')
    expect(await refusalOf(redeemCode(house, String(tickets[1]?.code), anOrder()))).toBe('budget.exhausted')
  })

  test('an order that there is nothing to take off keeps its voucher, and a gift card gives it 0', async () => {
    const house = await open()
    const { code, id } = await openWithOne(house, { limitMinor: 0 })
    const nothing = anOrder({ amountMinor: 0 })
    expect(await refusalOf(redeemCode(house, code, nothing))).toBe('order.nothing_to_discount')
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued', uses: 0 })
    const card = await openWithOne(house, { offer: { kind: 'gift_card', amountMinor: 700 } })
    expect((await redeemCode(house, card.code, nothing)).redemption).toMatchObject({
      discountMinor: 0,
      remainingMinor: 700,
    })
    expect(await brokenBooks(house, card.campaignId)).toEqual([])
  })

  test('a gift card gives what is asked of it or nothing', async () => {
    const house = await open()
    const { code, id } = await openWithOne(house, { offer: { kind: 'gift_card', amountMinor: 700 } })
    expect(await refusalOf(redeemCode(house, code, anOrder(), { amountMinor: 701 }))).toBe('giftcard.short')
    expect(await voucherRow(house, id)).toMatchObject({ balanceMinor: 700, uses: 0 })
    expect((await redeemCode(house, code, anOrder(), { amountMinor: 700 })).redemption.remainingMinor).toBe(0)
    expect(await refusalOf(redeemCode(house, code, anOrder(), { amountMinor: 1 }))).toBe('giftcard.empty')
  })

  test('use by another customer is counted for the recipient', async () => {
    const house = await open()
    const { id } = await upsertCustomer(house, 'ann', {}, { keepBirthYear: false })
    const { campaignId, tickets } = await openShop(house, 3)
    for (const ticket of tickets) await setVoucher(house, ticket.id, { customerId: id, occasion: ticket.id })
    const buyers = ['ann', 'bob', undefined]
    for (const [at, customerReference] of buyers.entries()) {
      const order = anOrder(customerReference === undefined ? {} : { customerReference })
      await redeemCode(house, String(tickets[at]?.code), order)
    }
    const counted = await house.store.read.rows(
      sql`select redeemed, by_others from tallies where campaign_id = ${campaignId}`,
    )
    expect(counted).toEqual([{ redeemed: 3, by_others: 1 }])
  })

  test('redemptions of an order are listed in pages', async () => {
    const house = await open()
    const order = anOrder()
    const { tickets } = await openShop(house, 3)
    const made = []
    for (const { code } of tickets) made.push((await redeemCode(house, code, order)).redemption.id)
    const page = await listRedemptions(house.store.read, { orderReference: order.reference, limit: 2 })
    expect(page.data.map((one) => one.id)).toEqual(made.slice(0, 2))
    const cursor = page.nextCursor ?? ''
    const rest = await listRedemptions(house.store.read, { orderReference: order.reference, limit: 2, cursor })
    expect([rest.data.map((one) => one.id), rest.nextCursor]).toEqual([made.slice(2), null])
    expect(await refusalOf(showRedemption(house.store.read, 'red_unknown'))).toBe('redemption.not_found')
  })
})
