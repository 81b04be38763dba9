// Some units of one product at no cost, the dearest first, up to a most when one is given.
import { unitOffSchema } from '#shared/contracts/offers.ts'
import { MAX_MINOR } from '#shared/money.ts'
import type { Left, Line, OfferKind, Order } from './offer.ts'

export const unitOff: OfferKind<'unit_off'> = {
  kind: 'unit_off',
  label: 'Units for free',
  args: unitOffSchema,
  worstCaseMinor: (offer) => offer.maxMinor ?? MAX_MINOR,
  discount(offer, { order, left }) {
    const lines = freeUnits(order, offer.sku, offer.quantity, left)
    if (lines.length === 0) return { refusal: 'order.no_eligible_items' }
    const worth = lines.reduce((sum, line) => sum + line.mostMinor, 0)
    return { discountMinor: Math.min(worth, offer.maxMinor ?? worth), lines }
  },
}

/** Every line of the product in the order's order, with the price of its free units as far as it is to be paid still: 0
 * where there are none left. */
function freeUnits(order: Order, sku: string, quantity: number, before: Left | undefined): Line[] {
  const items = (order.items ?? []).map((item, at) => ({ item, at })).filter(({ item }) => item.sku === sku)
  const dearestFirst = [...items].sort((a, b) => b.item.unitPriceMinor - a.item.unitPriceMinor)
  const free = new Map<number, number>()
  let left = quantity
  for (const { item, at } of dearestFirst) {
    const units = Math.min(left, item.quantity)
    free.set(at, units * item.unitPriceMinor)
    left -= units
  }
  return items.map(({ at }) => {
    const worth = free.get(at) ?? 0
    return { sku, at, mostMinor: Math.min(worth, before?.lines?.[at] ?? worth) }
  })
}
