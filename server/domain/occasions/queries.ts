// SQL of the room occasions: events, carts, sign-ups. Orders have queries-orders.ts.
import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { cartItems, carts, events, signups } from '#db/tables/occasions.ts'
import { within } from '#db/within.ts'
import { upsertRows } from './queries-upsert.ts'

export type EventRow = typeof events.$inferSelect
export type CartRow = typeof carts.$inferSelect
export type CartItemRow = typeof cartItems.$inferSelect
export type SignupRow = typeof signups.$inferSelect

/** Answers the ids that were new: exactly one write gets to see each of them. */
export async function insertNewEvents(tx: Tx, rows: EventRow[]): Promise<Set<string>> {
  const made = await insertMany(tx, events, rows, { onConflict: 'nothing', returning: { id: events.id } })
  return new Set(made.map((row) => row.id))
}

export async function typesOfEvents(q: Queries, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await q.select({ id: events.id, type: events.type }).from(events).where(inArray(events.id, ids))
  return new Map(rows.map((row) => [row.id, row.type]))
}

/** The later state of a cart stands, of two of the same instant the one with the greater event id. */
export function keepLatestCarts(tx: Tx, rows: CartRow[]): Promise<void> {
  return upsertRows(tx, 'carts.keep', carts, rows, {
    target: [carts.customerId, carts.reference],
    set: {
      at: sql`excluded.at`,
      dueBase: sql`excluded.due_base`,
      receivedAt: sql`excluded.received_at`,
      totalMinor: sql`excluded.total_minor`,
      currency: sql`excluded.currency`,
      items: sql`excluded.items`,
      url: sql`excluded.url`,
      eventId: sql`excluded.event_id`,
    },
    setWhere: sql`excluded.at > ${carts.at} or (excluded.at = ${carts.at} and excluded.event_id > ${carts.eventId})`,
  })
}

/** What lies in those carts whose state stands; what lay in them before goes. After the carts, whose rows it is locked by. */
export async function keepCartItems(tx: Tx, rows: CartItemRow[], customerIds: string[]): Promise<void> {
  if (customerIds.length === 0) return
  await insertMany(tx, cartItems, rows, { onConflict: 'nothing' })
  await tx.delete(cartItems).where(sql`${cartItems.customerId} ${within(tx, customerIds)} and not exists (
    select 1 from carts k where k.customer_id = ${cartItems.customerId} and k.reference = ${cartItems.reference}
      and k.event_id = ${cartItems.eventId})`)
}

export const cartItemsOf = (q: Queries, customerId: string): Promise<CartItemRow[]> =>
  q.select().from(cartItems).where(eq(cartItems.customerId, customerId)).orderBy(asc(cartItems.sku))

/** People sign up once: the earliest report stands. */
export function keepFirstSignups(tx: Tx, rows: SignupRow[]): Promise<void> {
  return upsertRows(tx, 'signups.keep', signups, rows, {
    target: signups.customerId,
    set: { at: sql`excluded.at`, dueBase: sql`excluded.due_base`, receivedAt: sql`excluded.received_at` },
    setWhere: sql`excluded.at < ${signups.at}`,
  })
}

export const cartsOf = (q: Queries, customerId: string): Promise<CartRow[]> =>
  q.select().from(carts).where(eq(carts.customerId, customerId)).orderBy(desc(carts.at))

export const signupsOf = (q: Queries, customerId: string): Promise<SignupRow[]> =>
  q.select().from(signups).where(eq(signups.customerId, customerId))

export const customEventsOf = (q: Queries, customerId: string): Promise<EventRow[]> =>
  q
    .select()
    .from(events)
    .where(and(eq(events.customerId, customerId), isNotNull(events.customerId)))
    .orderBy(asc(events.at))

export async function deleteCarts(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(carts).where(eq(carts.customerId, customerId))
  await tx.delete(cartItems).where(eq(cartItems.customerId, customerId))
}

export async function deleteSignups(tx: Tx, customerId: string): Promise<void> {
  await tx.delete(signups).where(eq(signups.customerId, customerId))
}

/** The id stays, so that the event is not counted a second time; whose it was and what it said does not. */
export async function forgetCustomEvents(tx: Tx, customerId: string, types?: readonly string[]): Promise<void> {
  const theirs = and(eq(events.customerId, customerId), isNotNull(events.customerId))
  await tx
    .update(events)
    .set({ customerId: null, data: null })
    .where(types === undefined ? theirs : and(theirs, inArray(events.type, [...types])))
}
