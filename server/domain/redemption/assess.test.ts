// What an offer is worth on an order, case by case.
import { describe, expect, it } from 'vitest'
import type { Offer, Order } from '#campaigns/offers/offer.ts'
import { MAX_MINOR } from '#shared/money.ts'
import { type AssessInput, type Assessment, assess } from './assess.ts'

type Item = NonNullable<Order['items']>[number]
const item = (sku: string, unitPriceMinor: number, quantity = 1, category?: string): Item => ({
  sku,
  quantity,
  unitPriceMinor,
  ...(category === undefined ? {} : { category }),
})
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
const ask = (offer: Offer, order: Order, more: Partial<AssessInput> = {}) =>
  assess({ offer, order, budgetCurrency: 'EUR', ...more })
const line = (sku: string, discountMinor: number) => ({ sku, discountMinor })

const quarter: Offer = { kind: 'percent_off', bps: 2500, maxMinor: 10_000 }
const tenOff: Offer = { kind: 'amount_off', amountMinor: 1000 }
const shipping: Offer = { kind: 'free_shipping', maxMinor: 500 }
const card: Offer = { kind: 'gift_card', amountMinor: 5000 }
const twoFree: Offer = { kind: 'unit_off', sku: 'A', quantity: 2 }

type Case = { name: string; offer: Offer; order: Order; more?: Partial<AssessInput>; is: Assessment }
const mixed = orderOf(item('A', 1000, 1, 'shoes'), item('B', 333, 3, 'hats'), item('C', 501))

const percentCases: Case[] = [
  { name: 'whole order without items', offer: quarter, order: plain(1000), is: { discountMinor: 250 } },
  { name: 'half a cent goes up', offer: quarter, order: plain(1002), is: { discountMinor: 251 } },
  { name: 'less than half a cent goes down', offer: quarter, order: plain(1001), is: { discountMinor: 250 } },
  { name: 'rounds to nothing', offer: quarter, order: plain(1), is: { refusal: 'order.nothing_to_discount' } },
  { name: 'an order of nothing', offer: quarter, order: plain(0), is: { refusal: 'order.nothing_to_discount' } },
  { name: 'no more than its most', offer: { ...quarter, maxMinor: 99 }, order: plain(1000), is: { discountMinor: 99 } },
  {
    name: 'everything of the largest order',
    offer: { kind: 'percent_off', bps: 10_000, maxMinor: MAX_MINOR },
    order: plain(MAX_MINOR),
    is: { discountMinor: MAX_MINOR },
  },
  {
    name: 'rounded once and split by largest remainder, ties in order',
    offer: { ...quarter, bps: 1000 },
    order: orderOf(item('A', 55), item('B', 55), item('C', 55)),
    is: { discountMinor: 17, lines: [line('A', 6), line('B', 6), line('C', 5)] },
  },
  {
    name: 'the most is split too',
    offer: { ...quarter, maxMinor: 100 },
    order: orderOf(item('A', 3000), item('B', 1000)),
    is: { discountMinor: 100, lines: [line('A', 75), line('B', 25)] },
  },
  {
    name: 'free lines stay in the list',
    offer: quarter,
    order: orderOf(item('A', 0), item('B', 400)),
    is: { discountMinor: 100, lines: [line('A', 0), line('B', 100)] },
  },
  { name: 'items that are none', offer: quarter, order: orderOf(), is: { refusal: 'order.nothing_to_discount' } },
]

const scopeCases: Case[] = [
  {
    name: 'a category on the item',
    offer: { ...quarter, scope: { categories: ['hats'] } },
    order: mixed,
    is: { discountMinor: 250, lines: [line('B', 250)] },
  },
  {
    name: 'a category from the catalogue',
    offer: { ...quarter, scope: { categories: ['socks'] } },
    order: mixed,
    more: { categoryOf: (sku) => (sku === 'C' ? 'socks' : null) },
    is: { discountMinor: 125, lines: [line('C', 125)] },
  },
  {
    name: 'the item beats the catalogue',
    offer: { ...quarter, scope: { categories: ['hats'] } },
    order: mixed,
    more: { categoryOf: () => 'hats' },
    is: { discountMinor: 375, lines: [line('B', 250), line('C', 125)] },
  },
  {
    name: 'the favourite category',
    offer: { ...quarter, scope: { favouriteCategory: true } },
    order: mixed,
    more: { favouriteCategory: 'shoes' },
    is: { discountMinor: 250, lines: [line('A', 250)] },
  },
  {
    name: 'no favourite category',
    offer: { ...quarter, scope: { favouriteCategory: true } },
    order: mixed,
    is: { refusal: 'order.no_eligible_items' },
  },
  {
    name: 'a favourite that is not on the order',
    offer: { ...quarter, scope: { favouriteCategory: true } },
    order: mixed,
    more: { favouriteCategory: 'gloves' },
    is: { refusal: 'order.no_eligible_items' },
  },
  {
    name: 'any part of a scope will do, each line once',
    offer: { ...quarter, scope: { skus: ['A'], categories: ['shoes', 'hats'] } },
    order: mixed,
    is: { discountMinor: 500, lines: [line('A', 250), line('B', 250)] },
  },
  {
    name: 'the same product on two lines',
    offer: { ...tenOff, scope: { skus: ['A'] } },
    order: orderOf(item('A', 300), item('B', 9000), item('A', 100)),
    is: { discountMinor: 400, lines: [line('A', 300), line('A', 100)] },
  },
  {
    name: 'categories are compared as they are written',
    offer: { ...quarter, scope: { categories: ['Hats'] } },
    order: mixed,
    is: { refusal: 'order.no_eligible_items' },
  },
  {
    name: 'a scope and an order without items',
    offer: { ...quarter, scope: { skus: ['A'] } },
    order: plain(1000),
    is: { refusal: 'order.no_eligible_items' },
  },
]

const otherCases: Case[] = [
  { name: 'an amount', offer: tenOff, order: plain(5000), is: { discountMinor: 1000 } },
  { name: 'an amount above the order', offer: tenOff, order: plain(999), is: { discountMinor: 999 } },
  {
    name: 'an amount over lines',
    offer: tenOff,
    order: orderOf(item('A', 1000), item('B', 1000), item('C', 1000)),
    is: { discountMinor: 1000, lines: [line('A', 334), line('B', 333), line('C', 333)] },
  },
  { name: 'shipping', offer: shipping, order: plain(1000, 490), is: { discountMinor: 490 } },
  { name: 'dear shipping', offer: shipping, order: plain(1000, 900), is: { discountMinor: 500 } },
  {
    name: 'shipping that is free already',
    offer: shipping,
    order: plain(1000, 0),
    is: { refusal: 'order.nothing_to_discount' },
  },
  { name: 'unsaid shipping', offer: shipping, order: plain(1000), is: { refusal: 'order.shipping_missing' } },
  { name: 'a new gift card', offer: card, order: plain(1200), is: { discountMinor: 1200 } },
  { name: 'a gift card below the order', offer: card, order: plain(9000), is: { discountMinor: 5000 } },
  {
    name: 'a gift card with a rest',
    offer: card,
    order: plain(9000),
    more: { balanceMinor: 70 },
    is: { discountMinor: 70 },
  },
  { name: 'a part of it', offer: card, order: plain(9000), more: { askedMinor: 300 }, is: { discountMinor: 300 } },
  {
    name: 'more than its rest',
    offer: card,
    order: plain(9000),
    more: { balanceMinor: 70, askedMinor: 300 },
    is: { refusal: 'giftcard.short' },
  },
  {
    name: 'more than the order',
    offer: card,
    order: plain(100),
    more: { askedMinor: 300 },
    is: { discountMinor: 100 },
  },
  {
    name: 'an empty card',
    offer: card,
    order: plain(100),
    more: { balanceMinor: 0 },
    is: { refusal: 'giftcard.empty' },
  },
  {
    name: 'asking is for gift cards alone',
    offer: tenOff,
    order: plain(5000),
    more: { askedMinor: 1, balanceMinor: 0 },
    is: { discountMinor: 1000 },
  },
  { name: 'a gift card pays the order, not its lines', offer: card, order: mixed, is: { discountMinor: 2500 } },
  {
    name: 'units, the dearest first wherever they stand',
    offer: twoFree,
    order: orderOf(item('A', 100, 1), item('A', 300, 1), item('A', 200, 5), item('B', 900)),
    is: { discountMinor: 500, lines: [line('A', 0), line('A', 300), line('A', 200)] },
  },
  {
    name: 'fewer units than are free',
    offer: { ...twoFree, quantity: 10 },
    order: orderOf(item('A', 100, 3)),
    is: { discountMinor: 300, lines: [line('A', 300)] },
  },
  {
    name: 'units up to a most',
    offer: { ...twoFree, quantity: 3, maxMinor: 100 },
    order: orderOf(item('A', 100), item('A', 300)),
    is: { discountMinor: 100, lines: [line('A', 25), line('A', 75)] },
  },
  {
    name: 'units of another product',
    offer: twoFree,
    order: orderOf(item('B', 1)),
    is: { refusal: 'order.no_eligible_items' },
  },
  { name: 'units of no items', offer: twoFree, order: plain(100), is: { refusal: 'order.no_eligible_items' } },
]

const orderCases: Case[] = [
  {
    name: 'another currency',
    offer: tenOff,
    order: { ...plain(5000), currency: 'USD' },
    is: { refusal: 'order.currency_mismatch' },
  },
  {
    name: 'items above the amount',
    offer: tenOff,
    order: { ...mixed, amountMinor: mixed.amountMinor - 1 },
    is: { refusal: 'order.total_mismatch' },
  },
  {
    name: 'items below the amount, on a gift card as well',
    offer: card,
    order: { ...mixed, amountMinor: mixed.amountMinor + 1 },
    is: { refusal: 'order.total_mismatch' },
  },
  {
    name: 'no items for an amount',
    offer: tenOff,
    order: { ...plain(1), items: [] },
    is: { refusal: 'order.total_mismatch' },
  },
  {
    name: 'items beyond every amount',
    offer: tenOff,
    order: { ...plain(MAX_MINOR), items: [item('A', MAX_MINOR, 1_000_000)] },
    is: { refusal: 'order.total_mismatch' },
  },
  {
    name: 'below the minimum by a cent',
    offer: tenOff,
    order: plain(4999),
    more: { minimumOrderMinor: 5000 },
    is: { refusal: 'order.below_minimum' },
  },
  {
    name: 'the minimum itself',
    offer: tenOff,
    order: plain(5000),
    more: { minimumOrderMinor: 5000 },
    is: { discountMinor: 1000 },
  },
  {
    name: 'the minimum is of the order, not of what is eligible nor of shipping',
    offer: { ...tenOff, scope: { skus: ['C'] } },
    order: { ...mixed, shippingMinor: 9000 },
    more: { minimumOrderMinor: 2500 },
    is: { discountMinor: 501, lines: [line('C', 501)] },
  },
  {
    name: 'what the budget still has, split anew',
    offer: tenOff,
    order: orderOf(item('A', 1000), item('B', 1000), item('C', 1000)),
    more: { capMinor: 100 },
    is: { discountMinor: 100, lines: [line('A', 34), line('B', 33), line('C', 33)] },
  },
  { name: 'an empty budget', offer: card, order: plain(100), more: { capMinor: 0 }, is: { discountMinor: 0 } },
]

describe.each([
  ['percent off', percentCases],
  ['scope', scopeCases],
  ['the other offers', otherCases],
  ['the order', orderCases],
])('%s', (_, cases) => {
  it.each(cases)('$name', ({ offer, order, more, is }) => {
    expect(ask(offer, order, more)).toEqual(is)
  })
})
