// Erases a customer: everything stops, the key is destroyed, every room lets go; money and counts stay (decisions.md, 31).
import { audit } from '#access/audit.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { lockCustomer } from '#customers/lock.ts'
import { setCustomerStatus } from '#customers/status.ts'
import type { Tx } from '#db/store.ts'
import { cancelQueued } from '#delivery/cancel.ts'
import { lockByIds, voucherIdsOf } from '#vouchers/claim.ts'
import { rooms } from './rooms.ts'

export interface Erasure {
  customerId: string
  /** Epoch ms. */
  erasedAt: number
  messagesCancelled: number
  /** Vouchers that stay good for whoever has the code. */
  vouchersKept: number
}

/**
 * Refuses an unknown customer. Asked again after it broke off, it goes on where it was. On SQLite the deleted bytes leave the
 * log before it answers; on PostgreSQL old row versions last until they are vacuumed.
 */
export async function eraseCustomer(house: House, reference: string, actor: string): Promise<Erasure> {
  const { store, secrets, vault } = house
  const found = await findCustomer(store.read, secrets, reference)
  if (found === null) throw new Refusal('customer.not_found')
  const customerId = found.id
  const messagesCancelled = await store.write((tx) => stopEverything(tx, customerId))
  await vault.destroy([customerId])
  const { erasedAt, vouchersKept } = await store.write((tx) => letGo(tx, customerId, actor))
  // What lingers in the log is ciphertext without a key, so a reader in the way does not undo the answer.
  if (!(await store.truncateLog())) house.log.warn('The log could not be cut after an erasure')
  return { customerId, erasedAt, messagesCancelled, vouchersKept }
}

async function stopEverything(tx: Tx, customerId: string): Promise<number> {
  if ((await lockCustomer(tx, customerId)) === null) throw new Refusal('customer.not_found')
  await setCustomerStatus(tx, customerId, 'erasing')
  // No code is revoked: the shop may have handed it over itself, and erasure is to nobody's detriment.
  return (await cancelQueued(tx, { customerId }, 'customer_erased')).messages
}

async function letGo(tx: Tx, customerId: string, actor: string): Promise<{ erasedAt: number; vouchersKept: number }> {
  if ((await lockCustomer(tx, customerId)) === null) throw new Refusal('customer.not_found')
  const vouchers = await lockByIds(tx, await voucherIdsOf(tx, customerId))
  const vouchersKept = vouchers.filter(({ state }) => state === 'issued' || state === 'held').length
  for (const { data } of rooms) await data.erasePersonalData(tx, customerId)
  await audit(tx, { actor, action: 'customer.erased', subject: customerId, detail: { vouchersKept } })
  return { erasedAt: tx.now, vouchersKept }
}
