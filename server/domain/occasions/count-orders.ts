// How many orders of people stand, of all currencies; whoever has none is absent.
import type { Queries } from '#db/store.ts'
import { orderCountRows } from './queries-orders.ts'

export async function orderCounts(q: Queries, customerIds: string[]): Promise<Map<string, number>> {
  const rows = customerIds.length === 0 ? [] : await orderCountRows(q, customerIds)
  return new Map(rows.map(({ id, orders }) => [id, Number(orders)]))
}
