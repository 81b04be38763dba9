// What an order adds to its customer's history, case by case.
import { describe, expect, it } from 'vitest'
import { applyEvent, type OrderEvent, type OrderFacts, shareOf } from './order-facts.ts'

const nothing: OrderFacts = {
  reference: 'o1',
  customerId: null,
  placedAt: null,
  placedEvent: null,
  placedDay: null,
  receivedAt: 0,
  totalMinor: 0,
  refundedMinor: 0,
  currency: null,
  lines: [],
  refunds: { lines: [], looseMinor: 0 },
  cancelledAt: null,
}
const at = (hour: number) => `2026-06-15T${String(hour).padStart(2, '0')}:30:00-07:00`
const item = (sku: string, category: string | undefined, quantity: number, unitPriceMinor: number) => ({
  sku,
  quantity,
  unitPriceMinor,
  ...(category === undefined ? {} : { category }),
})
const basket = [item('green', 'tea', 2, 300), item('black', 'tea', 1, 400), item('arabica', 'coffee', 1, 1000)]
const placed = (hour: number, rest: object = {}): OrderEvent => ({
  id: `p${hour}`,
  type: 'order.placed',
  at: at(hour),
  orderReference: 'o1',
  items: basket,
  totalMinor: 2000,
  currency: 'EUR',
  ...rest,
})
const refund = (amountMinor: number, items?: typeof basket): OrderEvent => ({
  id: 'r',
  type: 'order.refunded',
  at: at(9),
  orderReference: 'o1',
  amountMinor,
  items,
})
const cancel = (hour: number): OrderEvent => ({ id: 'c', type: 'order.cancelled', at: at(hour), orderReference: 'o1' })
const tell = (...events: OrderEvent[]): OrderFacts =>
  events.reduce(
    (order, event) =>
      applyEvent(order, event, {
        customerId: 'cus_1',
        receivedAt: 1,
        categoryOf: (sku) => (sku === 'listed' ? 'cups' : null),
      }),
    nothing,
  )
const spent = (...events: OrderEvent[]) => Object.fromEntries(shareOf(tell(...events))?.categories ?? [])

describe('an order', () => {
  it('adds its total and its categories', () => {
    expect(shareOf(tell(placed(8)))).toMatchObject({ customerId: 'cus_1', currency: 'EUR', totalMinor: 2000 })
    expect(spent(placed(8))).toEqual({
      tea: { quantity: 3, spentMinor: 1000 },
      coffee: { quantity: 1, spentMinor: 1000 },
    })
  })

  it('belongs to the day as the shop wrote it', () => {
    expect(tell(placed(23)).placedDay).toBe('2026-06-15')
  })

  it('takes a category from the catalogue where the item has none, and goes without where nobody knows', () => {
    const items = [item('listed', undefined, 1, 50), item('unheard', undefined, 1, 70), item('listed', 'mugs', 1, 30)]
    expect(spent(placed(8, { items }))).toEqual({
      cups: { quantity: 1, spentMinor: 50 },
      mugs: { quantity: 1, spentMinor: 30 },
    })
  })

  it.each([
    ['nothing but a refund', [refund(100)]],
    ['nothing but a cancellation', [cancel(8)]],
    ['placed and cancelled', [placed(8), cancel(9)]],
    ['cancelled, then placed again later', [placed(8), cancel(9), placed(10)]],
  ])('adds nothing: %s', (_, events) => {
    expect(shareOf(tell(...events))).toBeNull()
  })

  it('never gives back more than it cost', () => {
    expect(shareOf(tell(placed(8), refund(1500), refund(1500)))?.totalMinor).toBe(0)
    expect(shareOf(tell(refund(9e12), refund(9e12), placed(8)))?.totalMinor).toBe(0)
  })

  it.each([
    ['an article lowers its own category', [item('green', undefined, 1, 300)], 300, { tea: 700, coffee: 1000 }],
    ['more than there was takes all', [item('green', 'coffee', 9, 300)], 2700, { tea: 0, coffee: 1000 }],
    ['money alone lowers all by their share', undefined, 500, { tea: 750, coffee: 750 }],
    ['so does an article that was not on the order', [item('odd', 'tea', 1, 200)], 200, { tea: 900, coffee: 900 }],
    ['all of it', undefined, 5000, { tea: 0, coffee: 0 }],
  ])('refunds: %s', (_, items, amount, expected) => {
    const left = Object.entries(spent(placed(8), refund(amount, items))).map(([key, sum]) => [key, sum.spentMinor])
    expect(Object.fromEntries(left)).toEqual(expected)
  })

  it('stands as it was placed last, by the greater event id when both are of one instant', () => {
    expect(tell(placed(9, { totalMinor: 1 }), placed(8, { totalMinor: 2 })).totalMinor).toBe(1)
    const twins = [placed(8, { id: 'a', totalMinor: 1 }), placed(8, { id: 'b', totalMinor: 2 })]
    expect(tell(...twins).totalMinor).toBe(2)
    expect(tell(...twins.toReversed()).totalMinor).toBe(2)
  })
})
