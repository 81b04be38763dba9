// Guesses are slowed down by whoever makes them, and only guesses.
import { describe, expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { drawCode } from '#vouchers/code.ts'
import { quoteCode } from './quote.ts'
import { anOrder, openWithOne, redeemCode, refusalOf } from './test-shop.ts'
import { makeGuessBook } from './throttle-guesses.ts'

describe('a book of guesses', () => {
  test('blocks from the limit on, until the oldest guess of the last minute is over', async () => {
    let now = 0
    const book = makeGuessBook(() => now)
    for (const at of [0, 10_000, 20_000]) {
      now = at
      expect(await book.blockedFor('a', 3)).toBe(0)
      await book.note('a', 3)
    }
    expect(await book.blockedFor('a', 3)).toBe(40_000)
    expect(await book.blockedFor('b', 3)).toBe(0)
    now = 60_000
    expect(await book.blockedFor('a', 3)).toBe(0)
    expect(await book.note('a', 3)).toBe(3)
    expect(await book.blockedFor('a', 3)).toBe(10_000)
  })

  test('forgets the source that was quiet longest rather than grow without end', async () => {
    const book = makeGuessBook(() => 0)
    for (let i = 0; i <= 100_000; i += 1) await book.note(`source ${i}`, 1)
    expect(await book.blockedFor('source 0', 1)).toBe(0)
    expect(await book.blockedFor('source 1', 1)).toBe(60_000)
  })
})

forEachHouse('throttle guesses', (open) => {
  test('an address that has tried 30 unknown codes is refused whatever it tries; others are not', async () => {
    const house = await open()
    const { code } = await openWithOne(house)
    const order = anOrder({ clientAddress: '203.0.113.7' })
    for (let i = 0; i < 15; i += 1) {
      expect(await refusalOf(redeemCode(house, drawCode(), order))).toBe('voucher.not_found')
      expect(await refusalOf(quoteCode(house, { code: 'WRONG', order }, 'key_1'))).toBe('voucher.not_found')
    }
    const blocked = await redeemCode(house, code, order).catch((error: unknown) => error)
    expect(blocked).toMatchObject({ code: 'request.throttled', retryAfter: expect.any(Number) })
    expect(await refusalOf(quoteCode(house, { code, order }, 'key_1'))).toBe('request.throttled')
    expect(await refusalOf(redeemCode(house, code, anOrder({ clientAddress: '203.0.113.8' })))).toBe('ok')
    expect(await refusalOf(redeemCode(house, drawCode(), anOrder()))).toBe('voucher.not_found')
  })

  test('codes that exist are never counted', async () => {
    const house = await open()
    const { code } = await openWithOne(house)
    const order = anOrder({ clientAddress: '203.0.113.7', currency: 'USD' })
    for (let i = 0; i < 40; i += 1)
      expect(await refusalOf(redeemCode(house, code, order))).toBe('order.currency_mismatch')
  })
})
