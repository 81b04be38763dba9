// Shopify's customers, and the buyer on an order or checkout; pure.
import { type Thing, textOf, thingOf } from '../read-exact.ts'
import { fieldsOf } from './customer-fields.ts'
import { atOf, eventId, versionOf } from './event-words.ts'
import type { Context, Fact } from './vendor.ts'

export function readPerson(topic: string, said: Thing, context: Context): Fact[] | null {
  const id = textOf(said.id)
  if (!/^customers\/(create|update|enable|disable|delete)$/.test(topic) || id === null) return null
  const reference = `${context.prefix}${id}`
  if (topic === 'customers/delete')
    return [{ kind: 'leaving', reference, source: eventId(context.connectorId, 'deleted', id) }]
  const facts: Fact[] = [{ kind: 'customer', reference, fields: personOf(said, true), version: versionOf(said) }]
  const at = atOf(said.created_at)
  if (topic === 'customers/create' && at !== null) {
    const signedUp = { id: eventId(context.connectorId, 'signup', id), type: 'customer.signed_up', at }
    facts.push({ kind: 'event', event: { ...signedUp, customerReference: reference } })
  }
  return facts
}

function personOf(said: Thing, isWhole: boolean) {
  return fieldsOf(
    {
      email: said.email,
      phone: said.phone,
      givenName: said.first_name,
      familyName: said.last_name,
      country: thingOf(said.default_address).country_code,
    },
    isWhole,
  )
}

/** An order may be anybody's. What it says of its buyer counts only until her own record has come. */
export function readBuyer(said: Thing, { prefix }: Context): { buyer: Thing; facts: Fact[] } {
  const customer = thingOf(said.customer)
  const id = textOf(customer.id)
  if (id === null) return { buyer: {}, facts: [] }
  const reference = `${prefix}${id}`
  const fields = { ...personOf(customer, false), ...fieldsOf({ locale: said.customer_locale }, false) }
  return { buyer: { customerReference: reference }, facts: [{ kind: 'customer', reference, fields, version: 1 }] }
}
