// WooCommerce's customers and products; pure.
import { listOf, type Thing, textOf, thingOf } from '../read-exact.ts'
import { minorOf } from '../vendor-money.ts'
import { fieldsOf } from './customer-fields.ts'
import { eventId } from './event-words.ts'
import type { Context, Fact } from './vendor.ts'
import { billedTo, localInstant, wooSku, wooVersion } from './woocommerce-order.ts'

export function readWooPerson(topic: string, said: Thing, context: Context): Fact[] | null {
  const id = textOf(said.id)
  if (id === null || id === '0') return null
  const reference = `${context.prefix}${id}`
  if (topic === 'customer.deleted')
    return [{ kind: 'leaving', reference, source: eventId(context.connectorId, 'deleted', id) }]
  // Her own words beat those of the last bill.
  const own = fieldsOf({ email: said.email, givenName: said.first_name, familyName: said.last_name }, true)
  const fields = { ...billedTo(thingOf(said.billing)), ...own }
  const facts: Fact[] = [{ kind: 'customer', reference, fields, version: wooVersion(said) }]
  const at = localInstant(said.date_created, said.date_created_gmt)
  if (topic === 'customer.created' && at !== null) {
    const signedUp = { id: eventId(context.connectorId, 'signup', id), type: 'customer.signed_up', at }
    facts.push({ kind: 'event', event: { ...signedUp, customerReference: reference } })
  }
  return facts
}

/** What is deleted there stays known here: past orders name it. */
export function readWooProduct(topic: string, said: Thing, { currency }: Context): Fact[] | null {
  const id = textOf(said.id)
  if (id === null || topic === 'product.deleted' || currency === null) return null
  const priceMinor = minorOf(said.price, currency) ?? minorOf(said.regular_price, currency)
  if (priceMinor === null || priceMinor < 0) return null
  const left = Number(said.stock_quantity)
  const isCounted = said.manage_stock === true && said.stock_quantity !== null && Number.isSafeInteger(left)
  const stock = isCounted ? Math.max(0, left) : said.stock_status === 'outofstock' ? 0 : null
  const row = {
    sku: wooSku({ sku: said.sku, product_id: said.id }),
    name: (textOf(said.name) ?? 'Product').slice(0, 300),
    category: (textOf(listOf(said.categories)[0]?.name) ?? 'other').slice(0, 200),
    priceMinor,
    currency,
    stock,
  }
  return [{ kind: 'product', row, articles: [], version: wooVersion(said) }]
}
