// What an offer is worth on an order: laws that hold for any offer on any order.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import type { Offer, Order } from '#campaigns/offers/offer.ts'
import { MAX_MINOR } from '#shared/money.ts'
import { refusals } from '#shared/refusals.ts'
import { type AssessInput, type Assessment, assess } from './assess.ts'

type Item = NonNullable<Order['items']>[number]
const orderOf = (...items: Item[]): Order => ({
  reference: 'order-1',
  currency: 'EUR',
  amountMinor: items.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0),
  items,
})
const plain = (amountMinor: number, shippingMinor?: number): Order => ({
  reference: 'order-1',
  currency: 'EUR',
  amountMinor,
  ...(shippingMinor === undefined ? {} : { shippingMinor }),
})

const skus = fc.constantFrom('A', 'B', 'C', 'D')
const categories = fc.constantFrom('hats', 'shoes', 'socks')
const money = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 1_000_000 }))
const some = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1_000_000 }))
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const scope = maybe(
  fc
    .record({
      categories: maybe(fc.array(categories, { minLength: 1, maxLength: 2 })),
      skus: maybe(fc.array(skus, { minLength: 1, maxLength: 2 })),
      favouriteCategory: maybe(fc.constant(true as const)),
    })
    .filter((parts) => Object.values(parts).some((part) => part !== undefined)),
)
const anyOffer: fc.Arbitrary<Offer> = fc.oneof(
  fc.record({
    kind: fc.constant('percent_off' as const),
    bps: fc.integer({ min: 1, max: 10_000 }),
    maxMinor: some,
    scope,
  }),
  fc.record({ kind: fc.constant('amount_off' as const), amountMinor: some, scope }),
  fc.record({ kind: fc.constant('free_shipping' as const), maxMinor: some }),
  fc.record({ kind: fc.constant('gift_card' as const), amountMinor: some }),
  fc.record({
    kind: fc.constant('unit_off' as const),
    sku: skus,
    quantity: fc.integer({ min: 1, max: 5 }),
    maxMinor: maybe(some),
  }),
)
const anyItem = fc.record({
  sku: skus,
  category: maybe(categories),
  quantity: fc.integer({ min: 1, max: 5 }),
  unitPriceMinor: money,
})
const anyOrder: fc.Arbitrary<Order> = fc
  .record({ items: maybe(fc.array(anyItem, { maxLength: 8 })), amountMinor: money, shippingMinor: maybe(money) })
  .map(({ items, amountMinor, shippingMinor }) => ({
    ...(items ? orderOf(...items) : plain(amountMinor)),
    ...(shippingMinor === undefined ? {} : { shippingMinor }),
  }))
const anyInput: fc.Arbitrary<AssessInput> = fc.record({
  offer: anyOffer,
  order: anyOrder,
  budgetCurrency: fc.constant('EUR'),
  minimumOrderMinor: maybe(money),
  favouriteCategory: maybe(fc.option(categories)),
  balanceMinor: maybe(fc.option(money)),
  askedMinor: maybe(money),
  capMinor: maybe(money),
  categoryOf: fc.constantFrom(
    (): string | null => null,
    (): string | null => 'hats',
    (sku: string): string | null => (sku === 'A' ? 'shoes' : null),
  ),
})

/** The discount by a second, plainer reading of the contract: unit by unit, with a fraction for the percentage. */
function expectedMinor(input: AssessInput): number {
  const { offer, order, favouriteCategory, balanceMinor, askedMinor, categoryOf } = input
  if (offer.kind === 'free_shipping') return Math.min(order.shippingMinor ?? 0, offer.maxMinor)
  if (offer.kind === 'gift_card') {
    return Math.min(order.amountMinor, balanceMinor ?? offer.amountMinor, askedMinor ?? MAX_MINOR)
  }
  const prices = (items: Item[]) => items.flatMap((one) => Array<number>(one.quantity).fill(one.unitPriceMinor))
  const sum = (units: number[]) => units.reduce((total, price) => total + price, 0)
  if (offer.kind === 'unit_off') {
    const units = prices((order.items ?? []).filter(({ sku }) => sku === offer.sku)).sort((a, b) => b - a)
    return Math.min(sum(units.slice(0, offer.quantity)), offer.maxMinor ?? MAX_MINOR)
  }
  const { scope } = offer
  const wanted = [
    ...(scope?.categories ?? []),
    ...(scope?.favouriteCategory && favouriteCategory ? [favouriteCategory] : []),
  ]
  const isIn = ({ sku, category }: Item) =>
    scope?.skus?.includes(sku) || wanted.includes(category ?? categoryOf?.(sku) ?? 'none')
  const eligible = scope ? sum(prices((order.items ?? []).filter(isIn))) : order.amountMinor
  if (offer.kind === 'amount_off') return Math.min(eligible, offer.amountMinor)
  return Math.min(Math.floor((eligible * offer.bps) / 10_000 + 0.5), offer.maxMinor)
}

describe('any offer on any order', () => {
  const holds = (law: (input: AssessInput, answer: Assessment) => void) =>
    fc.assert(
      fc.property(anyInput, (input) => {
        law(input, assess(input))
      }),
      { numRuns: 1500 },
    )

  it('takes what the contract says, and no more than the budget has', () => {
    holds((input, answer) => {
      if ('refusal' in answer) return
      expect(answer.discountMinor).toBe(Math.min(expectedMinor(input), input.capMinor ?? MAX_MINOR))
    })
  })

  it('takes a whole amount, never negative, never above the order or its shipping, nor above the worst case', () => {
    holds(({ offer, order, balanceMinor }, answer) => {
      if ('refusal' in answer) return
      const isShipping = offer.kind === 'free_shipping'
      expect(Number.isSafeInteger(answer.discountMinor) && answer.discountMinor >= 0).toBe(true)
      expect(answer.discountMinor).toBeLessThanOrEqual((isShipping ? order.shippingMinor : order.amountMinor) ?? 0)
      if (balanceMinor == null) expect(answer.discountMinor).toBeLessThanOrEqual(worstCaseMinor(offer))
    })
  })

  it('refuses only with words of the house, and only for what the offer reads', () => {
    holds((input, answer) => {
      const { offer, order, balanceMinor, askedMinor, minimumOrderMinor } = input
      if (!('refusal' in answer)) return
      expect(Object.keys(refusals)).toContain(answer.refusal)
      const isScoped = offer.kind === 'unit_off' || ('scope' in offer && offer.scope !== undefined)
      const reasons: Record<string, boolean> = {
        'order.below_minimum': order.amountMinor < (minimumOrderMinor ?? 0),
        'order.no_eligible_items': isScoped,
        'order.shipping_missing': offer.kind === 'free_shipping' && order.shippingMinor === undefined,
        'order.nothing_to_discount': offer.kind !== 'gift_card' && expectedMinor(input) === 0,
        'giftcard.empty': offer.kind === 'gift_card' && balanceMinor === 0,
        'giftcard.short': offer.kind === 'gift_card' && (askedMinor ?? 0) > (balanceMinor ?? offer.amountMinor),
      }
      expect(reasons[answer.refusal]).toBe(true)
    })
  })

  it('splits exactly, no line above its own money, lines in the order of the order', () => {
    holds(({ order }, answer) => {
      if ('refusal' in answer || !answer.lines) return
      expect(answer.lines.reduce((sum, { discountMinor }) => sum + discountMinor, 0)).toBe(answer.discountMinor)
      let at = -1
      const items = order.items ?? []
      for (const { sku, discountMinor } of answer.lines) {
        at = items.findIndex(
          (one, index) => index > at && one.sku === sku && discountMinor <= one.quantity * one.unitPriceMinor,
        )
        expect(at).toBeGreaterThanOrEqual(0)
        expect(discountMinor).toBeGreaterThanOrEqual(0)
      }
    })
  })

  it('gives lines exactly to offers on items of orders that name them', () => {
    holds(({ offer, order }, answer) => {
      if ('refusal' in answer) return
      const isOnItems = ['percent_off', 'amount_off', 'unit_off'].includes(offer.kind)
      expect(answer.lines !== undefined).toBe(isOnItems && order.items !== undefined)
    })
  })

  it('refuses for the minimum exactly when the order is below it', () => {
    holds(({ order, minimumOrderMinor }, answer) => {
      const isBelow = order.amountMinor < (minimumOrderMinor ?? 0)
      expect('refusal' in answer && answer.refusal === 'order.below_minimum').toBe(isBelow)
    })
  })

  it('never takes more because the budget has less, and takes what the budget has when that is short', () => {
    fc.assert(
      fc.property(anyInput, money, (input, capMinor) => {
        const free = assess({ ...input, capMinor: null })
        const capped = assess({ ...input, capMinor })
        if ('refusal' in free) expect(capped).toEqual(free)
        else expect(capped).toHaveProperty('discountMinor', Math.min(free.discountMinor, capMinor))
      }),
    )
  })

  it('answers the same twice and leaves what it was given alone', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const before = structuredClone({ offer: input.offer, order: input.order })
        expect(assess(input)).toEqual(assess(input))
        expect({ offer: input.offer, order: input.order }).toEqual(before)
      }),
    )
  })
})
