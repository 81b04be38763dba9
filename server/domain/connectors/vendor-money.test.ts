// Amounts of vendors: by the digits of their currency, halves away from zero, and lines that sum to what was paid for them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalOf } from './outlets/decimal.ts'
import { readExact, textOf, thingOf } from './read-exact.ts'
import { digitsOf, minorOf, unitsOf } from './vendor-money.ts'
import { shopify } from './vendors/shopify.ts'

test('digits of a currency, halves away from zero, and nothing that is no amount', () => {
  expect([minorOf('29.10', 'EUR'), minorOf('500', 'JPY'), minorOf('1.2345', 'KWD')]).toEqual([2910, 500, 1235])
  expect([minorOf('0.005', 'EUR'), minorOf('-0.005', 'EUR'), minorOf(3.335, 'EUR')]).toEqual([1, -1, 334])
  expect([minorOf('1,5', 'EUR'), minorOf('', 'EUR'), minorOf(null, 'EUR'), minorOf('1e9', 'EUR')]).toEqual(
    Array(4).fill(null),
  )
})

test('units of a line always sum to the line', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 9_000_000 }), (quantity, line) => {
      const units = unitsOf('a', quantity, line)
      expect(units.reduce((sum, unit) => sum + unit.quantity, 0)).toBe(quantity)
      expect(units.reduce((sum, unit) => sum + unit.quantity * unit.unitPriceMinor, 0)).toBe(line)
    }),
  )
})

test('a decimal is read back as what was written', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9_000_000_000 }),
      fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
      (minor, currency) => {
        expect(minorOf(decimalOf(minor, digitsOf(currency)), currency)).toBe(minor)
      },
    ),
  )
})

test('numbers keep all their digits, whatever they are', () => {
  const read = thingOf(readExact(Buffer.from('{"id":820982911946154508,"a":29.10,"b":12,"c":1.5,"d":-0.0}')))
  expect(['id', 'a', 'b', 'c', 'd'].map((name) => textOf(read[name]))).toEqual([
    '820982911946154508',
    '29.10',
    '12',
    '1.5',
    '-0.0',
  ])
})

const line = (sku: string, price: string, shares: [amount: string, by: number][]) => ({
  sku,
  quantity: 1,
  price,
  discount_allocations: shares.map(([amount, by]) => ({ amount, discount_application_index: by })),
})

/** 5.00 off the first line by itself, and 10.00 by a code over all of them, as a shop has split it. */
const sale = {
  id: 1,
  created_at: '2026-01-01T00:00:00Z',
  currency: 'USD',
  total_price: '284.00',
  discount_codes: [{ code: 'TEN', amount: '10.00', type: 'fixed_amount' }],
  discount_applications: [{ type: 'automatic' }, { type: 'discount_code', code: 'TEN' }],
  line_items: [
    line('a', '99.00', [
      ['5.00', 0],
      ['3.20', 1],
    ]),
    line('b', '100.00', [['3.40', 1]]),
    line('c', '100.00', [['3.40', 1]]),
  ],
}

test.each([
  ['a code of the shop is off the price of each line, as the shop split it', new Map(), [9080, 9660, 9660], undefined],
  [
    'a code of ours is left for its redemption, others are not',
    new Map([['TEN', 'TEN']]),
    [9400, 10_000, 10_000],
    ['TEN'],
  ],
])('%s', (_what, ours: ReadonlyMap<string, string>, prices, voucherCodes) => {
  const context = { connectorId: 'con_1', currency: null, prefix: '', ours, mappings: [], now: 0 }
  const facts = shopify.read('orders/create', sale, context) ?? []
  const placed = facts.flatMap((fact) => (fact.kind === 'event' ? [fact.event] : []))
  expect(placed).toMatchObject([{ items: prices.map((unitPriceMinor) => ({ quantity: 1, unitPriceMinor })) }])
  expect(placed[0]?.voucherCodes).toEqual(voucherCodes)
})
