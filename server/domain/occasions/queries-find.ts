// SQL of the room occasions for those who ask about one order.
import { inArray } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { orders } from '#db/tables/occasions.ts'

export const standingOf = (q: Queries, references: string[]) =>
  q
    .select({ reference: orders.reference, refundedMinor: orders.refundedMinor, cancelledAt: orders.cancelledAt })
    .from(orders)
    .where(inArray(orders.reference, references))
