// What is known of an order after its events, in any order of arrival, and what it adds to its customer's history; pure.
import type { Item, OrderCancelled, OrderPlaced, OrderRefunded } from '#shared/contracts/events.ts'
import { allocate, MAX_MINOR } from '#shared/money.ts'

export type OrderEvent = OrderPlaced | OrderRefunded | OrderCancelled

/** An article of the order, with what it cost in all. */
export interface Line {
  sku: string
  category: string | null
  quantity: number
  amountMinor: number
}
/** Money given back by article, and money given back without saying for which. */
export interface Refunds {
  lines: { sku: string; quantity: number; amountMinor: number }[]
  looseMinor: number
}
export interface OrderFacts {
  reference: string
  customerId: string | null
  placedAt: number | null
  placedEvent: string | null
  /** The day as the shop wrote it. */
  placedDay: string | null
  receivedAt: number
  totalMinor: number
  refundedMinor: number
  currency: string | null
  lines: Line[]
  refunds: Refunds
  cancelledAt: number | null
}
/** What an order adds to the history of its customer. */
export interface Share {
  customerId: string
  currency: string
  totalMinor: number
  categories: Map<string, { quantity: number; spentMinor: number }>
}
export interface Receipt {
  customerId: string | null
  receivedAt: number
  categoryOf: (sku: string) => string | null
}

/**
 * Of several reports of the placing the latest `at` stands (decisions.md, 20), of equal ones the greater event id, so that
 * every order of arrival ends alike. Refunds add up; the earliest cancellation counts and is not taken back.
 */
export function applyEvent(order: OrderFacts, event: OrderEvent, receipt: Receipt): OrderFacts {
  const at = Date.parse(event.at)
  if (event.type === 'order.cancelled') return { ...order, cancelledAt: Math.min(order.cancelledAt ?? at, at) }
  if (event.type === 'order.refunded') {
    return {
      ...order,
      refundedMinor: atMost(order.refundedMinor + event.amountMinor),
      refunds: addRefund(order.refunds, event),
    }
  }
  if (!stands(event, at, order)) return order
  return {
    ...order,
    customerId: receipt.customerId,
    placedAt: at,
    placedEvent: event.id,
    placedDay: event.at.slice(0, 10),
    receivedAt: receipt.receivedAt,
    totalMinor: event.totalMinor,
    currency: event.currency,
    lines: event.items.map((item) => ({
      sku: item.sku,
      category: item.category ?? receipt.categoryOf(item.sku),
      quantity: item.quantity,
      amountMinor: amountOf(item),
    })),
  }
}

/** Null while nobody's history is touched: not placed yet, cancelled, or bought by nobody we know. */
export function shareOf(order: OrderFacts): Share | null {
  const { customerId, currency, placedAt, cancelledAt } = order
  if (customerId === null || currency === null || placedAt === null || cancelledAt !== null) return null
  return {
    customerId,
    currency,
    totalMinor: Math.max(0, order.totalMinor - order.refundedMinor),
    categories: spentByCategory(order),
  }
}

export const amountOf = (item: Item): number => item.quantity * item.unitPriceMinor

function stands(event: OrderPlaced, at: number, { placedAt, placedEvent }: OrderFacts): boolean {
  if (placedAt === null || placedEvent === null || at > placedAt) return true
  return at === placedAt && event.id > placedEvent
}

function addRefund(refunds: Refunds, event: OrderRefunded): Refunds {
  const { items } = event
  if (items === undefined || items.length === 0)
    return { ...refunds, looseMinor: atMost(refunds.looseMinor + event.amountMinor) }
  const lines = new Map(refunds.lines.map((line) => [line.sku, line]))
  for (const item of items) {
    const before = lines.get(item.sku) ?? { sku: item.sku, quantity: 0, amountMinor: 0 }
    lines.set(item.sku, {
      sku: item.sku,
      quantity: atMost(before.quantity + item.quantity),
      amountMinor: atMost(before.amountMinor + amountOf(item)),
    })
  }
  return { ...refunds, lines: [...lines.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1)) }
}

/** Refunded articles lower their own category; money without an article lowers all of them by their share. */
function spentByCategory({ lines, refunds }: OrderFacts): Share['categories'] {
  const spent: Share['categories'] = new Map()
  for (const { category, quantity, amountMinor } of lines) {
    if (category === null) continue
    const sum = spent.get(category) ?? { quantity: 0, spentMinor: 0 }
    spent.set(category, { quantity: sum.quantity + quantity, spentMinor: sum.spentMinor + amountMinor })
  }
  let looseMinor = refunds.looseMinor
  for (const back of refunds.lines) {
    const category = lines.find((line) => line.sku === back.sku)?.category
    const sum = category === undefined || category === null ? undefined : spent.get(category)
    if (sum === undefined) {
      looseMinor += back.amountMinor
      continue
    }
    sum.quantity = Math.max(0, sum.quantity - back.quantity)
    sum.spentMinor = Math.max(0, sum.spentMinor - back.amountMinor)
  }
  return lessLoose(spent, looseMinor)
}

function lessLoose(spent: Share['categories'], looseMinor: number): Share['categories'] {
  const names = [...spent.keys()].sort()
  const weights = names.map((name) => spent.get(name)?.spentMinor ?? 0)
  const sum = weights.reduce((soFar, weight) => soFar + weight, 0)
  const less = Math.min(looseMinor, sum)
  if (less === 0) return spent
  for (const [index, part] of allocate(less, weights).entries()) {
    const one = spent.get(names[index] ?? '')
    if (one) one.spentMinor -= part
  }
  return spent
}

/** Sums stop at the largest amount there is, so that their order never matters and they stay exact. */
const atMost = (sum: number): number => Math.min(sum, MAX_MINOR)
