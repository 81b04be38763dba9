// Any other sender: Standard Webhooks, or an HMAC over the body; what bodies mean is said by stored mappings.
import type { ProductRow } from '#shared/contracts/catalog.ts'
import type { ImportRow } from '#shared/contracts/customers.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { applyMappings, type Made } from '../mappings.ts'
import { instantOf } from '../read-exact.ts'
import { fitsHmac } from './signed.ts'
import type { Context, Delivery, Fact, Vendor } from './vendor.ts'

const WINDOW_MS = 5 * MINUTE_MS

export const generic: Vendor = {
  kind: 'generic',
  label: 'Any other system',
  isSigned,
  topic: ({ header }) => (header('x-topic') ?? header('x-event-type') ?? 'webhook').slice(0, 200),
  codes: (_topic, body, context) => applyMappings(context.mappings, body, context).made.flatMap(codesOf),
  read(_topic, body, context) {
    const { made, problems } = applyMappings(context.mappings, body, context)
    // What cannot be used goes on its way and is refused there, so that it is counted.
    const broken: Fact[] = problems.map(() => ({ kind: 'event', event: {} }))
    return made.length + broken.length === 0 ? null : [...made.map((one) => factOf(one, context)), ...broken]
  },
}

const codesOf = ({ value }: Made): string[] => (Array.isArray(value.voucherCodes) ? value.voucherCodes.map(String) : [])

function factOf(made: Made, { ours, prefix, now }: Context): Fact {
  const { updatedAt, ...value } = made.value
  const version = instantOf(updatedAt) ?? now
  if (made.makes === 'product') return { kind: 'product', row: value as ProductRow, articles: [], version }
  if (made.makes === 'customer') {
    const { reference, ...fields } = value as ImportRow
    return { kind: 'customer', reference: `${prefix}${reference}`, fields, version }
  }
  const { voucherCodes: _, customerReference, ...event } = made.value
  const codes = [...new Set(codesOf(made).flatMap((code) => ours.get(code) ?? []))]
  const buyer = customerReference === undefined ? {} : { customerReference: `${prefix}${customerReference}` }
  return { kind: 'event', event: { ...event, ...buyer, ...(codes.length > 0 ? { voucherCodes: codes } : {}) } }
}

function isSigned(secrets: readonly string[], { header, body }: Delivery, now: number): boolean {
  const given = header('webhook-signature')
  if (given === undefined) {
    const plain = (header('x-signature-256') ?? header('x-hub-signature-256'))?.replace(/^sha256=/, '')
    return fitsHmac(secrets, [body], plain, 'hex')
  }
  const stamp = header('webhook-timestamp') ?? ''
  if (!/^\d{8,12}$/.test(stamp) || Math.abs(now - Number(stamp) * SECOND_MS) > WINDOW_MS) return false
  const id = header('webhook-id') ?? ''
  const keys = secrets.map(keyOf)
  return given.split(' ').some((one) => {
    const [version, signature] = one.split(',', 2)
    return version === 'v1' && fitsHmac(keys, [`${id}.${stamp}.`, body], signature, 'base64')
  })
}

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
