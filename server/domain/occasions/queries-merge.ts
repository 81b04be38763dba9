// SQL that carries what was observed of one profile over to another.
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/store.ts'

/** Added where the other has a row already; an event that moved an order between the two is one change of none. */
export async function moveSums(tx: Tx, from: string, into: string): Promise<void> {
  await tx.rows(sql`
    insert into customer_orders (customer_id, currency, orders, total_minor, last_at, last_reference, updated_at)
    select ${into}, currency, orders, total_minor, last_at, last_reference, cast(${tx.now} as bigint)
    from customer_orders where customer_id = ${from}
    on conflict (customer_id, currency) do update set orders = customer_orders.orders + excluded.orders,
      total_minor = customer_orders.total_minor + excluded.total_minor, updated_at = excluded.updated_at
    returning currency`)
  await tx.rows(sql`
    insert into customer_categories (customer_id, currency, category, quantity, spent_minor)
    select ${into}, currency, category, quantity, spent_minor from customer_categories where customer_id = ${from}
    on conflict (customer_id, currency, category) do update set
      quantity = customer_categories.quantity + excluded.quantity,
      spent_minor = customer_categories.spent_minor + excluded.spent_minor
    returning currency`)
  await tx.rows(sql`
    insert into spend_changes (customer_id, currency, event_id, received_at, at, delta_minor)
    select ${into}, currency, event_id, received_at, at, delta_minor from spend_changes where customer_id = ${from}
    on conflict (customer_id, currency, event_id) do update set
      delta_minor = spend_changes.delta_minor + excluded.delta_minor
    returning currency`)
  await tx.rows(sql`delete from customer_orders where customer_id = ${from} returning currency`)
  await tx.rows(sql`delete from customer_categories where customer_id = ${from} returning currency`)
  await tx.rows(sql`delete from spend_changes where customer_id = ${from} returning currency`)
}

export async function moveCarts(tx: Tx, from: string, into: string): Promise<void> {
  const isOlder = sql`exists (select 1 from carts o where o.reference = carts.reference and o.customer_id <> carts.customer_id
    and o.customer_id in (${from}, ${into}) and (o.at > carts.at or (o.at = carts.at and o.event_id > carts.event_id)))`
  await tx.rows(sql`delete from carts where customer_id in (${from}, ${into}) and ${isOlder} returning reference`)
  await tx.rows(sql`update carts set customer_id = ${into} where customer_id = ${from} returning reference`)
  await tx.rows(sql`update cart_items set customer_id = ${into} where customer_id = ${from} returning reference`)
  await tx.rows(sql`delete from cart_items where customer_id = ${into} and not exists (select 1 from carts k
    where k.customer_id = cart_items.customer_id and k.reference = cart_items.reference and k.event_id = cart_items.event_id)
    returning reference`)
}

export async function moveSignup(tx: Tx, from: string, into: string): Promise<void> {
  await tx.rows(sql`
    insert into signups (customer_id, at, due_base, received_at)
    select ${into}, at, due_base, received_at from signups where customer_id = ${from}
    on conflict (customer_id) do update set at = excluded.at, due_base = excluded.due_base,
      received_at = excluded.received_at where excluded.at < signups.at
    returning customer_id`)
  await tx.rows(sql`delete from signups where customer_id = ${from} returning customer_id`)
}

export async function moveEvents(tx: Tx, from: string, into: string): Promise<void> {
  await tx.rows(
    sql`update events set customer_id = ${into} where customer_id = ${from} and customer_id is not null returning id`,
  )
}
