// Records a page of reported events in one write: new ones once, their facts, and what settles with them.
import { categoriesOf } from '#catalog/categories-of.ts'
import type { Tx } from '#db/store.ts'
import type { CartUpdated, EventsAccepted, ShopEvent } from '#shared/contracts/events.ts'
import {
  type CartRow,
  type EventRow,
  insertNewEvents,
  keepCartItems,
  keepFirstSignups,
  keepLatestCarts,
  type SignupRow,
  typesOfEvents,
} from './queries.ts'
import { type OrderReport, recordOrders } from './record-orders.ts'

/** Called inside the write that accepted the events, after their facts were recorded. It is told all of them at once, so
 * that it may take its locks in the order of the house. */
export type Settle = (tx: Tx, events: { event: ShopEvent; customerId: string | null }[]) => Promise<void>

export interface Report {
  /** Its place in the call. */
  index: number
  event: ShopEvent
  customerId: string | null
  /** Whether what a custom event says is kept: only when somebody declared which category of data that is. */
  keepsData: boolean
}
type Counts = Pick<EventsAccepted, 'accepted' | 'duplicates' | 'errors'>

/** An id that was used for another type of event is an error, any other repeat a duplicate. */
export async function recordReports(tx: Tx, reports: Report[], settle: Settle): Promise<Counts> {
  const first = new Map<string, Report>()
  for (const report of reports) if (!first.has(report.event.id)) first.set(report.event.id, report)
  // Sorted, so that two writes with the same events wait for each other instead of for ever.
  const rows = [...first.values()].map((report) => eventRow(report, tx.now)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const made = await insertNewEvents(tx, rows)
  const fresh = [...first.values()].filter((report) => made.has(report.event.id))
  await recordFacts(tx, fresh)
  await settle(
    tx,
    fresh.map(({ event, customerId }) => ({ event, customerId })),
  )
  const repeats = reports.filter((report) => first.get(report.event.id) !== report || !made.has(report.event.id))
  const types = await typesOfEvents(tx, [...new Set(repeats.map((report) => report.event.id))])
  const errors = repeats.flatMap(({ index, event }) =>
    types.get(event.id) === event.type
      ? []
      : [{ index, code: 'event.id_reused', path: 'id', message: 'this id was used for another event' }],
  )
  return { accepted: fresh.length, duplicates: repeats.length - errors.length, errors }
}

async function recordFacts(tx: Tx, reports: Report[]): Promise<void> {
  const orders: OrderReport[] = []
  const carts = new Map<string, CartRow>()
  const updates = new Map<string, CartUpdated>()
  const signups = new Map<string, SignupRow>()
  for (const { event, customerId } of reports) {
    if (isOrder(event)) orders.push({ event, customerId })
    else if (customerId === null) continue
    else if (isCart(event)) {
      keepBest(carts, cartRow(event, customerId, tx.now), laterCart)
      updates.set(event.id, event)
    } else if (event.type === 'customer.signed_up') keepBest(signups, signupRow(event, customerId, tx.now), earlier)
  }
  await recordOrders(tx, orders)
  await keepLatestCarts(tx, sorted(carts))
  await recordItems(tx, sorted(carts), updates)
  await keepFirstSignups(tx, sorted(signups))
}

async function recordItems(tx: Tx, carts: CartRow[], updates: ReadonlyMap<string, CartUpdated>): Promise<void> {
  const lying = carts.flatMap(({ customerId, reference, eventId }) => {
    const items = new Map((updates.get(eventId)?.items ?? []).map((item) => [item.sku, item]))
    return [...items.values()].map(({ sku, category }) => ({ customerId, reference, eventId, sku, category }))
  })
  const unnamed = lying.flatMap(({ sku, category }) => (category === undefined ? [sku] : []))
  const categories = await categoriesOf(tx, [...new Set(unnamed)])
  const rows = lying.map((row) => ({ ...row, category: row.category ?? categories.get(row.sku) ?? null }))
  await keepCartItems(tx, rows, [...new Set(carts.map(({ customerId }) => customerId))])
}

const isOrder = (event: ShopEvent): event is OrderReport['event'] => event.type.startsWith('order.')
const isCart = (event: ShopEvent): event is CartUpdated => event.type === 'cart.updated'
const sorted = <T>(rows: Map<string, T>): T[] => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

/** One statement may not touch a row twice, so of a page's rows for one key only the one that would stand goes in. */
function keepBest<T extends { customerId: string; reference?: string }>(
  rows: Map<string, T>,
  row: T,
  beats: (a: T, b: T) => boolean,
): void {
  const key = `${row.customerId} ${row.reference ?? ''}`
  const standing = rows.get(key)
  if (standing === undefined || beats(row, standing)) rows.set(key, row)
}

const laterCart = (a: CartRow, b: CartRow): boolean => a.at > b.at || (a.at === b.at && a.eventId > b.eventId)
const earlier = (a: SignupRow, b: SignupRow): boolean => a.at < b.at

/** Delays run from the earlier of what the shop says and when we heard of it. */
function times(event: ShopEvent, now: number): { at: number; receivedAt: number; dueBase: number } {
  const at = Date.parse(event.at)
  return { at, receivedAt: now, dueBase: Math.min(at, now) }
}

function eventRow({ event, customerId, keepsData }: Report, now: number): EventRow {
  const isCustom = event.type.startsWith('custom.')
  const data = isCustom && keepsData && 'data' in event && event.data !== undefined ? JSON.stringify(event.data) : null
  return { id: event.id, type: event.type, customerId: isCustom ? customerId : null, ...times(event, now), data }
}

function cartRow(event: CartUpdated, customerId: string, now: number): CartRow {
  return {
    customerId,
    reference: event.cartReference,
    ...times(event, now),
    totalMinor: event.totalMinor,
    currency: event.currency,
    items: event.items.reduce((sum, item) => sum + item.quantity, 0),
    url: event.url ?? null,
    eventId: event.id,
  }
}

const signupRow = (event: ShopEvent, customerId: string, now: number): SignupRow => ({
  customerId,
  ...times(event, now),
})
