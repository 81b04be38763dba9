// What customers holds about a person: handed over whole, or erased.
import type { Queries, Tx } from '#db/store.ts'
import { contactsOf, customersById, deleteContacts, deleteCustomer, rememberErased } from './queries.ts'
import { dropAliases } from './queries-aliases.ts'
import { deleteAllValues, valuesOf } from './queries-attributes.ts'
import { deleteSubscriptionsOf, subscriptionsOf } from './queries-push.ts'

/** Identifiers are handed over sealed: only the vault has the key (profile.ts, show.ts). */
export async function exportPersonalData(q: Queries, customerId: string): Promise<Record<string, unknown>> {
  const [row] = await customersById(q, [customerId])
  if (row === undefined) return {}
  const { referencePrint: _, ...customer } = row
  const contacts = await contactsOf(q, [customerId])
  return {
    customer,
    contacts: contacts.map(({ channel, sealed, verifiedAt }) => ({ channel, sealed, verifiedAt })),
    pushSubscriptions: (await subscriptionsOf(q, [customerId])).map(({ id, sealed, madeAt }) => ({
      id,
      sealed,
      madeAt,
    })),
    attributes: await valuesOf(q, customerId),
  }
}

/** The reference's fingerprint stays, so that late events about this person are counted without her. */
export async function erasePersonalData(tx: Tx, customerId: string): Promise<void> {
  const [row] = await customersById(tx, [customerId])
  if (row === undefined) return
  await deleteAllValues(tx, customerId)
  await deleteContacts(tx, [customerId], ['email', 'sms'])
  await deleteSubscriptionsOf(tx, customerId)
  await deleteCustomer(tx, customerId)
  for (const print of [row.referencePrint, ...(await dropAliases(tx, customerId))]) await rememberErased(tx, print)
}
