// Shopify's orders, refunds, carts and checkouts as events; pure.
import { countOf, listOf, type Thing, textOf, thingOf } from '../read-exact.ts'
import { currencyOf, type Item, MOST_ITEMS, minorOf, minorOrZero, unitsOf } from '../vendor-money.ts'
import { atOf, eventId, versionOf } from './event-words.ts'
import { readBuyer } from './shopify-person.ts'
import type { Context, Fact } from './vendor.ts'

/**
 * The order as it stands, what was refunded of it, and whether it was cancelled: each counts once, whichever delivery tells
 * it. What other discounts took off an article is gone from its price; what a voucher of ours took off is not, because that
 * is what the redemption works out.
 */
export function readOrder(said: Thing, context: Context): Fact[] | null {
  const id = textOf(said.id)
  const currency = currencyOf(said.currency) ?? context.currency
  const at = atOf(said.created_at) ?? atOf(said.processed_at)
  const total = said.total_price ?? inShop(said.total_price_set) ?? said.current_total_price
  const totalMinor = currency === null ? null : minorOf(total, currency)
  if (id === null || currency === null || at === null || totalMinor === null) return null
  const { buyer, facts } = readBuyer(said, context)
  const codes = listOf(said.discount_codes).flatMap(({ code }) => context.ours.get(textOf(code) ?? '') ?? [])
  const placed = {
    id: eventId(context.connectorId, 'order', id, versionOf(said)),
    type: 'order.placed',
    at,
    orderReference: id,
    ...buyer,
    totalMinor: Math.max(0, totalMinor),
    currency,
    items: itemsOf(said, currency, context),
    ...(codes.length > 0 ? { voucherCodes: [...new Set(codes)] } : {}),
  }
  const known = { order_id: said.id, taxes_included: said.taxes_included }
  const refunds = listOf(said.refunds).flatMap((refund) => readRefund({ ...refund, ...known }, context) ?? [])
  return [...facts, { kind: 'currency', currency }, event(placed), ...refunds, ...cancelled(id, said, context)]
}

const event = (said: Thing): Fact => ({ kind: 'event', event: said })

function cancelled(id: string, said: Thing, { connectorId }: Context): Fact[] {
  const at = atOf(said.cancelled_at)
  if (at === null) return []
  return [event({ id: eventId(connectorId, 'cancelled', id), type: 'order.cancelled', at, orderReference: id })]
}

/** A deleted order is one that never was. */
export function readDeleted(said: Thing, { connectorId, now }: Context): Fact[] | null {
  const id = textOf(said.id)
  if (id === null) return null
  const at = new Date(now).toISOString()
  return [event({ id: eventId(connectorId, 'cancelled', id), type: 'order.cancelled', at, orderReference: id })]
}

function itemsOf(said: Thing, currency: string, { ours }: Context): Item[] {
  const applied = listOf(said.discount_applications)
  const isOurs = (at: unknown): boolean => ours.has(textOf(applied[Number(at)]?.code) ?? '')
  const items = listOf(said.line_items).flatMap((line) => {
    const quantity = countOf(line.quantity) ?? 0
    const shares = Array.isArray(line.discount_allocations) ? listOf(line.discount_allocations) : null
    const off =
      shares === null
        ? minorOrZero(line.total_discount, currency)
        : shares
            .filter((share) => !isOurs(share.discount_application_index))
            .reduce((sum, share) => sum + minorOrZero(share.amount, currency), 0)
    const gross = minorOrZero(line.price ?? inShop(line.price_set), currency) * quantity
    return unitsOf(skuOf(line), quantity, gross - off)
  })
  return items.slice(0, MOST_ITEMS)
}

/** In the shop's money, whatever the buyer was shown. */
const inShop = (set: unknown): unknown => thingOf(thingOf(set).shop_money).amount

/** What an article is called here: as the shop calls it, or by the number of its variant. */
export const skuOf = (line: Thing): string =>
  (textOf(line.sku) ?? textOf(line.variant_id) ?? textOf(line.product_id) ?? textOf(line.id) ?? 'unknown').slice(0, 200)

/**
 * What was paid back in money. Where no payment says it in the shop's money (none is told, or only in the buyer's), it is what the
 * articles came to less what Shopify adjusted: shipping that went back as well, or money that did not. A payment back that
 * failed is none.
 */
export function readRefund(said: Thing, context: Context): Fact[] | null {
  const id = textOf(said.id)
  const order = textOf(said.order_id)
  const at = atOf(said.processed_at) ?? atOf(said.created_at)
  if (id === null || order === null || at === null) return null
  const lines = listOf(said.refund_line_items)
  const payments = listOf(said.transactions).filter(({ kind }) => kind === 'refund')
  const good = payments.filter(({ status }) => status === 'success' || status === undefined)
  if (payments.length > 0 && payments.every(({ status }) => status === 'failure' || status === 'error')) return []
  const set = thingOf(thingOf(lines[0]?.subtotal_set).shop_money).currency_code
  const currency = currencyOf(set) ?? context.currency ?? currencyOf(good[0]?.currency) ?? 'USD'
  const paid = good.map((one) => paidBack(one, currency))
  const isPaid = paid.length > 0 && paid.every((amount) => amount !== null)
  const amountMinor = isPaid ? paid.reduce<number>((sum, one) => sum + (one ?? 0), 0) : calculated(said, currency)
  if (amountMinor <= 0) return []
  const items = lines.flatMap((line) => {
    const article = thingOf(line.line_item)
    return unitsOf(skuOf(article), countOf(line.quantity) ?? 0, subtotalOf(line, currency))
  })
  return [
    event({
      id: eventId(context.connectorId, 'refund', id),
      type: 'order.refunded',
      at,
      orderReference: order,
      amountMinor,
      ...(items.length > 0 ? { items: items.slice(0, MOST_ITEMS) } : {}),
    }),
  ]
}

/** Null for a payment that is only told in other money than the shop's. */
function paidBack(payment: Thing, currency: string): number | null {
  const known = inShop(payment.amount_set)
  if (known !== undefined) return minorOf(known, currency)
  const isOther = (currencyOf(payment.currency) ?? currency) !== currency
  return isOther ? null : minorOrZero(payment.amount, currency)
}

const subtotalOf = (line: Thing, currency: string): number =>
  minorOrZero(inShop(line.subtotal_set) ?? line.subtotal, currency)

function calculated(said: Thing, currency: string): number {
  const tax = (one: Thing, set: string, plain: string) => minorOrZero(inShop(one[set]) ?? one[plain], currency)
  const ofLines = listOf(said.refund_line_items).reduce((sum, line) => {
    const more = said.taxes_included === true ? 0 : tax(line, 'total_tax_set', 'total_tax')
    return sum + subtotalOf(line, currency) + more
  }, 0)
  const adjusted = listOf(said.order_adjustments).reduce((sum, one) => {
    const amount = minorOrZero(inShop(one.amount_set) ?? one.amount, currency)
    return sum + amount + tax(one, 'tax_amount_set', 'tax_amount')
  }, 0)
  return ofLines - adjusted
}

/** A cart of nobody is taken and means nothing; a checkout knows whose it is. */
export function readCart(topic: string, said: Thing, context: Context): Fact[] | null {
  if (topic === 'checkouts/delete') return null
  const reference = textOf(said.cart_token) ?? textOf(said.token) ?? textOf(said.id)
  const lines = listOf(said.line_items)
  const money = thingOf(thingOf(lines[0]?.price_set).shop_money)
  const currency = currencyOf(said.currency) ?? currencyOf(money.currency_code) ?? context.currency
  const at = atOf(said.updated_at) ?? atOf(said.created_at)
  if (reference === null || currency === null || at === null) return null
  // Bought meanwhile: its order tells.
  if (atOf(said.completed_at) !== null) return []
  const items = lines.flatMap((line) => {
    const quantity = countOf(line.quantity) ?? 0
    const price = line.price ?? inShop(line.price_set)
    const line_price = minorOf(line.line_price, currency) ?? minorOrZero(price, currency) * quantity
    return unitsOf(skuOf(line), quantity, line_price)
  })
  const sum = items.reduce((soFar, item) => soFar + item.quantity * item.unitPriceMinor, 0)
  const { buyer, facts } = readBuyer(said, context)
  const url = textOf(said.abandoned_checkout_url)
  return [
    ...facts,
    event({
      id: eventId(context.connectorId, 'cart', reference, versionOf(said)),
      type: 'cart.updated',
      at,
      cartReference: reference.slice(0, 200),
      ...buyer,
      items: items.slice(0, MOST_ITEMS),
      totalMinor: minorOf(said.total_price, currency) ?? sum,
      currency,
      ...(url !== null && /^https?:\/\//.test(url) && url.length <= 2000 ? { url } : {}),
    }),
  ]
}
