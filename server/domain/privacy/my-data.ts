// What is stored about a person, in the words of a page: each fact with its kind of data, and how many there are of the rest.
import type { House } from '#core/house.ts'
import { attributesByKey } from '#customers/attributes.ts'
import type { Category } from '#shared/kinds.ts'
import { everythingOf } from './everything.ts'

export interface Held {
  /** `field.<name>` of a locale, or the shop's own key of an attribute. */
  name: string
  value: string
  category: Category | null
}
export interface MyData {
  held: Held[]
  counts: { key: string; count: number }[]
  editable: { givenName: string; familyName: string; email: string }
}

const fields: readonly [name: string, category: Category | null][] = [
  ['reference', null],
  ['givenName', 'name'],
  ['familyName', 'name'],
  ['email', 'contact.email'],
  ['phone', 'contact.phone'],
  ['birthDate', 'birthdate'],
  ['country', 'location'],
  ['locale', null],
  ['timeZone', null],
  ['createdAt', null],
]
const counted: readonly [key: string, table: string][] = [
  ['orders', 'orders'],
  ['carts', 'carts'],
  ['events', 'events'],
  ['vouchers', 'vouchers'],
  ['redemptions', 'redemptions'],
  ['consents', 'consentEvents'],
  ['messages', 'messages'],
]

export async function myData(house: House, customerId: string): Promise<MyData> {
  const { profile, tables } = await everythingOf(house, customerId)
  const declared = await attributesByKey(house.store.read)
  const held = fields.flatMap(([name, category]) => {
    const value = profile[name as keyof typeof profile]
    return value === null || value === undefined ? [] : [{ name, value: String(value), category }]
  })
  for (const [key, value] of Object.entries(profile.attributes)) {
    held.push({ name: key, value: String(value), category: declared.get(key)?.category ?? null })
  }
  const counts = counted.map(([key, table]) => ({ key, count: tables[table]?.length ?? 0 }))
  const { givenName, familyName, email } = profile
  return {
    held,
    counts: counts.filter(({ count }) => count > 0),
    editable: { givenName: givenName ?? '', familyName: familyName ?? '', email: email ?? '' },
  }
}
