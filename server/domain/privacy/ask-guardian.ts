// Asks a minor's parent or guardian at an address of their own; without an answer all of it is forgotten after seven days.
import { mayAsk } from '#consent/ask-limits.ts'
import { cellsWaiting } from '#consent/cells.ts'
import { guardianOf, nameGuardian } from '#consent/guardians.ts'
import { GUARDIAN_WITHIN_DAYS } from '#consent/projection.ts'
import { endTokens, makeToken } from '#consent/tokens.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { spellEmail } from '#customers/address.ts'
import type { Queries, Tx } from '#db/store.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import { DAY_MS } from '#shared/time.ts'
import { titlesOf } from './ask-confirmation.ts'
import { joinDevices } from './same-device.ts'

/** Keeps where a guardian is reached, sealed under the child's key. Refuses the child's own address. */
export async function keepGuardian(house: House, tx: Tx, customerId: string, email: string): Promise<void> {
  const key = (await house.vault.keysOf([customerId])).get(customerId)
  if (key === undefined) throw new Refusal('customer.erased')
  const print = house.secrets.print('email', spellEmail(email))
  await nameGuardian(tx, { customerId, addressSealed: key.seal('guardian', email), print })
}

/** Where a minor's confirmed guardian is reached; null when there is none. */
export async function guardianAddress(house: House, q: Queries, customerId: string): Promise<string | null> {
  const link = await guardianOf(q, customerId)
  const key = (await house.vault.keysOf([customerId])).get(customerId)
  return link?.verifiedAt == null || key === undefined ? null : key.unseal('guardian', link.addressSealed)
}

/**
 * Does nothing when nothing waits for a guardian, when none was named, or when it was asked too often. `devices` are those
 * that the child asked from, from which nobody can say yes.
 */
export async function askGuardian(
  house: House,
  tx: Tx,
  customerId: string,
  locale: string,
  devices: readonly (string | null | undefined)[] = [],
): Promise<boolean> {
  const cells = await cellsWaiting(tx, customerId, 'pending_guardian', tx.now)
  const link = await guardianOf(tx, customerId)
  const key = (await house.vault.keysOf([customerId])).get(customerId)
  if (cells.length === 0 || link === null || key === undefined) return false
  if (!(await mayAsk(tx, 'guardian', [link.print]))) return false
  await endTokens(tx, { kind: 'guardian', customerId })
  const ttlMs = GUARDIAN_WITHIN_DAYS * DAY_MS
  const bound = { link: link.id, locale, ...joinDevices(devices) }
  const token = await makeToken(tx, { kind: 'guardian', customerId, bound, ttlMs })
  await queueServiceMail(house, tx, {
    customerId,
    channel: 'email',
    to: key.unseal('guardian', link.addressSealed),
    locale,
    kind: 'guardian_request',
    values: { token, purposes: await titlesOf(tx, cells, locale), count: GUARDIAN_WITHIN_DAYS },
  })
  return true
}
