// Lets go of what was observed of somebody in data categories that she has fully withdrawn (decisions.md, 23).
import type { Tx } from '#db/store.ts'
import type { Category } from '#shared/kinds.ts'
import { deleteCarts, forgetCustomEvents } from './queries.ts'
import { forgetOrders } from './queries-orders.ts'

/**
 * Carts go with `cart_activity`; with `purchase_history` her orders become orders of nobody and her sums start anew.
 * `customTypes` are the types of custom events that were declared in one of the categories.
 */
export async function forgetCategories(
  tx: Tx,
  customerId: string,
  categories: readonly Category[],
  customTypes: readonly string[] = [],
): Promise<void> {
  if (categories.includes('cart_activity')) await deleteCarts(tx, customerId)
  if (categories.includes('purchase_history')) await forgetOrders(tx, customerId)
  if (customTypes.length > 0) await forgetCustomEvents(tx, customerId, customTypes)
}
