// Shopify's customers, and the buyer on an order or checkout; pure.
import { instantOf, type Thing, textOf, thingOf } from '../read-exact.ts'
import { fieldsOf } from './customer-fields.ts'
import { atOf, eventId, versionOf } from './event-words.ts'
import type { Context, Fact } from './vendor.ts'

export function readPerson(topic: string, said: Thing, context: Context): Fact[] | null {
  const id = textOf(said.id)
  if (!/^customers\/(create|update|enable|disable|delete)$/.test(topic) || id === null) return null
  const reference = `${context.prefix}${id}`
  if (topic === 'customers/delete')
    return [{ kind: 'leaving', reference, source: eventId(context.connectorId, 'deleted', id) }]
  const facts: Fact[] = [
    { kind: 'customer', reference, fields: personOf(said, true), version: versionOf(said) },
    ...noesOf(said, reference, null),
  ]
  const at = atOf(said.created_at)
  if (topic === 'customers/create' && at !== null) {
    const signedUp = { id: eventId(context.connectorId, 'signup', id), type: 'customer.signed_up', at }
    facts.push({ kind: 'event', event: { ...signedUp, customerReference: reference } })
  }
  return facts
}

/** The shop's word on messages alone, for mail and for text messages. */
export function readConsent(topic: string, said: Thing, { prefix, now }: Context): Fact[] | null {
  if (!/^customers(_email)?_marketing_consent\/update$/.test(topic)) return null
  const id = textOf(said.customer_id) ?? textOf(said.id)
  return id === null ? [] : noesOf(said, `${prefix}${id}`, now)
}

/** A no binds. A yes at a shop says neither to which purposes nor by which words, so it is none here; it comes as an import with
 * evidence. What nobody dates is of `undated`, or says nothing. */
const noesOf = (said: Thing, reference: string, undated: number | null): Fact[] =>
  (['email', 'sms'] as const).flatMap((channel) => {
    const { state, consent_updated_at } = thingOf(said[`${channel}_marketing_consent`])
    const at = instantOf(consent_updated_at) ?? undated
    return state === 'unsubscribed' && at !== null ? [{ kind: 'no_messages' as const, reference, channel, at }] : []
  })

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
