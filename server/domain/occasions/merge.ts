// Carries what was observed of one profile over to another of the same person: orders, sums, carts, sign-up, events.
import type { Tx } from '#db/store.ts'
import { moveCarts, moveEvents, moveSignup, moveSums } from './queries-merge.ts'
import { moveOrders, noteOrderChange, refreshLastOrders } from './queries-orders.ts'

/** Both people are locked. Of two states of a cart the later stands, of two sign-ups the earlier. */
export async function mergeHistory(tx: Tx, from: string, into: string): Promise<void> {
  await moveOrders(tx, from, into)
  await moveSums(tx, from, into)
  await refreshLastOrders(tx, [into])
  await moveCarts(tx, from, into)
  await moveSignup(tx, from, into)
  await moveEvents(tx, from, into)
  await noteOrderChange(tx, [into])
}
