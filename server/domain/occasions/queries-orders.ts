// SQL of the room occasions: orders, and what they add up to for each customer.
import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { newId } from '#core/ids.ts'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { customerCategories, customerOrders, orderChanges, orders, spendChanges } from '#db/tables/occasions.ts'
import { within } from '#db/within.ts'
import { favouriteCategory } from './history.ts'
import { upsertRows } from './queries-upsert.ts'

export type OrderRow = typeof orders.$inferSelect
export type CustomerOrdersRow = typeof customerOrders.$inferSelect
export type SpendChange = typeof spendChanges.$inferSelect
export type CategoryChange = typeof customerCategories.$inferSelect
export interface OrdersChange {
  customerId: string
  currency: string
  orders: number
  totalMinor: number
}

/**
 * Makes rows for orders that are new and locks them all, in the order of their references: what is read here stays as
 * it is until the transaction ends. `references` are sorted and unique.
 */
export async function lockOrders(tx: Tx, references: string[]): Promise<OrderRow[]> {
  if (references.length === 0) return []
  const bare = references.map((reference) => ({ reference, receivedAt: tx.now }))
  await insertMany(tx, orders, bare, { onConflict: 'nothing' })
  if (tx.engine === 'postgres')
    await tx.rows(
      sql`select reference from orders where reference in ${references} order by reference${tx.forUpdate()}`,
    )
  return tx.select().from(orders).where(inArray(orders.reference, references))
}

export function saveOrders(tx: Tx, rows: OrderRow[]): Promise<void> {
  return upsertRows(tx, 'orders.save', orders, rows, {
    target: orders.reference,
    set: {
      customerId: sql`excluded.customer_id`,
      placedAt: sql`excluded.placed_at`,
      placedEvent: sql`excluded.placed_event`,
      placedDay: sql`excluded.placed_day`,
      receivedAt: sql`excluded.received_at`,
      totalMinor: sql`excluded.total_minor`,
      refundedMinor: sql`excluded.refunded_minor`,
      currency: sql`excluded.currency`,
      items: sql`excluded.items`,
      refunds: sql`excluded.refunds`,
      cancelledAt: sql`excluded.cancelled_at`,
    },
  })
}

/** Rows that would become negative as an insert must be there already, so those are updated: the checks of the table
 * judge an upsert's row before they see that it is there. `changes` are sorted and unique. */
export async function changeCustomerOrders(tx: Tx, changes: OrdersChange[]): Promise<void> {
  const isLess = (change: OrdersChange) => change.orders < 0 || change.totalMinor < 0
  await raiseCustomerOrders(
    tx,
    changes.filter((change) => !isLess(change)),
  )
  for (const change of changes.filter(isLess)) {
    await tx
      .update(customerOrders)
      .set({
        orders: sql`${customerOrders.orders} + ${change.orders}`,
        totalMinor: sql`${customerOrders.totalMinor} + ${change.totalMinor}`,
        updatedAt: tx.now,
      })
      .where(and(eq(customerOrders.customerId, change.customerId), eq(customerOrders.currency, change.currency)))
  }
}

function raiseCustomerOrders(tx: Tx, changes: OrdersChange[]): Promise<void> {
  const rows = changes.map((change) => ({ ...change, lastAt: null, lastReference: null, updatedAt: tx.now }))
  return upsertRows(tx, 'customer_orders.raise', customerOrders, rows, {
    target: [customerOrders.customerId, customerOrders.currency],
    set: {
      orders: sql`${customerOrders.orders} + excluded.orders`,
      totalMinor: sql`${customerOrders.totalMinor} + excluded.total_minor`,
      updatedAt: sql`excluded.updated_at`,
    },
  })
}

/** The last order of each currency. After the rows are locked by the change above, so that no other write's order is
 * overlooked; a customer without any order left has no row. */
export async function refreshLastOrders(tx: Tx, customerIds: string[]): Promise<void> {
  if (customerIds.length === 0) return
  await tx.rows(sql`
    update customer_orders set (last_at, last_reference) = (
      select o.placed_at, o.reference from orders o
      where o.customer_id = customer_orders.customer_id and o.currency = customer_orders.currency
        and o.placed_at is not null and o.cancelled_at is null
      order by o.placed_at desc, o.reference desc limit 1)
    where customer_id in ${customerIds}`)
  await tx
    .delete(customerOrders)
    .where(and(inArray(customerOrders.customerId, customerIds), eq(customerOrders.orders, 0)))
}

/** `changes` are sorted and unique. */
export async function changeCategories(tx: Tx, changes: CategoryChange[], customerIds: string[]): Promise<void> {
  if (changes.length === 0) return
  await upsertRows(tx, 'customer_categories.change', customerCategories, changes, {
    target: [customerCategories.customerId, customerCategories.currency, customerCategories.category],
    set: {
      quantity: sql`${customerCategories.quantity} + excluded.quantity`,
      spentMinor: sql`${customerCategories.spentMinor} + excluded.spent_minor`,
    },
  })
  await tx
    .delete(customerCategories)
    .where(
      and(
        inArray(customerCategories.customerId, customerIds),
        eq(customerCategories.quantity, 0),
        eq(customerCategories.spentMinor, 0),
      ),
    )
}

export const insertSpendChanges = (tx: Tx, rows: SpendChange[]): Promise<number> => insertMany(tx, spendChanges, rows)

/** One row for the whole write: who counts behind looks at these people's orders anew. */
export async function noteOrderChange(tx: Tx, customerIds: string[]): Promise<void> {
  await tx.insert(orderChanges).values({ id: newId('orderChange', tx.now), people: JSON.stringify(customerIds) })
}

export function favouriteRows(q: Queries, customerIds: string[]): Promise<{ id: string; category: string | null }[]> {
  return q.rows(sql`
    select h.customer_id as id, ${favouriteCategory(sql`h.customer_id`)} as category
    from (select distinct customer_id from customer_orders where customer_id in ${customerIds}) h`)
}

export const ordersOf = (q: Queries, customerId: string): Promise<OrderRow[]> =>
  q
    .select()
    .from(orders)
    .where(and(eq(orders.customerId, customerId), isNotNull(orders.customerId)))
    .orderBy(desc(orders.placedAt), asc(orders.reference))

/** The orders stay, as orders of nobody. */
export async function forgetOrders(tx: Tx, customerId: string): Promise<void> {
  await tx
    .update(orders)
    .set({ customerId: null, items: null, refunds: null })
    .where(and(eq(orders.customerId, customerId), isNotNull(orders.customerId)))
  await tx.delete(customerOrders).where(eq(customerOrders.customerId, customerId))
  await tx.delete(customerCategories).where(eq(customerCategories.customerId, customerId))
  await tx.delete(spendChanges).where(eq(spendChanges.customerId, customerId))
}

export const orderCountRows = (q: Queries, ids: string[]) =>
  q.rows<{ id: string; orders: number }>(
    sql`select customer_id as id, sum(orders) as orders from customer_orders where customer_id ${within(q, ids)} group by customer_id`,
  )

/** What the orders are and when they were placed stays. */
export async function moveOrders(tx: Tx, from: string, into: string): Promise<void> {
  await tx
    .update(orders)
    .set({ customerId: into })
    .where(and(eq(orders.customerId, from), isNotNull(orders.customerId)))
}
