// WooCommerce's orders as events: placed when they are to be paid or delivered, with coupons taken apart; pure.
import { allocate } from '#shared/money.ts'
import { countOf, instantOf, listOf, type Thing, textOf, thingOf } from '../read-exact.ts'
import { currencyOf, type Item, MOST_ITEMS, minorOf, minorOrZero, unitsOf } from '../vendor-money.ts'
import { fieldsOf } from './customer-fields.ts'
import { eventId } from './event-words.ts'
import type { Context, Fact } from './vendor.ts'

/** Not paid yet, or never to be: no order so far. */
const UNPLACED = new Set(['pending', 'failed', 'checkout-draft', 'auto-draft', 'draft'])
const GONE = new Set(['cancelled', 'trash'])

export function readWooOrder(said: Thing, context: Context): Fact[] | null {
  const id = textOf(said.id)
  const currency = currencyOf(said.currency) ?? context.currency
  const at = localInstant(said.date_created, said.date_created_gmt)
  const totalMinor = currency === null ? null : minorOf(said.total, currency)
  const status = textOf(said.status) ?? ''
  if (id === null || currency === null || at === null || totalMinor === null) return null
  if (UNPLACED.has(status)) return []
  const order = { id, currency, at, totalMinor: Math.max(0, totalMinor), status }
  return [...people(said, context), { kind: 'currency', currency }, ...events(said, order, context)]
}

interface Order {
  id: string
  currency: string
  at: string
  totalMinor: number
  status: string
}

function events(said: Thing, { id, currency, at, totalMinor, status }: Order, context: Context): Fact[] {
  const { connectorId, ours, prefix } = context
  const version = wooVersion(said)
  const codes = couponsOf(said).flatMap(({ code }) => ours.get(code) ?? [])
  const buyer = buyerOf(said, prefix)
  const placed = {
    id: eventId(connectorId, 'order', id, version),
    type: 'order.placed',
    at,
    orderReference: id,
    ...(buyer === null ? {} : { customerReference: buyer }),
    items: itemsOf(said, currency, ours),
    totalMinor,
    currency,
    ...(codes.length > 0 ? { voucherCodes: [...new Set(codes)] } : {}),
  }
  const changed = localInstant(said.date_modified, said.date_modified_gmt) ?? at
  const back = refundsOf(said, currency, status === 'refunded' ? totalMinor : 0).map((refund) => ({
    id: eventId(connectorId, 'refund', `${id}:${refund.id}`),
    type: 'order.refunded',
    at: changed,
    orderReference: id,
    amountMinor: refund.amountMinor,
  }))
  const gone = GONE.has(status)
    ? [{ id: eventId(connectorId, 'cancelled', id), type: 'order.cancelled', at: changed, orderReference: id }]
    : []
  return [placed, ...back, ...gone].map((event) => ({ kind: 'event', event }))
}

/** An order that is refunded without saying how is refunded in full. */
function refundsOf(said: Thing, currency: string, inFullMinor: number): { id: string; amountMinor: number }[] {
  const told = listOf(said.refunds).flatMap((refund) => {
    const id = textOf(refund.id)
    const amountMinor = Math.abs(minorOrZero(refund.total, currency))
    return id === null || amountMinor === 0 ? [] : [{ id, amountMinor }]
  })
  return told.length === 0 && inFullMinor > 0 ? [{ id: 'all', amountMinor: inFullMinor }] : told
}

export function couponsOf(said: Thing): { code: string; discount: unknown; tax: unknown }[] {
  return listOf(said.coupon_lines).flatMap(({ code, discount, discount_tax: tax }) => {
    const text = textOf(code)
    return text === null ? [] : [{ code: text, discount, tax }]
  })
}

/**
 * WooCommerce says what all coupons together took off a line. The part of those that are not ours is taken from it in
 * proportion; the part of ours is not, because that is what the redemption works out. Tax is in prices or it is not, as the
 * shop shows them.
 */
function itemsOf(said: Thing, currency: string, ours: ReadonlyMap<string, string>): Item[] {
  const isTaxed = said.prices_include_tax === true
  const minor = (value: unknown, tax: unknown) =>
    minorOrZero(value, currency) + (isTaxed ? minorOrZero(tax, currency) : 0)
  const lines = listOf(said.line_items).map((line) => {
    const before = minor(line.subtotal, line.subtotal_tax)
    const off = Math.max(0, before - minor(line.total, line.total_tax))
    return { line, before, off }
  })
  const weights = lines.map(({ off }) => off)
  const allOff = weights.reduce((sum, off) => sum + off, 0)
  const byOurs = couponsOf(said)
    .filter(({ code }) => ours.has(code))
    .reduce((sum, { discount, tax }) => sum + minor(discount, tax), 0)
  const byOthers = Math.max(0, allOff - byOurs)
  const shares = byOthers === 0 ? weights.map(() => 0) : allocate(byOthers, weights)
  const items = lines.flatMap(({ line, before }, at) =>
    unitsOf(wooSku(line), countOf(line.quantity) ?? 0, before - (shares[at] ?? 0)),
  )
  return items.slice(0, MOST_ITEMS)
}

/** Not every article has a sku; a variation is an article of its own, and one that is gone has the number 0. */
export function wooSku(line: Thing): string {
  const numbers = [line.variation_id, line.product_id, line.id].map(textOf)
  const id = numbers.find((one) => one !== null && one !== '0')
  return (textOf(line.sku) ?? id ?? 'unknown').slice(0, 200)
}

/** Whoever buys as a guest is nobody. */
function buyerOf(said: Thing, prefix: string): string | null {
  const id = textOf(said.customer_id)
  return id === null || id === '0' ? null : `${prefix}${id}`
}

function people(said: Thing, { prefix }: Context): Fact[] {
  const reference = buyerOf(said, prefix)
  if (reference === null) return []
  return [{ kind: 'customer', reference, fields: billedTo(thingOf(said.billing)), version: 1 }]
}

export const billedTo = (billing: Thing) =>
  fieldsOf(
    {
      email: billing.email,
      phone: billing.phone,
      givenName: billing.first_name,
      familyName: billing.last_name,
      country: billing.country,
    },
    false,
  )

export const wooVersion = (said: Thing): number =>
  instantOf(said.date_modified_gmt) ?? instantOf(said.date_modified) ?? instantOf(said.date_created_gmt) ?? 1

/** A local time and the same in Greenwich say which offset the shop has: its day is kept. */
export function localInstant(local: unknown, greenwich: unknown): string | null {
  const utc = instantOf(greenwich)
  const here = instantOf(local)
  if (utc === null) return here === null ? null : new Date(here).toISOString()
  const minutes = here === null ? 0 : Math.round((here - utc) / 60_000)
  if (minutes === 0 || Math.abs(minutes) > 14 * 60) return new Date(utc).toISOString()
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const offset = `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
  return `${new Date(utc + minutes * 60_000).toISOString().slice(0, 19)}${offset}`
}
