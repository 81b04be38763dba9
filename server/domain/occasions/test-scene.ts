// A stage for tests of occasions: people, events in the shop's words, and who is due for what.
import { type SQL, sql } from 'drizzle-orm'
import type { TestHouse } from '#core/test-house.ts'
import { customerIds } from '#customers/find.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { zonesInUse } from '#customers/zones.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import type { EventsAccepted } from '#shared/contracts/events.ts'
import { dueOf, type Trigger } from './kinds/all.ts'
import { reportEvents } from './report.ts'

export type Sent = Record<string, unknown>
const toIso = (instant: number): string => new Date(instant).toISOString()
let serial = 0

export const nobodySettles = async (): Promise<void> => {}

export const report = (house: TestHouse, ...events: Sent[]): Promise<EventsAccepted> =>
  reportEvents(house, events, nobodySettles)

/** An event with an id of its own unless it says one. */
const event = (type: string, at: number, rest: Sent): Sent => ({ id: `e${serial++}`, type, at: toIso(at), ...rest })

export const cart = (customerReference: string, at: number, rest: Sent = {}): Sent =>
  event('cart.updated', at, {
    customerReference,
    cartReference: `cart-${customerReference}`,
    items: [{ sku: 'tea', category: 'tea', quantity: 2, unitPriceMinor: 15_000 }],
    totalMinor: 30_000,
    currency: 'EUR',
    ...rest,
  })

export const placed = (
  orderReference: string,
  customerReference: string | undefined,
  at: number,
  rest: Sent = {},
): Sent => {
  const totalMinor = typeof rest.totalMinor === 'number' ? rest.totalMinor : 10_000
  const items = [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: totalMinor }]
  return event('order.placed', at, { orderReference, customerReference, items, currency: 'EUR', ...rest, totalMinor })
}

export const refunded = (orderReference: string, at: number, amountMinor: number, rest: Sent = {}): Sent =>
  event('order.refunded', at, { orderReference, amountMinor, ...rest })

export const cancelled = (orderReference: string, at: number): Sent => event('order.cancelled', at, { orderReference })

export const signedUp = (customerReference: string, at: number, rest: Sent = {}): Sent =>
  event('customer.signed_up', at, { customerReference, ...rest })

export const custom = (name: string, customerReference: string, at: number, rest: Sent = {}): Sent =>
  event(`custom.${name}`, at, { customerReference, ...rest })

export const person = (house: TestHouse, reference: string, fields: PutCustomer = {}) =>
  upsertCustomer(house, reference, fields, { keepBirthYear: true })

export async function idOf(house: TestHouse, reference: string): Promise<string> {
  const ids = await customerIds(house.store.read, house.secrets, [reference])
  return ids.get(reference) ?? `nobody called ${reference}`
}

interface Looked {
  launchedAt: number
  since?: number
  zone?: string
}

/** Who is due now, as 'reference occasion', in alphabetical order. `people` are those who may be named. */
export async function dueNow(
  house: TestHouse,
  trigger: Trigger,
  people: readonly string[],
  { launchedAt, since = launchedAt, zone = 'UTC' }: Looked,
): Promise<string[]> {
  const q = house.store.read
  const zones = await zonesInUse(q)
  const { join, where, occasion } = dueOf(trigger, {
    asOf: house.clock.now(),
    since,
    launchedAt,
    zone,
    zones,
    engine: q.engine,
  })
  const rows = await q.rows<{ id: string; occasion: string }>(
    sql`select c.id, ${occasion} as occasion from customers c ${join ?? sql``} where ${where}`,
  )
  const ids = await customerIds(q, house.secrets, [...people])
  const names = new Map([...ids].map(([reference, id]) => [id, reference]))
  return rows.map((row) => `${names.get(row.id)} ${row.occasion}`).sort()
}

/** The lines of the engine's plan for a query, as one text. */
export async function planOf(house: TestHouse, query: SQL): Promise<string> {
  const { read } = house.store
  if (read.engine === 'postgres') {
    const rows = await read.rows<{ 'QUERY PLAN': string }>(sql`explain ${query}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  const rows = await read.rows<{ detail: string }>(sql`explain query plan ${query}`)
  return rows.map((row) => row.detail).join('\n')
}
