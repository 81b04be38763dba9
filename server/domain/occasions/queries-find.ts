// SQL of the room occasions for those who ask about one order.
import { inArray, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { orders } from '#db/tables/occasions.ts'
import { listOf, withinPlaceholder } from '#db/within.ts'

export const standingOf = (q: Queries, references: string[]) =>
  q
    .select({ reference: orders.reference, refundedMinor: orders.refundedMinor, cancelledAt: orders.cancelledAt })
    .from(orders)
    .where(inArray(orders.reference, references))

/** By the index of those orders, so that no other is read: SQLite would take the key of all, PostgreSQL knows better. */
export function closedAmong(q: Queries, references: string[]): Promise<{ reference: string }[]> {
  const by = q.engine === 'sqlite' ? sql.raw(' indexed by orders_closed') : sql``
  const find = q.fixed<{ reference: string }>(
    'orders.closed',
    () => sql`select reference from orders${by} where reference ${withinPlaceholder(q, 'references')} and
      (cancelled_at is not null or (placed_at is not null and total_minor > 0 and refunded_minor >= total_minor))`,
  )
  return find({ references: listOf(q, references) })
}
