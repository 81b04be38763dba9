// What occasions holds about a person: handed over whole, or let go. Orders stay as orders of nobody, so that a late refund
// still finds them; ids of events stay, so that nothing is counted twice.
import { iso, isoOrNull } from '#core/clock.ts'
import type { Queries, Tx } from '#db/store.ts'
import {
  cartItemsOf,
  cartsOf,
  customEventsOf,
  deleteCarts,
  deleteSignups,
  forgetCustomEvents,
  signupsOf,
} from './queries.ts'
import { forgetOrders, ordersOf } from './queries-orders.ts'

export async function exportPersonalData(q: Queries, customerId: string): Promise<Record<string, unknown>> {
  const [carts, items, signups, orders, events] = await Promise.all([
    cartsOf(q, customerId),
    cartItemsOf(q, customerId),
    signupsOf(q, customerId),
    ordersOf(q, customerId),
    customEventsOf(q, customerId),
  ])
  return {
    carts: carts.map(({ reference, at, totalMinor, currency, url }) => ({
      reference,
      updatedAt: iso(at),
      totalMinor,
      currency,
      url,
      items: items.flatMap((item) =>
        item.reference === reference ? [{ sku: item.sku, category: item.category }] : [],
      ),
    })),
    orders: orders.map((order) => ({
      reference: order.reference,
      placedAt: isoOrNull(order.placedAt),
      cancelledAt: isoOrNull(order.cancelledAt),
      totalMinor: order.totalMinor,
      refundedMinor: order.refundedMinor,
      currency: order.currency,
      items: order.items === null ? [] : JSON.parse(order.items),
    })),
    signedUpAt: isoOrNull(signups[0]?.at ?? null),
    events: events.map(({ id, type, at, data }) => ({
      id,
      type,
      at: iso(at),
      data: data === null ? null : JSON.parse(data),
    })),
  }
}

export async function erasePersonalData(tx: Tx, customerId: string): Promise<void> {
  await deleteCarts(tx, customerId)
  await deleteSignups(tx, customerId)
  await forgetCustomEvents(tx, customerId)
  await forgetOrders(tx, customerId)
}
