// The best set of codes, held against every set there is by arithmetic of its own; and stacks redeemed at once.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { Offer } from '#shared/contracts/offers.ts'
import { quoteStack } from './quote-stack.ts'
import { reverse } from './reverse.ts'
import { redeemStack, reverseStack } from './stack.ts'
import {
  aKey,
  anOrder,
  booksOf,
  brokenBooks,
  countRefusals,
  openShop,
  openWithOne,
  redeemCode,
  type ShopTerms,
} from './test-shop.ts'

type Stacking = NonNullable<ShopTerms['stacking']>
interface Coupon {
  offer: Offer
  stacking: Stacking
  limitMinor: number
  whenShort: 'refuse' | 'cap'
  minimumOrderMinor: number
}
const minor = fc.constantFrom(1, 199, 500, 2500, 9000)
const offers: fc.Arbitrary<Offer> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('amount_off'), amountMinor: minor }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('percent_off'), bps: fc.constantFrom(1, 1250, 5000), maxMinor: minor }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('free_shipping'), maxMinor: minor }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('gift_card'), amountMinor: minor }) },
)
const rank = fc.constantFrom(500, 500, 10)
const stackings: fc.Arbitrary<Stacking> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ mode: fc.constant('exclusive'), rank }) },
  {
    weight: 5,
    arbitrary: fc.record({
      mode: fc.constant('combinable'),
      group: fc.constantFrom(undefined, undefined, 'a', 'b'),
      rank,
    }),
  },
)
const coupon: fc.Arbitrary<Coupon> = fc.record({
  offer: offers,
  stacking: stackings,
  limitMinor: fc.constantFrom(1_000_000, 1_000_000, 300, 0),
  whenShort: fc.constantFrom('refuse', 'cap'),
  minimumOrderMinor: fc.constantFrom(0, 0, 3000),
})
const orders = fc.record({ amountMinor: fc.constantFrom(0, 3, 2999, 10_000), shippingMinor: fc.constantFrom(0, 490) })
interface Amounts {
  amountMinor: number
  shippingMinor: number
}

const kinds = ['amount_off', 'percent_off', 'free_shipping', 'gift_card']
const isCard = ({ offer }: Coupon) => offer.kind === 'gift_card'
const turn = ({ offer, stacking }: Coupon) =>
  offer.kind === 'gift_card' ? 10_000 + stacking.rank : stacking.rank + kinds.indexOf(offer.kind) / 10

/** What a set takes off, code by code; null when it may not be used. Each has a budget of its own. */
function worthOf(set: Coupon[], order: Amounts): number[] | null {
  const plain = set.filter((one) => !isCard(one))
  if (plain.length > 1 && plain.some((one) => one.stacking.mode === 'exclusive')) return null
  const groups = plain.flatMap(({ stacking }) => ('group' in stacking && stacking.group ? stacking.group : []))
  if (new Set(groups).size < groups.length) return null
  let rest = order.amountMinor
  let shipping = order.shippingMinor
  const worth: number[] = []
  for (const one of set.toSorted((a, b) => turn(a) - turn(b))) {
    if (order.amountMinor < one.minimumOrderMinor) return null
    const { offer } = one
    let off = 0
    if (offer.kind === 'amount_off' || offer.kind === 'gift_card') off = Math.min(offer.amountMinor, rest)
    if (offer.kind === 'percent_off') off = Math.min(offer.maxMinor, Math.floor((rest * offer.bps) / 10_000 + 0.5))
    if (offer.kind === 'free_shipping') off = Math.min(offer.maxMinor, shipping)
    if (off > one.limitMinor) off = one.whenShort === 'cap' ? one.limitMinor : 0
    if (off === 0) return null
    if (offer.kind === 'free_shipping') shipping -= off
    else rest -= off
    worth.push(off)
  }
  return worth
}

const total = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0)
const setsOf = <T>(all: T[]): T[][] =>
  Array.from({ length: 2 ** all.length }, (_, mask) => all.filter((_, at) => mask & (1 << at)))

const issue = async (house: TestHouse, coupons: Coupon[]) => {
  const made = []
  for (const one of coupons) made.push(await openWithOne(house, one))
  return made
}

forEachHouse('laws of stacks', (open, engine) => {
  const numRuns = engine === 'sqlite' ? 150 : 15

  test('the quote is the greatest discount of all sets that may be used, however the codes are named; it redeems so', async () => {
    const house = await open()
    const law = fc.asyncProperty(fc.array(coupon, { minLength: 1, maxLength: 5 }), orders, async (coupons, amounts) => {
      const made = await issue(house, coupons)
      const codes = made.map(({ code }) => code)
      const order = anOrder(amounts)
      // Of equals the older voucher has its turn first.
      const inPlay = (some: Coupon[]) => coupons.filter((one) => some.includes(one))
      const said = await quoteStack(house, { codes, order })
      const plain = coupons.filter((one) => !isCard(one))
      const all = setsOf(plain).map((set) => ({ set, worth: worthOf(set, amounts) }))
      const best = Math.max(...all.map(({ worth }) => total(worth ?? [])))
      const applied = said.applied.map(({ code }) => coupons[codes.indexOf(code)] as Coupon)
      const chosen = applied.filter((one) => !isCard(one))
      const discounts = said.applied.map((one) => one.discountMinor)
      expect(total(discounts.slice(0, chosen.length))).toBe(best)
      const fewest = Math.min(...all.filter(({ worth }) => worth && total(worth) === best).map(({ set }) => set.length))
      expect(chosen.length).toBe(fewest)
      expect(applied.map(turn)).toEqual(applied.map(turn).toSorted((a, b) => a - b))
      expect(discounts).toEqual(worthOf(applied, amounts))
      expect(said.discountMinor).toBe(total(discounts))
      expect(said.dueMinor).toBe(amounts.amountMinor + amounts.shippingMinor - total(discounts))
      expect(said.dueMinor).toBeGreaterThanOrEqual(0)
      // No card stays out that could pay in its turn.
      for (const left of coupons.filter((one) => isCard(one) && !applied.includes(one)))
        expect(worthOf(inPlay([...applied, left]), amounts)).toBeNull()
      const names = [...said.applied, ...said.leftOut].map(({ code }) => code)
      expect(names.toSorted()).toEqual(codes.toSorted())
      const backwards = await quoteStack(house, { codes: codes.toReversed(), order })
      expect(backwards.applied).toEqual(said.applied)
      if (said.applied.length === 0) return
      const wanted = said.applied.map(({ code }) => code)
      const { stack } = await redeemStack(house, { codes: wanted.toReversed(), order }, aKey())
      expect(stack.redemptions.map((one) => one.discountMinor)).toEqual(discounts)
      expect(await quoteStack(house, { codes: wanted, order })).toMatchObject({ applied: said.applied })
      for (const { campaignId } of made) expect(await brokenBooks(house, campaignId)).toEqual([])
    })
    await fc.assert(law, { numRuns })
  })

  test('lines: each code takes from every line no more than those before it have left', async () => {
    const house = await open()
    const skus = fc.constantFrom('A', 'B', 'C')
    const scope = fc.option(fc.record({ skus: fc.array(skus, { minLength: 1, maxLength: 2 }) }), { nil: undefined })
    const onLines: fc.Arbitrary<Offer> = fc.oneof(
      fc.record({ kind: fc.constant('amount_off'), amountMinor: fc.integer({ min: 1, max: 4000 }), scope }),
      fc.record({
        kind: fc.constant('percent_off'),
        bps: fc.integer({ min: 1, max: 10_000 }),
        maxMinor: fc.integer({ min: 1, max: 4000 }),
        scope,
      }),
      fc.record({ kind: fc.constant('unit_off'), sku: skus, quantity: fc.integer({ min: 1, max: 3 }) }),
    )
    const item = fc.record({ sku: skus, quantity: fc.integer({ min: 1, max: 3 }), unitPriceMinor: fc.nat(1500) })
    const items = fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: ({ sku }) => sku })
    const law = fc.asyncProperty(fc.array(onLines, { minLength: 2, maxLength: 4 }), items, async (kinds, named) => {
      const made = []
      for (const offer of kinds) made.push(await openWithOne(house, { offer }))
      const codes = made.map(({ code }) => code)
      const amountMinor = total(named.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor))
      const said = await quoteStack(house, { codes, order: anOrder({ amountMinor, items: named }) })
      const left = new Map<string, number>(
        named.map(({ sku, quantity, unitPriceMinor }) => [sku, quantity * unitPriceMinor]),
      )
      for (const { lines = [], discountMinor } of said.applied) {
        expect(total(lines.map((line) => line.discountMinor))).toBe(discountMinor)
        for (const line of lines) left.set(line.sku, (left.get(line.sku) ?? 0) - line.discountMinor)
        expect(Math.min(...left.values())).toBeGreaterThanOrEqual(0)
      }
      expect(total([...left.values()])).toBe(said.dueMinor)
    })
    await fc.assert(law, { numRuns })
  })

  test('the same codes by many orders, in one order of codes and in the other: one order has them all, nobody waits for ever', async () => {
    const house = await open()
    const shops = [await openShop(house, 2, {}), await openShop(house, 2, { mode: 'guaranteed', limitMinor: 1000 })]
    const codes = shops.flatMap(({ tickets }) => tickets.map(({ code }) => code))
    const words = await countRefusals(
      Array.from({ length: 40 }, (_, at) =>
        redeemStack(house, { codes: at % 2 ? codes : codes.toReversed(), order: anOrder() }, aKey()),
      ),
    )
    expect(words).toEqual({ ok: 1, 'voucher.already_redeemed': 39 })
    for (const { campaignId } of shops) {
      expect(await booksOf(house, campaignId)).toMatchObject({ spent: 1000, reserved: 0, count: 2 })
      expect(await brokenBooks(house, campaignId)).toEqual([])
    }
  })

  test('one order that asks many times at once: one stack, and everybody is told of it', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 3, { limitMinor: 1500 })
    const codes = tickets.map(({ code }) => code)
    const order = anOrder()
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, at) =>
        redeemStack(house, { codes: at % 2 ? codes : codes.toReversed(), order }, aKey()),
      ),
    )
    expect(answers.filter(({ replayed }) => !replayed).length).toBe(1)
    expect(new Set(answers.map(({ stack }) => stack.id)).size).toBe(1)
    expect(await booksOf(house, campaignId)).toMatchObject({ spent: 1500, count: 3 })
  })

  test('an exclusive code and others under one order, at the single doors and in stacks at once: it is alone, or it is not there', async () => {
    const house = await open()
    for (let round = 0; round < 6; round++) {
      const alone = await openShop(house, 1, { stacking: { mode: 'exclusive', rank: 500 } })
      const plain = await openShop(house, 4, {})
      const [exclusive] = alone.tickets.map(({ code }) => code)
      const [one, two, three, four] = plain.tickets.map(({ code }) => String(code))
      const order = anOrder()
      const asked = [
        redeemCode(house, String(one), order),
        redeemCode(house, String(exclusive), order),
        redeemCode(house, String(two), order),
        redeemStack(house, { codes: [String(three), String(four)], order }, aKey()),
      ]
      if (round % 2) asked.reverse()
      const words = await countRefusals(asked)
      const spent = await Promise.all([alone, plain].map(({ campaignId }) => booksOf(house, campaignId)))
      const [onAlone, onPlain] = spent.map((books) => books.spent)
      expect(onAlone === 0 || onPlain === 0, JSON.stringify(words)).toBe(true)
      expect(words).toEqual(onAlone === 0 ? { ok: 3, 'stack.exclusive': 1 } : { ok: 1, 'stack.exclusive': 3 })
    }
  })

  test('stacks of several campaigns, single redemptions, parts taken back and whole stacks, all at once: the books are right', async () => {
    const house = await open()
    const card = { kind: 'gift_card', amountMinor: 900 } as const
    const shops = [
      await openShop(house, 24, { limitMinor: 6000, perDay: { limitMinor: 5000 } }),
      await openShop(house, 24, { mode: 'guaranteed', limitMinor: 12_000 }),
      await openShop(house, 24, { offer: card, limitMinor: 9000, whenShort: 'cap' }),
    ]
    const codesAt = (at: number) => shops.map(({ tickets }) => String(tickets[at]?.code))
    const play = async (at: number) => {
      const order = anOrder({ amountMinor: 1500 })
      if (at % 4 === 3) return void (await redeemCode(house, String(codesAt(at)[at % 3]), order))
      const { stack } = await redeemStack(house, { codes: codesAt(at), order }, aKey())
      expect(stack.discountMinor).toBeLessThanOrEqual(1500)
      const [first] = stack.redemptions
      const part = reverse(house, String(first?.id), { reason: 'part', amountMinor: 100 }, aKey())
      if (at % 3 === 0) await Promise.allSettled([part, reverseStack(house, stack.id, { reason: 'all' }, aKey())])
      else await part
    }
    const words = await countRefusals(Array.from({ length: 24 }, (_, at) => play(at)))
    expect(words.ok).toBeGreaterThan(3)
    for (const { campaignId } of shops) expect(await brokenBooks(house, campaignId)).toEqual([])
  })
})
