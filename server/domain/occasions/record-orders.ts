// Records what events say about orders, and carries each change over to the history of its customer in the same write.
import { categoriesOf } from '#catalog/categories-of.ts'
import type { Tx } from '#db/store.ts'
import { applyEvent, type OrderEvent, type OrderFacts, type Share, shareOf } from './order-facts.ts'
import {
  type CategoryChange,
  changeCategories,
  changeCustomerOrders,
  insertSpendChanges,
  lockOrders,
  noteOrderChange,
  type OrderRow,
  type OrdersChange,
  refreshLastOrders,
  type SpendChange,
  saveOrders,
} from './queries-orders.ts'

export interface OrderReport {
  event: OrderEvent
  customerId: string | null
}

/** Sums are kept by their changes and never counted anew. */
export async function recordOrders(tx: Tx, reports: OrderReport[]): Promise<void> {
  if (reports.length === 0) return
  const references = [...new Set(reports.map(({ event }) => event.orderReference))].sort()
  const known = new Map((await lockOrders(tx, references)).map((row) => [row.reference, readRow(row)]))
  const categories = await categoriesOf(tx, unnamed(reports))
  const changes = makeChanges()
  for (const { event, customerId } of reports) {
    const before = known.get(event.orderReference)
    if (before === undefined) throw new Error('an order that was locked cannot be found')
    const receipt = { customerId, receivedAt: tx.now, categoryOf: (sku: string) => categories.get(sku) ?? null }
    const after = applyEvent(before, event, receipt)
    known.set(event.orderReference, after)
    changes.note({ eventId: event.id, receivedAt: tx.now, at: Date.parse(event.at) }, shareOf(before), shareOf(after))
  }
  await saveOrders(tx, [...known.values()].map(writeRow))
  const { people, orders, spent, journal } = changes.all()
  await changeCustomerOrders(tx, orders)
  await refreshLastOrders(tx, people)
  await changeCategories(tx, spent, people)
  await insertSpendChanges(tx, journal)
  if (people.length > 0) await noteOrderChange(tx, people)
}

function unnamed(reports: OrderReport[]): string[] {
  return reports.flatMap(({ event }) =>
    event.type === 'order.placed' ? event.items.flatMap((item) => (item.category === undefined ? [item.sku] : [])) : [],
  )
}

type Cause = Pick<SpendChange, 'eventId' | 'receivedAt' | 'at'>

/** Gathers what events change, summed per row and sorted, so that all writes lock rows in one order. */
function makeChanges() {
  const orders = new Map<string, OrdersChange>()
  const spent = new Map<string, CategoryChange>()
  const journal = new Map<string, SpendChange>()

  function add(cause: Cause, share: Share, sign: 1 | -1): void {
    const { customerId, currency } = share
    const totalMinor = sign * share.totalMinor
    const pair = `${customerId} ${currency}`
    const sum = orders.get(pair) ?? { customerId, currency, orders: 0, totalMinor: 0 }
    orders.set(pair, { ...sum, orders: sum.orders + sign, totalMinor: sum.totalMinor + totalMinor })
    const entry = `${pair} ${cause.eventId}`
    const deltaMinor = (journal.get(entry)?.deltaMinor ?? 0) + totalMinor
    journal.set(entry, { ...cause, customerId, currency, deltaMinor })
    for (const [category, { quantity, spentMinor }] of share.categories) {
      const row = `${pair} ${category}`
      const before = spent.get(row) ?? { customerId, currency, category, quantity: 0, spentMinor: 0 }
      spent.set(row, {
        ...before,
        quantity: before.quantity + sign * quantity,
        spentMinor: before.spentMinor + sign * spentMinor,
      })
    }
  }

  return {
    note(cause: Cause, before: Share | null, after: Share | null): void {
      if (before !== null) add(cause, before, -1)
      if (after !== null) add(cause, after, 1)
    },
    all: () => ({
      people: [...new Set([...orders.values()].map((change) => change.customerId))].sort(),
      orders: sorted(orders),
      spent: sorted(spent).filter((change) => change.quantity !== 0 || change.spentMinor !== 0),
      journal: sorted(journal).filter((change) => change.deltaMinor !== 0),
    }),
  }
}

const sorted = <T>(rows: Map<string, T>): T[] => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

function readRow({ items, refunds, ...row }: OrderRow): OrderFacts {
  return {
    ...row,
    lines: items === null ? [] : JSON.parse(items),
    refunds: refunds === null ? { lines: [], looseMinor: 0 } : JSON.parse(refunds),
  }
}

function writeRow({ lines, refunds, ...order }: OrderFacts): OrderRow {
  const isRefunded = refunds.lines.length > 0 || refunds.looseMinor > 0
  return {
    ...order,
    items: lines.length === 0 ? null : JSON.stringify(lines),
    refunds: isRefunded ? JSON.stringify(refunds) : null,
  }
}
