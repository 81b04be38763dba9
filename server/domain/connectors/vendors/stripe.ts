// Stripe: a signature with a time that may be five minutes off; amounts in minor units already; refunds as running sums.
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { countOf, listOf, type Thing, textOf, thingOf } from '../read-exact.ts'
import { currencyOf, type Item, unitsOf } from '../vendor-money.ts'
import { fieldsOf } from './customer-fields.ts'
import { eventId } from './event-words.ts'
import { fitsHmac } from './signed.ts'
import type { Context, Delivery, Fact, Vendor } from './vendor.ts'

const TOLERANCE_MS = 5 * MINUTE_MS

export const stripe: Vendor = {
  kind: 'stripe',
  label: 'Stripe',
  isSigned,
  topic: (_delivery, body) => textOf(thingOf(body).type) ?? '',
  codes: (_topic, body) => codesOf(thingOf(thingOf(thingOf(body).data).object)),
  read(topic, body, context) {
    const said = thingOf(body)
    const data = thingOf(said.data)
    const object = thingOf(data.object)
    const at = secondsOf(said.created)
    if (at === null) return null
    const when = { at: new Date(at).toISOString(), version: at, event: textOf(said.id) ?? '' }
    if (topic === 'checkout.session.completed' || topic === 'checkout.session.async_payment_succeeded')
      return readSession(object, when, context)
    if (topic === 'charge.refunded') return readCharge(object, thingOf(data.previous_attributes), when, context)
    return readPerson(topic, object, when, context)
  },
}

/** `t=…,v1=…`: after a rotation there are several, of which one has to fit. */
function isSigned(secrets: readonly string[], { header, body }: Delivery, now: number): boolean {
  const parts = (header('stripe-signature') ?? '').split(',').map((part) => part.trim().split('=', 2))
  const stamp = parts.find(([name]) => name === 't')?.[1] ?? ''
  if (!/^\d{8,12}$/.test(stamp) || Math.abs(now - Number(stamp) * SECOND_MS) > TOLERANCE_MS) return false
  return parts.some(([name, given]) => name === 'v1' && fitsHmac(secrets, [`${stamp}.`, body], given, 'hex'))
}

interface When {
  at: string
  version: number
  event: string
}

const secondsOf = (value: unknown): number | null => {
  const seconds = countOf(value)
  return seconds === null || seconds > 8.64e12 ? null : seconds * SECOND_MS
}

/** Stripe writes these with two digits that they do not have. */
const minorOf = (value: unknown, currency: string): number | null => {
  const amount = countOf(value)
  if (amount === null) return null
  return currency === 'ISK' || currency === 'UGX' ? Math.round(amount / 100) : amount
}

/** What session and charge both know: the reference that the shop gave to both, or the payment they share. */
function referenceOf(object: Thing, payment: string | null): string | null {
  const metadata = thingOf(object.metadata)
  const given = textOf(metadata.orderReference) ?? textOf(metadata.order_reference) ?? textOf(metadata.order_id)
  return (given ?? payment ?? textOf(object.id))?.slice(0, 200) ?? null
}

const codesOf = ({ metadata }: Thing): string[] => {
  const { voucherCodes, voucher_codes, voucher_code, voucherCode } = thingOf(metadata)
  const given = textOf(voucherCodes) ?? textOf(voucher_codes) ?? textOf(voucher_code) ?? textOf(voucherCode) ?? ''
  return given
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean)
    .slice(0, 20)
}

/** A session that is still to be paid is no order yet. */
function readSession(session: Thing, { version }: When, context: Context): Fact[] | null {
  const currency = currencyOf(session.currency)
  const reference = referenceOf(session, textOf(session.payment_intent))
  const totalMinor = currency === null ? null : minorOf(session.amount_total, currency)
  if (currency === null || reference === null || totalMinor === null) return null
  if (session.payment_status === 'unpaid') return []
  const customer = textOf(session.customer)
  const buyer = customer === null ? null : `${context.prefix}${customer}`
  const codes = codesOf(session).flatMap((code) => context.ours.get(code) ?? [])
  const at = new Date(secondsOf(session.created) ?? version).toISOString()
  const placed = {
    id: eventId(context.connectorId, 'order', textOf(session.id) ?? reference),
    type: 'order.placed',
    at,
    orderReference: reference,
    ...(buyer === null ? {} : { customerReference: buyer }),
    items: itemsOf(session, currency),
    totalMinor,
    currency,
    ...(codes.length > 0 ? { voucherCodes: [...new Set(codes)] } : {}),
  }
  const person: Fact[] =
    buyer === null
      ? []
      : [
          {
            kind: 'customer',
            reference: buyer,
            fields: detailsOf(thingOf(session.customer_details), false),
            version: 1,
          },
        ]
  return [...person, { kind: 'currency', currency }, { kind: 'event', event: placed }]
}

/** Only where the session was sent with its lines. */
function itemsOf(session: Thing, currency: string): Item[] {
  return listOf(thingOf(session.line_items).data).flatMap((line) => {
    const price = thingOf(line.price)
    const sku = textOf(thingOf(price.metadata).sku) ?? textOf(price.product) ?? textOf(price.id) ?? textOf(line.id)
    const total = minorOf(line.amount_subtotal, currency) ?? minorOf(line.amount_total, currency) ?? 0
    return sku === null ? [] : unitsOf(sku.slice(0, 200), countOf(line.quantity) ?? 1, total)
  })
}

/** The sum so far, less what it was before this event; where that is not said, each refund by itself, or the sum. */
function readCharge(charge: Thing, before: Thing, { at, event }: When, context: Context): Fact[] | null {
  const currency = currencyOf(charge.currency)
  const reference = referenceOf(charge, textOf(charge.payment_intent))
  if (currency === null || reference === null || event === '') return null
  const sum = minorOf(charge.amount_refunded, currency) ?? 0
  const earlier = minorOf(before.amount_refunded, currency)
  const single = listOf(thingOf(charge.refunds).data).flatMap((refund) => {
    const id = textOf(refund.id)
    const amountMinor = minorOf(refund.amount, currency) ?? 0
    return id === null || refund.status === 'failed' ? [] : [{ id, amountMinor }]
  })
  const told = earlier !== null || single.length === 0 ? [{ id: event, amountMinor: sum - (earlier ?? 0) }] : single
  return told
    .filter(({ amountMinor }) => amountMinor > 0)
    .map(({ id, amountMinor }) => ({
      kind: 'event',
      event: {
        id: eventId(context.connectorId, 'refund', id),
        type: 'order.refunded',
        at,
        orderReference: reference,
        amountMinor,
      },
    }))
}

function readPerson(topic: string, object: Thing, { at, version }: When, context: Context): Fact[] | null {
  const id = textOf(object.id)
  if (!/^customer\.(created|updated|deleted)$/.test(topic) || id === null) return null
  const reference = `${context.prefix}${id}`
  if (topic === 'customer.deleted')
    return [{ kind: 'leaving', reference, source: eventId(context.connectorId, 'deleted', id) }]
  const facts: Fact[] = [{ kind: 'customer', reference, fields: detailsOf(object, true), version }]
  if (topic === 'customer.created') {
    const signedUp = { id: eventId(context.connectorId, 'signup', id), type: 'customer.signed_up', at }
    facts.push({ kind: 'event', event: { ...signedUp, customerReference: reference } })
  }
  return facts
}

const detailsOf = (said: Thing, isWhole: boolean) =>
  fieldsOf({ email: said.email, phone: said.phone, country: thingOf(said.address).country }, isWhole)
