// What a customer has bought and left in a cart, as SQL expressions over a customer's id. Several currencies are never
// added: where one is meant, it is the one the customer ordered most in.
import { type SQL, sql } from 'drizzle-orm'

/** Orders in all currencies; 0 without any. */
export const ordersCount = (id: SQL): SQL =>
  sql`coalesce((select sum(h.orders) from customer_orders h where h.customer_id = ${id}), 0)`

const mainCurrency = (id: SQL): SQL =>
  sql`(select m.currency from customer_orders m where m.customer_id = ${id} order by m.orders desc, m.currency limit 1)`

/** Minor units after refunds, without cancelled orders; 0 without any. */
export const ordersTotal = (id: SQL): SQL =>
  sql`coalesce((select h.total_minor from customer_orders h where h.customer_id = ${id}
    order by h.orders desc, h.currency limit 1), 0)`

/** Null for somebody who never ordered. */
export const lastOrderAt = (id: SQL): SQL =>
  sql`(select max(h.last_at) from customer_orders h where h.customer_id = ${id})`

/** Where the customer has spent most, ties by name; null without any order in a known category. */
export const favouriteCategory = (id: SQL): SQL =>
  sql`(select y.category from customer_categories y where y.customer_id = ${id} and y.currency = ${mainCurrency(id)}
    and y.spent_minor > 0 order by y.spent_minor desc, y.category limit 1)`

/** Whether an order stands and none of its customer's that stands came before it; `o` = orders. */
export const isFirstOrder = sql`o.placed_at is not null and o.cancelled_at is null and not exists (
  select 1 from orders b where b.customer_id = o.customer_id and b.placed_at is not null and b.cancelled_at is null
    and (b.placed_at < o.placed_at or (b.placed_at = o.placed_at and b.reference < o.reference)))`

/** Whether no order of its customer was placed at or after a cart's last change; `k` = carts. */
export const isLeft = sql`not exists (select 1 from orders o where o.customer_id = k.customer_id and o.placed_at >= k.at)`

/** A column of the cart that was touched last of those with something in them and no order after; null without one. */
const openCart = (id: SQL, column: SQL): SQL =>
  sql`(select ${column} from carts k where k.customer_id = ${id} and k.items > 0 and ${isLeft}
    order by k.at desc, k.reference desc limit 1)`

export const cartTotal = (id: SQL): SQL => openCart(id, sql`k.total_minor`)
export const cartUpdatedAt = (id: SQL): SQL => openCart(id, sql`k.at`)
