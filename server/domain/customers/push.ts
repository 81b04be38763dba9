// The browsers in which somebody takes push messages: a contact point of which she may have several, sealed like the others.

import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { type PushSubscription, pushSubscription } from '#shared/contracts/delivery.ts'
import { withheldBy } from './merge.ts'
import { lockCustomers } from './queries.ts'
import { deleteSubscription, insertSubscription, subscriptionsOf } from './queries-push.ts'

const FIELD = 'push'
/** More are somebody's mistake, and each costs a call. */
const MOST = 10

/** Answers the id of the subscription, the same for the same browser. Refuses `customer.unknown`, `customer.erased`,
 * `push.withdrawn` for who has withdrawn the use of this contact, `push.too_many`. */
export async function addPushSubscription(
  house: House,
  customerId: string,
  subscription: PushSubscription,
): Promise<string> {
  const { store, vault, secrets } = house
  const key = (await vault.keysOf([customerId])).get(customerId)
  if (key === undefined) throw new Refusal('customer.unknown')
  const { endpoint, keys } = subscription
  const print = secrets.print('address', `push\n${endpoint}`)
  const sealed = key.seal(FIELD, JSON.stringify({ endpoint, keys }))
  return store.write(async (tx) => {
    const [row] = await lockCustomers(tx, [customerId])
    if (row === undefined) throw new Refusal('customer.unknown')
    if (row.status === 'erasing') throw new Refusal('customer.erased')
    if (withheldBy(row).includes('contact.push')) throw new Refusal('push.withdrawn')
    const known = await subscriptionsOf(tx, [customerId])
    const same = known.find((one) => one.print === print)
    if (same === undefined && known.length >= MOST) throw new Refusal('push.too_many')
    const id = same?.id ?? newId('pushSubscription', tx.now)
    await insertSubscription(tx, { id, customerId, print, sealed, madeAt: tx.now })
    return id
  })
}

/** Hers only; nothing happens when it is not there. */
export async function removePushSubscription(tx: Tx, customerId: string, id: string): Promise<void> {
  const known = await subscriptionsOf(tx, [customerId])
  if (known.some((one) => one.id === id)) await deleteSubscription(tx, id)
}

/** For a browser that the push service says is gone. */
export const dropPushSubscription = (tx: Tx, id: string): Promise<void> => deleteSubscription(tx, id)

export interface OpenedSubscription {
  id: string
  endpoint: string
  p256dh: string
  auth: string
}

/** By customer; those whose key is gone are absent. */
export async function pushSubscriptionsOf(
  { store, vault }: Pick<House, 'store' | 'vault'>,
  customerIds: string[],
): Promise<Map<string, OpenedSubscription[]>> {
  const found = new Map<string, OpenedSubscription[]>()
  if (customerIds.length === 0) return found
  const keys = await vault.keysOf(customerIds)
  for (const { id, customerId, sealed } of await subscriptionsOf(store.read, customerIds)) {
    const key = keys.get(customerId)
    if (key === undefined) continue
    const { endpoint, keys: its } = pushSubscription.parse(JSON.parse(key.unseal(FIELD, sealed)))
    found.set(customerId, [...(found.get(customerId) ?? []), { id, endpoint, ...its }])
  }
  return found
}
