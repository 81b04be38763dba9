// Tells how orders stand after all events about them: what was refunded, and whether they were cancelled.
import type { Queries } from '#db/store.ts'
import { closedAmong, standingOf } from './queries-find.ts'

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

/** Those of the orders that were reported as cancelled, or as refunded in full. */
export async function closedOrders(q: Queries, references: string[]): Promise<Set<string>> {
  if (references.length === 0) return new Set()
  return new Set((await closedAmong(q, references)).map(({ reference }) => reference))
}
