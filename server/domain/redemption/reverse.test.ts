// Reversals: money back to the budget, life back to the voucher, never more than there was.
import { expect, test } from 'vitest'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import type { AskReversal } from '#shared/contracts/redemptions.ts'
import { DAY_MS } from '#shared/time.ts'
import { showRedemption } from './find.ts'
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
  type ShopTerms,
  setLimit,
  setVoucher,
  voucherRow,
} from './test-shop.ts'

const back = (house: House, id: string, more: Partial<AskReversal> = {}) =>
  reverse(house, id, { reason: 'returned', ...more }, aKey())

async function redeemed(house: House, terms: ShopTerms = {}, amountMinor = 10_000) {
  const voucher = await openWithOne(house, terms)
  const order = anOrder({ amountMinor })
  const { redemption } = await redeemCode(house, voucher.code, order)
  return { ...voucher, order, redemptionId: redemption.id }
}
const card: ShopTerms = { offer: { kind: 'gift_card', amountMinor: 5000 } }
const tenth: ShopTerms = { offer: { kind: 'percent_off', bps: 1000, maxMinor: 3000 } }

forEachHouse('reverse', (open) => {
  test('in full: the money is free, the voucher lives again', async () => {
    const house = await open()
    const { id, code, campaignId, redemptionId } = await redeemed(house)
    const { reversal, replayed } = await back(house, redemptionId)
    expect([replayed, reversal]).toEqual([
      false,
      {
        id: expect.stringMatching(/^rev_/),
        redemptionId,
        amountMinor: 500,
        currency: 'EUR',
        remainingDiscountMinor: 0,
        voucherRestored: true,
        reversedAt: '2026-06-15T12:00:00.000Z',
      },
    ])
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued', uses: 1, activeUses: 0 })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 0, reserved: 0, count: 0 })
    expect((await showRedemption(house.store.read, redemptionId)).reversedMinor).toBe(500)
    expect(await refusalOf(back(house, redemptionId))).toBe('redemption.already_reversed')
    expect(await refusalOf(redeemCode(house, code, anOrder()))).toBe('ok')
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('in parts, never above the discount; the last part makes it whole', async () => {
    const house = await open()
    const { id, campaignId, redemptionId } = await redeemed(house)
    const first = await back(house, redemptionId, { amountMinor: 200 })
    expect(first.reversal).toMatchObject({ amountMinor: 200, remainingDiscountMinor: 300, voucherRestored: false })
    expect(await refusalOf(back(house, redemptionId, { amountMinor: 301 }))).toBe('reversal.exceeds_discount')
    expect(await voucherRow(house, id)).toMatchObject({ state: 'redeemed', activeUses: 1 })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 300, count: 1 })
    const rest = await back(house, redemptionId)
    expect(rest.reversal).toMatchObject({ amountMinor: 300, remainingDiscountMinor: 0, voucherRestored: true })
    expect(await refusalOf(back(house, redemptionId, { amountMinor: 1 }))).toBe('redemption.already_reversed')
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 0, count: 0 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a guaranteed voucher that is taken back in parts lives again with all it is worth set aside', async () => {
    const house = await open()
    const { id, code, campaignId, redemptionId } = await redeemed(house, { mode: 'guaranteed', limitMinor: 500 })
    await back(house, redemptionId, { amountMinor: 200 })
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 0, spent: 300 })
    expect((await back(house, redemptionId)).reversal).toMatchObject({ amountMinor: 300, voucherRestored: true })
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued', reservedMinor: 500 })
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 500, spent: 0, count: 1 })
    expect(await refusalOf(redeemCode(house, code, anOrder()))).toBe('ok')
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('when others have taken the first part meanwhile, it stays used up and all of it is free', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 2, { ...tenth, mode: 'guaranteed', limitMinor: 6000 })
    const [one, two] = tickets.map((ticket) => ticket.code)
    const first = await redeemCode(house, String(one), anOrder({ amountMinor: 30_000 }))
    await back(house, first.redemption.id, { amountMinor: 2000 })
    // The second lives again with less than it may take, and takes the rest from what is free.
    const second = await redeemCode(house, String(two), anOrder({ amountMinor: 10_000 }))
    await back(house, second.redemption.id)
    await redeemCode(house, String(two), anOrder({ amountMinor: 30_000 }))
    await setLimit(house, campaignId, 4000)
    const { reversal } = await back(house, first.redemption.id)
    expect(reversal).toMatchObject({ amountMinor: 1000, voucherRestored: false, remainingDiscountMinor: 0 })
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 0, spent: 3000, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('the same key answers the same reversal; unknown redemptions are not found', async () => {
    const house = await open()
    const { redemptionId } = await redeemed(house)
    const ask = { reason: 'one item', amountMinor: 100 }
    const first = await reverse(house, redemptionId, ask, aKey('k', 'a'))
    await back(house, redemptionId, { amountMinor: 100 })
    expect(await reverse(house, redemptionId, ask, aKey('k', 'a'))).toEqual({ ...first, replayed: true })
    expect(await refusalOf(reverse(house, redemptionId, ask, aKey('k', 'b')))).toBe('idempotency.key_reused')
    expect((await showRedemption(house.store.read, redemptionId)).reversedMinor).toBe(200)
    expect(await refusalOf(back(house, 'red_unknown'))).toBe('redemption.not_found')
  })

  test.each<[string, ShopTerms['refundPolicy'], boolean | undefined, number, string]>([
    ['the policy keeps it used', 'keep', undefined, 0, 'redeemed'],
    ['the policy keeps it used, but the door says otherwise', 'keep', true, 0, 'issued'],
    ['the policy restores it, but the door says otherwise', 'restore', false, 0, 'redeemed'],
    ['its time is over, whatever anybody says', 'restore', true, 31 * DAY_MS, 'redeemed'],
  ])('%s', async (_, refundPolicy, restoreVoucher, later, state) => {
    const house = await open()
    const { id, campaignId, redemptionId } = await redeemed(house, { ...tenth, refundPolicy, mode: 'guaranteed' })
    house.advance(later)
    const { reversal } = await back(house, redemptionId, restoreVoucher === undefined ? {} : { restoreVoucher })
    const lives = state === 'issued'
    expect(reversal.voucherRestored).toBe(lives)
    expect(await voucherRow(house, id)).toMatchObject({ state, reservedMinor: lives ? 1000 : 0 })
    const books = { spent: 0, reserved: lives ? 1000 : 0, count: lives ? 1 : 0 }
    expect(await booksOf(house, campaignId)).toMatchObject(books)
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a guaranteed voucher that lives again takes more than came back to it from what is free, or is refused', async () => {
    const house = await open()
    const { code, campaignId, redemptionId } = await redeemed(house, { ...tenth, mode: 'guaranteed', limitMinor: 3000 })
    await back(house, redemptionId)
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 1000, spent: 0 })
    await redeemCode(house, code, anOrder({ amountMinor: 25_000 }))
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 0, spent: 2500 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a gift card takes back any part, and an empty one lives again', async () => {
    const house = await open()
    const { id, code, campaignId, redemptionId } = await redeemed(house, { ...card, mode: 'guaranteed' })
    expect(await voucherRow(house, id)).toMatchObject({ state: 'redeemed', balanceMinor: 0 })
    const { reversal } = await back(house, redemptionId, { amountMinor: 1200 })
    expect(reversal).toMatchObject({ remainingDiscountMinor: 3800, voucherRestored: true })
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued', balanceMinor: 1200, reservedMinor: 1200 })
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 1200, spent: 3800, count: 1 })
    expect((await redeemCode(house, code, anOrder())).redemption).toMatchObject({
      discountMinor: 1200,
      remainingMinor: 0,
    })
    await back(house, redemptionId)
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued', balanceMinor: 3800, activeUses: 1 })
    expect(await booksOf(house, campaignId)).toMatchObject({ reserved: 3800, spent: 1200, count: 1 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a gift card that keeps nothing back frees the money', async () => {
    const house = await open()
    const { id, campaignId, redemptionId } = await redeemed(house, { ...card, refundPolicy: 'keep' }, 2000)
    expect((await back(house, redemptionId)).reversal.voucherRestored).toBe(false)
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued', balanceMinor: 3000, activeUses: 0 })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 0, count: 0 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a voucher that was revoked meanwhile stays so', async () => {
    const house = await open()
    const { id, campaignId, redemptionId } = await redeemed(house, card, 2000)
    await setVoucher(house, id, { state: 'revoked', revokedAt: house.clock.now() })
    expect((await back(house, redemptionId)).reversal.voucherRestored).toBe(false)
    expect(await voucherRow(house, id)).toMatchObject({ state: 'revoked', balanceMinor: 3000 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a redemption that took nothing off is reversed once too', async () => {
    const house = await open()
    const { id, redemptionId, campaignId } = await redeemed(house, card, 0)
    expect((await back(house, redemptionId)).reversal).toMatchObject({ amountMinor: 0, voucherRestored: true })
    expect(await refusalOf(back(house, redemptionId))).toBe('redemption.already_reversed')
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued' })
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 0, count: 0 })
  })
})
