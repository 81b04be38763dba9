// Shopify: base64 HMAC over the body; a topic in a header; ids beyond what a number holds.
import { listOf, textOf, thingOf } from '../read-exact.ts'
import { readProduct, readShelf } from './shopify-catalog.ts'
import { readCart, readDeleted, readOrder, readRefund } from './shopify-order.ts'
import { readConsent, readPerson } from './shopify-person.ts'
import { fitsHmac } from './signed.ts'
import type { Context, Fact, Vendor } from './vendor.ts'

const isOrder = (topic: string) =>
  /^orders\/(create|paid|updated|cancelled|edited|fulfilled|partially_fulfilled)$/.test(topic)

export const shopify: Vendor = {
  kind: 'shopify',
  label: 'Shopify',
  isSigned: (secrets, { header, body }) => fitsHmac(secrets, [body], header('x-shopify-hmac-sha256'), 'base64'),
  topic: ({ header }) => header('x-shopify-topic') ?? '',
  codes(topic, body) {
    if (!isOrder(topic)) return []
    return listOf(thingOf(body).discount_codes).flatMap(({ code }) => textOf(code) ?? [])
  },
  read(topic, body, context) {
    const said = thingOf(body)
    if (isOrder(topic)) return readOrder(said, context)
    if (topic === 'orders/delete') return readDeleted(said, context)
    if (topic === 'refunds/create') return readRefund(said, context)
    if (topic.startsWith('carts/') || topic.startsWith('checkouts/')) return readCart(topic, said, context)
    if (topic.startsWith('products/')) return readProduct(topic, said, context)
    if (topic === 'inventory_levels/update' || topic === 'inventory_levels/connect') return readShelf(said)
    return readPerson(topic, said, context) ?? readConsent(topic, said, context) ?? readPrivacy(topic, said, context)
  },
}

/** Shopify's three privacy webhooks. A customer is found by her bare id, or as Shopify writes it in full. */
function readPrivacy(topic: string, said: Record<string, unknown>, { prefix }: Context): Fact[] | null {
  const id = textOf(thingOf(said.customer).id)
  const reference = id === null ? null : `${prefix}${id}`
  if (topic === 'customers/data_request') {
    const request = textOf(thingOf(said.data_request).id)
    return [{ kind: 'access', reference, source: request ?? reference ?? 'unknown' }]
  }
  if (topic === 'customers/redact') return reference === null ? [] : [{ kind: 'erasure', reference }]
  if (topic === 'shop/redact') return [{ kind: 'shop_gone', shop: textOf(said.shop_domain) ?? '' }]
  return null
}
