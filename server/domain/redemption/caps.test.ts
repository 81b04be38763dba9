// What may go in a day and to one customer: to the unit, in the campaign's own days, whoever asks at once.
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budgetFigures, latestDays } from '#budget/figures.ts'
import { changeLimit } from '#budget/limit.ts'
import type { House } from '#core/house.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { violated } from '#db/store.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { erasePersonalData } from '#vouchers/personal-data.ts'
import { revokeOne } from '#vouchers/revoke.ts'
import { holdVoucher, releaseHold } from './hold.ts'
import { quoteCode } from './quote.ts'
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
  redeemCode,
  refusalOf,
  type ShopTerms,
  setVoucher,
} from './test-shop.ts'

const back = (house: House, id: string, amountMinor?: number) =>
  reverse(house, id, { reason: 'returned', amountMinor }, aKey())
const hold = (house: House, code: string, order = anOrder(), ttlSeconds = 600) =>
  holdVoucher(house, { code, order, ttlSeconds }, aKey())
const daysOf = async (house: House, campaignId: string) =>
  (await latestDays(house.store.read, campaignId)).map(({ day, usedMinor, countUsed }) => [day, usedMinor, countUsed])
const tenth = { kind: 'percent_off', bps: 1000, maxMinor: 100_000 } as const

/** A shop whose first voucher belong all to one customer. */
async function openFor(house: House, count: number, terms: ShopTerms) {
  const shop = await openShop(house, count, terms)
  const [first] = shop.tickets
  for (const [at, { id }] of shop.tickets.entries())
    await setVoucher(house, id, { customerId: first?.customerId ?? '', occasion: `o${at}` })
  return { ...shop, codes: shop.tickets.map(({ code }) => code) }
}

/** Moves the clock of a house to an instant later than its own. */
const goTo = (house: TestHouse, instant: string) => house.advance(Date.parse(instant) - house.clock.now())

forEachHouse('caps', (open, engine) => {
  test('a day has its amount and its number; the next one begins anew', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 8, { perDay: { limitMinor: 1000, count: 5 } })
    const codes = tickets.map(({ code }) => code)
    const asked = (some: string[]) => countRefusals(some.map((code) => redeemCode(house, code, anOrder())))
    expect(await asked(codes.slice(0, 5))).toEqual({ ok: 2, 'budget.day_exhausted': 3 })
    const quote = await quoteCode(house, { code: String(codes[7]), order: anOrder() })
    expect(quote).toMatchObject({ valid: false, reason: { code: 'budget.day_exhausted' } })
    goTo(house, '2026-06-16T00:00:00Z')
    expect(await refusalOf(redeemCode(house, String(codes[7]), anOrder()))).toBe('ok')
    expect(await daysOf(house, campaignId)).toEqual([
      ['2026-06-16', 500, 1],
      ['2026-06-15', 1000, 2],
    ])
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a day of 23 or 25 hours is one day of its zone', async () => {
    const house = await open()
    for (const [before, within, last, after] of [
      ['2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59.999Z', '2026-10-25T23:00:00Z'],
      ['2027-03-27T22:59:59Z', '2027-03-27T23:00:00Z', '2027-03-28T21:59:59.999Z', '2027-03-28T22:00:00Z'],
    ] as const) {
      goTo(house, before)
      const terms = { perDay: { count: 1 }, timeZone: 'Europe/Berlin' }
      const { tickets } = await openShop(house, 4, terms)
      const at = async (instant: string, nth: number) => {
        goTo(house, instant)
        return refusalOf(redeemCode(house, String(tickets[nth]?.code), anOrder()))
      }
      expect(await at(before, 0)).toBe('ok')
      expect(await at(within, 1)).toBe('ok')
      expect(await at(last, 2)).toBe('budget.day_exhausted')
      expect(await at(after, 2)).toBe('ok')
    }
  })

  test('a percentage is cut to what the day has left, or refused, by the policy', async () => {
    const house = await open()
    const cut = await openShop(house, 3, { offer: tenth, whenShort: 'cap', perDay: { limitMinor: 1500 } })
    const [one, two, three] = cut.tickets.map(({ code }) => code)
    expect((await redeemCode(house, String(one), anOrder())).redemption.discountMinor).toBe(1000)
    expect((await redeemCode(house, String(two), anOrder())).redemption.discountMinor).toBe(500)
    expect(await refusalOf(redeemCode(house, String(three), anOrder()))).toBe('budget.day_exhausted')
    const strict = await openShop(house, 2, { offer: tenth, perDay: { limitMinor: 1500 } })
    const [four, five] = strict.tickets.map(({ code }) => code)
    expect(await refusalOf(redeemCode(house, String(four), anOrder()))).toBe('ok')
    expect(await refusalOf(redeemCode(house, String(five), anOrder()))).toBe('budget.day_exhausted')
    expect(await refusalOf(redeemCode(house, String(five), anOrder({ amountMinor: 5000 })))).toBe('ok')
    for (const { campaignId } of [cut, strict]) expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('what is given back goes to the day that it was taken on', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 4, { perDay: { limitMinor: 500 } })
    const codes = tickets.map(({ code }) => String(code))
    const first = await redeemCode(house, String(codes[0]), anOrder())
    goTo(house, '2026-06-16T08:00:00Z')
    const second = await redeemCode(house, String(codes[1]), anOrder())
    await back(house, first.redemption.id)
    expect(await refusalOf(redeemCode(house, String(codes[2]), anOrder()))).toBe('budget.day_exhausted')
    await back(house, second.redemption.id, 200)
    expect(await daysOf(house, campaignId)).toEqual([
      ['2026-06-16', 300, 1],
      ['2026-06-15', 0, 0],
    ])
    await back(house, second.redemption.id)
    expect(await refusalOf(redeemCode(house, String(codes[2]), anOrder()))).toBe('ok')
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a hold keeps its place in its day, over midnight too; let go of, swept or revoked it gives it back', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 6, { perDay: { limitMinor: 500, count: 1 } })
    const codes = tickets.map(({ code }) => String(code))
    goTo(house, '2026-06-15T23:58:00Z')
    const order = anOrder()
    await hold(house, String(codes[0]), order)
    expect(await refusalOf(redeemCode(house, String(codes[1]), anOrder()))).toBe('budget.day_exhausted')
    house.advance(4 * MINUTE_MS)
    expect(await refusalOf(redeemCode(house, String(codes[1]), anOrder()))).toBe('ok')
    await hold(house, String(codes[0]), order)
    const { redemption } = await redeemCode(house, String(codes[0]), order)
    expect(await daysOf(house, campaignId)).toEqual([
      ['2026-06-16', 500, 1],
      ['2026-06-15', 500, 1],
    ])
    await back(house, redemption.id)
    expect(await daysOf(house, campaignId)).toEqual([
      ['2026-06-16', 500, 1],
      ['2026-06-15', 0, 0],
    ])
    goTo(house, '2026-06-17T08:00:00Z')
    const made = await hold(house, String(codes[2]))
    await releaseHold(house, made.hold.id)
    await hold(house, String(codes[3]), anOrder(), 60)
    house.advance(2 * MINUTE_MS)
    await hold(house, String(codes[4]))
    await house.store.write((tx) => revokeOne(tx, String(tickets[4]?.id), 'test'))
    await hold(house, String(codes[5]), anOrder(), 60)
    house.advance(2 * MINUTE_MS)
    await expireHolds(house)
    expect((await daysOf(house, campaignId))[0]).toEqual(['2026-06-17', 0, 0])
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a customer has her amount and her number over all her vouchers, and an erased one keeps them', async () => {
    const house = await open()
    const { campaignId, codes, tickets } = await openFor(house, 6, { perCustomer: { limitMinor: 1200, count: 2 } })
    const [one, two, three] = codes.map(String)
    const first = await redeemCode(house, String(one), anOrder())
    expect(await refusalOf(redeemCode(house, String(two), anOrder()))).toBe('ok')
    expect(await refusalOf(redeemCode(house, String(three), anOrder()))).toBe('budget.customer_exhausted')
    await back(house, first.redemption.id, 300)
    expect(await refusalOf(redeemCode(house, String(three), anOrder()))).toBe('budget.customer_exhausted')
    await house.store.write((tx) => erasePersonalData(tx, String(tickets[0]?.customerId)))
    expect(await refusalOf(redeemCode(house, String(three), anOrder()))).toBe('budget.customer_exhausted')
    await back(house, first.redemption.id)
    expect(await refusalOf(redeemCode(house, String(three), anOrder()))).toBe('ok')
    const subjects = await house.store.read.rows<{ subject: string }>(sql`select subject from caps`)
    expect(subjects.map(({ subject }) => subject.slice(0, 5))).toEqual(['unit_'])
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('gift cards, guaranteed: each use counts, the card keeps its rest', async () => {
    const house = await open()
    const offer = { kind: 'gift_card', amountMinor: 5000 } as const
    const caps = { perDay: { limitMinor: 1500 }, perCustomer: { count: 2 } }
    const { campaignId, tickets } = await openShop(house, 1, { offer, mode: 'guaranteed', limitMinor: 5000, ...caps })
    const code = String(tickets[0]?.code)
    const pay = (amountMinor: number) => redeem(house, { code, order: anOrder(), amountMinor }, aKey())
    await pay(1000)
    expect(await refusalOf(pay(501))).toBe('budget.day_exhausted')
    await pay(500)
    goTo(house, '2026-06-16T08:00:00Z')
    expect(await refusalOf(pay(1))).toBe('budget.customer_exhausted')
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 1500, reserved: 3500 })
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('a limit that is raised counts at once, and the row itself would take no more than it', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 3, { perDay: { limitMinor: 500 } })
    const [one, two, three] = tickets.map(({ code }) => String(code))
    await redeemCode(house, String(one), anOrder())
    expect(await refusalOf(redeemCode(house, String(two), anOrder()))).toBe('budget.day_exhausted')
    await house.store.write((tx) => changeLimit(tx, campaignId, { perDay: { limitMinor: 1000 } }))
    expect(await refusalOf(redeemCode(house, String(two), anOrder()))).toBe('ok')
    expect(await refusalOf(redeemCode(house, String(three), anOrder()))).toBe('budget.day_exhausted')
    for (const broken of [sql`used_minor = 1001`, sql`used_minor = -1`, sql`count_used = -1`]) {
      const behindTheBack = house.store.write((tx) => tx.rows(sql`update caps set ${broken} returning id`))
      expect(violated(await behindTheBack.catch((error: unknown) => error))).toBe('check')
    }
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('sixty at once, with holds and reversals among them: never above, and to the unit', async () => {
    const house = await open()
    const caps = { perDay: { limitMinor: 5500 }, perCustomer: { limitMinor: 4000, count: 9 } }
    const { campaignId, tickets } = await openShop(house, 60, { ...caps, limitMinor: 20_000 })
    const people = [tickets[0]?.customerId, tickets[1]?.customerId]
    for (const [at, { id }] of tickets.entries())
      await setVoucher(house, id, { customerId: String(people[at % 2]), occasion: `o${at}` })
    const made: string[] = []
    const play = async (code: string, at: number) => {
      if (at % 5 === 4) return void (await hold(house, code))
      const { redemption } = await redeemCode(house, code, anOrder())
      if (at % 3 === 0) await back(house, redemption.id, at % 2 === 0 ? undefined : 100)
      else made.push(redemption.id)
    }
    const words = await countRefusals(tickets.map(({ code }, at) => play(String(code), at)))
    expect(Object.keys(words).sort()).toEqual(expect.arrayContaining(['budget.day_exhausted', 'ok']))
    expect(await brokenBooks(house, campaignId)).toEqual([])
    const figures = await budgetFigures(house.store.read, campaignId)
    const [today] = await latestDays(house.store.read, campaignId)
    expect(today?.usedMinor).toBe((figures?.spentMinor ?? 0) + (figures?.heldMinor ?? 0))
    expect(today?.usedMinor).toBeLessThanOrEqual(5500)
    await Promise.all(made.map((id) => back(house, id)))
    expect(await brokenBooks(house, campaignId)).toEqual([])
  })

  test('law: whatever happens in whatever order, days and customers are the sum of what stands, and within limits', async () => {
    const house = await open()
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('redeem'), at: fc.nat(3), amount: fc.nat(9000) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('hold'), at: fc.nat(3), amount: fc.nat(9000) }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('reverse'), at: fc.nat(9), amount: fc.nat(600) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), at: fc.nat(3), amount: fc.constant(0) }) },
    )
    const limits = fc.record({
      perDay: fc.constantFrom({ limitMinor: 700 }, { count: 2 }, { limitMinor: 1500, count: 3 }),
      perCustomer: fc.constantFrom({ limitMinor: 900 }, { count: 3 }, { limitMinor: 2000, count: 2 }),
      whenShort: fc.constantFrom('refuse', 'cap'),
      mode: fc.constantFrom('at_redemption', 'guaranteed'),
    })
    const waits = [MINUTE_MS, 2 * HOUR_MS, 20 * HOUR_MS, 0]
    const history = fc.asyncProperty(limits, fc.array(step, { maxLength: 16 }), async (terms, steps) => {
      const { campaignId, codes } = await openFor(house, 4, { ...terms, offer: { ...tenth, maxMinor: 800 } })
      const made: string[] = []
      for (const { do: act, at, amount } of steps) {
        const code = String(codes[at % 4])
        const order = anOrder({ reference: `${campaignId}-${at}`, amountMinor: amount })
        if (act === 'wait') house.advance(waits[at] ?? 0)
        else if (act === 'hold') await refusalOf(hold(house, code, order))
        else if (act === 'reverse') await refusalOf(back(house, made[at % made.length] ?? 'none', amount || undefined))
        else await refusalOf(redeemCode(house, code, order).then(({ redemption }) => made.push(redemption.id)))
        expect(await brokenBooks(house, campaignId)).toEqual([])
      }
      // No guard of the schema was ever broken, or a step above would have thrown.
      for (const [, minor, count] of await daysOf(house, campaignId)) {
        expect(Number(minor)).toBeLessThanOrEqual(terms.perDay.limitMinor ?? Number.POSITIVE_INFINITY)
        expect(Number(count)).toBeLessThanOrEqual(terms.perDay.count ?? Number.POSITIVE_INFINITY)
      }
    })
    await fc.assert(history, { numRuns: engine === 'sqlite' ? 60 : 12 })
  })
})
