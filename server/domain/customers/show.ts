// Shows a customer to the shop that knows her, with her identifiers unsealed.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Customer } from '#shared/contracts/customers.ts'
import { findCustomer } from './find.ts'
import { type CustomerRow, contactsOf, customersById } from './queries.ts'
import { valuesOf } from './queries-attributes.ts'

const PEOPLE_PER_QUERY = 1000

/** Refuses an unknown customer, and one whose key is gone. */
export async function showCustomer(house: House, reference: string): Promise<Customer> {
  const { store, secrets, vault } = house
  const row = await findCustomer(store.read, secrets, reference)
  const key = row === null ? undefined : (await vault.keysOf([row.id])).get(row.id)
  if (row === null || key === undefined) throw new Refusal('customer.not_found')
  const points = await contactsOf(store.read, [row.id])
  const contact = (channel: string) => {
    const point = points.find((one) => one.channel === channel)
    return point === undefined ? null : key.unseal(channel, point.sealed)
  }
  return {
    id: row.id,
    reference,
    email: contact('email'),
    phone: contact('sms'),
    givenName: row.givenNameSealed === null ? null : key.unseal('givenName', row.givenNameSealed),
    familyName: row.familyNameSealed === null ? null : key.unseal('familyName', row.familyNameSealed),
    birthDate: writeBirthDate(row),
    country: row.country,
    locale: row.locale,
    timeZone: row.timeZone,
    attributes: await showAttributes(house, row.id),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  }
}

/** id → the shop's reference; erased people are absent. */
export async function referencesOf({ store, vault }: House, customerIds: string[]): Promise<Map<string, string>> {
  const ids = [...new Set(customerIds)]
  const references = new Map<string, string>()
  for (let i = 0; i < ids.length; i += PEOPLE_PER_QUERY) {
    const some = ids.slice(i, i + PEOPLE_PER_QUERY)
    const keys = await vault.keysOf(some)
    for (const row of await customersById(store.read, some)) {
      const key = keys.get(row.id)
      if (key !== undefined) references.set(row.id, key.unseal('reference', row.referenceSealed))
    }
  }
  return references
}

function writeBirthDate({ birthMonthDay, birthYear }: CustomerRow): string | null {
  if (birthMonthDay === null) return null
  return `${birthYear === null ? '-' : String(birthYear)}-${birthMonthDay}`
}

async function showAttributes({ store }: House, id: string): Promise<Customer['attributes']> {
  const values = await valuesOf(store.read, id)
  return Object.fromEntries(values.map(({ key, value, type }) => [key, typed(value, type)]))
}

function typed(value: string, type: string): string | number | boolean {
  if (type === 'number') return Number(value)
  return type === 'boolean' ? value === 'true' : value
}
