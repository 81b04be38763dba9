// Some units of one product at no cost, the dearest first, up to a most when one is given.
import { unitOffSchema } from '#shared/contracts/offers.ts'
import { MAX_MINOR } from '#shared/money.ts'
import type { Line, OfferKind, Order } from './offer.ts'

export const unitOff: OfferKind<'unit_off'> = {
  kind: 'unit_off',
  label: 'Units for free',
  args: unitOffSchema,
  worstCaseMinor: (offer) => offer.maxMinor ?? MAX_MINOR,
  discount(offer, { order }) {
    const lines = freeUnits(order, offer.sku, offer.quantity)
    if (lines.length === 0) return { refusal: 'order.no_eligible_items' }
    const worth = lines.reduce((sum, line) => sum + line.mostMinor, 0)
    return { discountMinor: Math.min(worth, offer.maxMinor ?? worth), lines }
  },
}

/** Every line of the product in the order's order, with the price of its free units: 0 where there are none left. */
function freeUnits(order: Order, sku: string, quantity: number): Line[] {
  const items = (order.items ?? []).filter((item) => item.sku === sku)
  const lines = items.map((): Line => ({ sku, mostMinor: 0 }))
  const dearestFirst = items
    .map((item, at) => ({ item, at }))
    .sort((a, b) => b.item.unitPriceMinor - a.item.unitPriceMinor)
  let left = quantity
  for (const { item, at } of dearestFirst) {
    const free = Math.min(left, item.quantity)
    lines[at] = { sku, mostMinor: free * item.unitPriceMinor }
    left -= free
  }
  return lines
}
