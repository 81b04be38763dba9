// HubSpot: three versions of signatures, the last with a time; bodies are lists of changes that name a contact by its number.
import { MINUTE_MS } from '#shared/time.ts'
import { countOf, listOf, type Thing, textOf } from '../read-exact.ts'
import { fieldsOf } from './customer-fields.ts'
import { eventId } from './event-words.ts'
import { fitsHash, fitsHmac } from './signed.ts'
import type { Context, Delivery, Fact, Vendor } from './vendor.ts'

const WINDOW_MS = 5 * MINUTE_MS

export const hubspot: Vendor = {
  kind: 'hubspot',
  label: 'HubSpot',
  isSigned,
  topic: (_delivery, body) => {
    const types = new Set(listOf(body).map((change) => textOf(change.subscriptionType) ?? ''))
    return [...types].sort().join(' ').slice(0, 200)
  },
  codes: () => [],
  read: (_topic, body, context) => {
    const facts = listOf(body).map((change) => readChange(change, context))
    return facts.every((one) => one === null) ? null : facts.flatMap((one) => one ?? [])
  },
}

/** Where the newest signature is there it alone counts, so that whoever repeats a delivery cannot leave its time out. */
function isSigned(secrets: readonly string[], { header, body, method, urls }: Delivery, now: number): boolean {
  const newest = header('x-hubspot-signature-v3')
  if (newest !== undefined) {
    const stamp = header('x-hubspot-request-timestamp') ?? ''
    if (!/^\d{10,16}$/.test(stamp) || Math.abs(now - Number(stamp)) > WINDOW_MS) return false
    return urls.some((url) => fitsHmac(secrets, [method, readable(url), body, stamp], newest, 'base64'))
  }
  const given = header('x-hubspot-signature')
  if (header('x-hubspot-signature-version') !== 'v2') return fitsHash(secrets, [body], given)
  return urls.some((url) => fitsHash(secrets, [Buffer.from(`${method}${url}`), body], given))
}

/** HubSpot signs these signs as themselves. */
const readable = (url: string): string =>
  url.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escaped) => decodeURIComponent(escaped))

const fieldNames: Record<string, 'email' | 'phone' | 'givenName' | 'familyName' | 'locale' | 'birthDate'> = {
  email: 'email',
  phone: 'phone',
  mobilephone: 'phone',
  firstname: 'givenName',
  lastname: 'familyName',
  hs_language: 'locale',
  date_of_birth: 'birthDate',
}

/** The newer subscriptions are of any object, and name contacts by the number of their kind. */
function typeOf({ subscriptionType, objectTypeId }: Thing): string {
  const type = textOf(subscriptionType) ?? ''
  return objectTypeId === '0-1' ? type.replace(/^object\./, 'contact.') : type
}

/** `eventId` is not unique: what happened to whom and when is. */
function readChange(change: Thing, context: Context): Fact[] | null {
  const contact = textOf(change.objectId)
  const type = typeOf(change)
  const occurredAt = countOf(change.occurredAt)
  if (contact === null || occurredAt === null || occurredAt > 8.64e15) return null
  const reference = `${context.prefix}${contact}`
  if (type === 'contact.privacyDeletion') return [{ kind: 'erasure', reference }]
  if (type === 'contact.deletion')
    return [{ kind: 'leaving', reference, source: eventId(context.connectorId, 'deleted', contact) }]
  if (type === 'contact.creation') {
    const id = eventId(context.connectorId, 'signup', contact)
    const at = new Date(occurredAt).toISOString()
    return [{ kind: 'event', event: { id, type: 'customer.signed_up', at, customerReference: reference } }]
  }
  const property = textOf(change.propertyName) ?? ''
  const field = Object.hasOwn(fieldNames, property) ? fieldNames[property] : undefined
  if (type !== 'contact.propertyChange' || field === undefined) return null
  const fields = fieldsOf({ [field]: change.propertyValue ?? '' }, true)
  return [{ kind: 'customer', reference, fields, version: occurredAt, part: field }]
}
