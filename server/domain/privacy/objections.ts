// Objections: to one purpose or to all marketing, whatever its legal basis; heard at once and lifted only by the person.
import { audit } from '#access/audit.ts'
import { EVERY_PURPOSE, liftObjection, objectionsOfCustomer, objectTo } from '#consent/object.ts'
import { showPurposes } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Queries, Tx } from '#db/store.ts'
import { cancelQueued } from '#delivery/cancel.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'
import { recordRequest } from './requests.ts'

/** Keys of purposes, and `*` for all of them. */
export async function showObjections(q: Queries, customerId: string): Promise<string[]> {
  return [...(await objectionsOfCustomer(q, customerId))].sort()
}

/** `purpose` null: all marketing; `actor` is `self`, `guardian` or the id of a key. What waits to be sent for it is cancelled, and vouchers nobody has heard of are revoked. */
export async function object(house: House, customerId: string, purpose: string | null, actor: string): Promise<void> {
  await house.store.write((tx) => objectIn(tx, customerId, purpose, actor))
}

async function objectIn(tx: Tx, customerId: string, purpose: string | null, actor: string): Promise<void> {
  if ((await lockCustomer(tx, customerId)) === null) throw new Refusal('customer.not_found')
  if (purpose !== null) await refuseUnknown(tx, purpose)
  await objectTo(tx, customerId, purpose ?? EVERY_PURPOSE)
  const cancelled = await cancelQueued(tx, { customerId, ...(purpose === null ? {} : { purpose }) }, 'objected')
  await revokeVouchers(tx, cancelled.voucherIds, 'the customer objected before it was sent')
  const via = actor === 'self' || actor === 'guardian' ? 'centre' : 'staff'
  await recordRequest(tx, { customerId, kind: 'object', via, isDone: true })
  await audit(tx, { actor, action: 'customer.objected', subject: customerId, detail: { purpose } })
}

export async function liftObjectionOf(
  house: House,
  customerId: string,
  purpose: string | null,
  actor: string,
): Promise<void> {
  await house.store.write(async (tx) => {
    if ((await lockCustomer(tx, customerId)) === null) throw new Refusal('customer.not_found')
    await liftObjection(tx, customerId, purpose ?? EVERY_PURPOSE)
    await audit(tx, { actor, action: 'customer.objection_lifted', subject: customerId, detail: { purpose } })
  })
}

async function refuseUnknown(q: Queries, purpose: string): Promise<void> {
  if ((await showPurposes(q, [purpose])).length === 0) throw new Refusal('purpose.unknown')
}
