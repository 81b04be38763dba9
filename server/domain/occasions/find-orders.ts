// Tells how orders stand after all events about them: what was refunded, and whether they were cancelled.
import type { Queries } from '#db/store.ts'
import { standingOf } from './queries-find.ts'

export interface OrderStanding {
  reference: string
  refundedMinor: number
  cancelledAt: number | null
}

/** By reference; orders that nobody reported are absent. */
export async function findOrders(q: Queries, references: string[]): Promise<Map<string, OrderStanding>> {
  if (references.length === 0) return new Map()
  return new Map((await standingOf(q, references)).map((row) => [row.reference, row]))
}
