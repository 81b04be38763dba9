// Sorts redemptions in under their orders, behind the redemptions themselves: a checkout does not wait for the page where
// its order's reference belongs. Until then an order is looked up in what is not sorted in yet, so that must stay short.
import type { House } from '#core/house.ts'
import type { Store } from '#db/store.ts'
import { fileOldest } from './queries.ts'

const PAGE = 1_000
/** A lookup reads about as many in a millisecond. */
const ENOUGH = 2_000

interface Behind {
  count: number
  isFiling: boolean
}
const behind = new WeakMap<Store, Behind>()

/** Sorts in all there are, page by page, behind every other write; answers how many. */
export async function fileOrders({ store }: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  while (!stopping()) {
    const filed = await store.write((tx) => fileOldest(tx, PAGE), { isPatient: true })
    count += filed
    if (filed < PAGE) break
  }
  return count
}

/** To be told how many were redeemed here; begins once there are many, and what a restart forgets is left to the job. */
export function fileSoon(house: House, redeemed: number): void {
  const state = behind.get(house.store) ?? { count: 0, isFiling: false }
  behind.set(house.store, state)
  state.count += redeemed
  if (state.count < ENOUGH || state.isFiling) return
  state.isFiling = true
  state.count = 0
  void fileOrders(house)
    .catch((error) => house.log.debug({ error: String(error) }, 'orders are sorted in later'))
    .finally(() => {
      state.isFiling = false
    })
}
