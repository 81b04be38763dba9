// Restriction of processing: her data is kept and nothing else is done with it until she lifts it.
import { audit } from '#access/audit.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { lockCustomer } from '#customers/lock.ts'
import { setCustomerStatus } from '#customers/status.ts'
import { cancelQueued } from '#delivery/cancel.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'
import { recordRequest } from './requests.ts'

/** What waits to be sent is cancelled; vouchers that she has stay good. `actor` is `self`, `guardian` or the id of a key. */
export async function restrict(house: House, customerId: string, actor: string): Promise<void> {
  await house.store.write(async (tx) => {
    const person = await lockCustomer(tx, customerId)
    if (person === null || person.status === 'erasing') throw new Refusal('customer.erased')
    if (person.status === 'restricted') return
    await setCustomerStatus(tx, customerId, 'restricted')
    const cancelled = await cancelQueued(tx, { customerId }, 'restricted')
    await revokeVouchers(tx, cancelled.voucherIds, 'processing was restricted before it was sent')
    const via = actor === 'self' || actor === 'guardian' ? 'centre' : 'staff'
    await recordRequest(tx, { customerId, kind: 'restrict', via, isDone: true })
    await audit(tx, { actor, action: 'customer.restricted', subject: customerId })
  })
}

export async function liftRestriction(house: House, customerId: string, actor: string): Promise<void> {
  await house.store.write(async (tx) => {
    const person = await lockCustomer(tx, customerId)
    if (person === null || person.status === 'erasing') throw new Refusal('customer.erased')
    if (person.status !== 'restricted') return
    await setCustomerStatus(tx, customerId, 'active')
    await audit(tx, { actor, action: 'customer.unrestricted', subject: customerId })
  })
}
