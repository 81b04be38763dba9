// What privacy itself holds about a person: who looked at her, to whom her data went, and what she asked for.
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { readCustomer } from '#customers/lock.ts'
import type { Queries, Tx } from '#db/store.ts'
import { accessTo, deleteAccess, disclosuresOf } from './queries-access.ts'
import { blankReasons, requestsOfCustomer } from './queries-requests.ts'
import { deleteCodes } from './queries-sign-in.ts'
import { wordsOpener } from './sealed-words.ts'

export async function exportPersonalData(q: Queries, customerId: string): Promise<Record<string, unknown>> {
  const [access, disclosed, requests] = [
    await accessTo(q, customerId),
    await disclosuresOf(q, customerId),
    await requestsOfCustomer(q, customerId),
  ]
  const until = (await readCustomer(q, customerId))?.snoozedUntil ?? null
  return {
    messagesSnoozed: until === null ? [] : [{ until: iso(until) }],
    staffAccess: access.map(({ at, roles, categories, reason }) => {
      return { at: iso(at), roles, categories: JSON.parse(categories), reason }
    }),
    disclosures: disclosed.map(({ at, recipient, categories, basis }) => {
      return { at: iso(at), recipient, categories: JSON.parse(categories), basis }
    }),
    requests: requests.map((row) => ({
      id: row.id,
      kind: row.kind,
      via: row.via,
      receivedAt: iso(row.receivedAt),
      dueAt: iso(row.dueAt),
      laws: row.laws.split(' '),
      pausedAt: isoOrNull(row.pausedAt),
      extensionReason: row.extensionReason,
      closedAt: isoOrNull(row.closedAt),
      outcome: row.outcome,
    })),
  }
}

/** The same with her free words readable. */
export async function openPersonalData(house: House, customerId: string): Promise<Record<string, unknown>> {
  const held = await exportPersonalData(house.store.read, customerId)
  const open = await wordsOpener(house, [customerId])
  const looks = held.staffAccess as { reason: string | null }[]
  const asked = held.requests as { extensionReason: string | null }[]
  return {
    ...held,
    staffAccess: looks.map((look) => ({ ...look, reason: open(customerId, look.reason) })),
    requests: asked.map((one) => ({ ...one, extensionReason: open(customerId, one.extensionReason) })),
  }
}

/** What she asked for stays under her random id, as proof that she was answered; what people wrote about
 * her or to her goes. */
export async function erasePersonalData(tx: Tx, customerId: string): Promise<void> {
  await deleteAccess(tx, customerId)
  await deleteCodes(tx, customerId)
  await blankReasons(tx, customerId)
}
