// Deletes what is kept in a data category that somebody has fully withdrawn, and keeps it from coming back until she
// grants it anew (decisions.md, 23).
import type { Tx } from '#db/store.ts'
import type { Category } from '#shared/kinds.ts'
import { attributesByKey } from './attributes.ts'
import { withheldBy } from './merge.ts'
import { type CustomerRow, deleteUnprovedContacts, lockCustomers, replaceCustomers } from './queries.ts'
import { deleteValuesOf } from './queries-attributes.ts'
import { deleteSubscriptionsOf } from './queries-push.ts'

const emptied: Partial<Record<Category, Partial<CustomerRow>>> = {
  name: { givenNameSealed: null, familyNameSealed: null },
  birthdate: { birthMonthDay: null, birthYear: null },
  age: { birthYear: null },
  location: { country: null },
}
const channelOf: Partial<Record<Category, string>> = { 'contact.email': 'email', 'contact.phone': 'sms' }

export async function withholdCategories(tx: Tx, customerId: string, categories: readonly Category[]): Promise<void> {
  const [row] = await lockCustomers(tx, [customerId])
  if (row === undefined || categories.length === 0) return
  const withheld = [...new Set([...withheldBy(row), ...categories])].sort()
  const gone = Object.assign({}, ...categories.map((category) => emptied[category])) as Partial<CustomerRow>
  await replaceCustomers(tx, [{ ...row, ...gone, withheld: JSON.stringify(withheld), updatedAt: tx.now }])
  const channels = categories.flatMap((category) => channelOf[category] ?? [])
  // By an address that she has proved she comes back to her own page, and to her rights; nothing else is sent there.
  if (channels.length > 0) await deleteUnprovedContacts(tx, customerId, channels)
  if (categories.includes('contact.push')) await deleteSubscriptionsOf(tx, customerId)
  const declared = [...(await attributesByKey(tx))]
  const touched = declared.filter(([, { categories: all }]) => all.some((one) => categories.includes(one)))
  await deleteValuesOf(
    tx,
    customerId,
    touched.map(([key]) => key),
  )
}

/** A new grant lets values of these categories in again; what was deleted stays deleted. */
export async function liftCategories(tx: Tx, customerId: string, categories: readonly Category[]): Promise<void> {
  const [row] = await lockCustomers(tx, [customerId])
  if (row === undefined) return
  const before = withheldBy(row)
  const withheld = before.filter((category) => !categories.includes(category))
  if (withheld.length === before.length) return
  await replaceCustomers(tx, [{ ...row, withheld: JSON.stringify(withheld), updatedAt: tx.now }])
}
