// WooCommerce: base64 HMAC over the body; amounts as text without tax; local times beside those of Greenwich.
import { instantOf, textOf, thingOf } from '../read-exact.ts'
import { eventId } from './event-words.ts'
import { fitsHmac } from './signed.ts'
import type { Context, Fact, Vendor } from './vendor.ts'
import { couponsOf, readWooOrder } from './woocommerce-order.ts'
import { readWooPerson, readWooProduct } from './woocommerce-rest.ts'

export const woocommerce: Vendor = {
  kind: 'woocommerce',
  label: 'WooCommerce',
  isSigned: (secrets, { header, body }) => fitsHmac(secrets, [body], header('x-wc-webhook-signature'), 'base64'),
  /** When somebody saves a webhook, the shop asks whether anybody is there, without a signature. */
  isGreeting: ({ header, body }) =>
    header('x-wc-webhook-signature') === undefined &&
    /^webhook_id=\d{1,20}$/.test(Buffer.from(body).toString('latin1')),
  topic: ({ header }) => header('x-wc-webhook-topic') ?? '',
  codes: (topic, body) => (topic.startsWith('order.') ? couponsOf(thingOf(body)).map(({ code }) => code) : []),
  read(topic, body, context) {
    const said = thingOf(body)
    if (topic === 'order.deleted') return deleted(said, context)
    if (/^order\.(created|updated|restored)$/.test(topic)) return readWooOrder(said, context)
    if (topic.startsWith('customer.')) return readWooPerson(topic, said, context)
    if (topic.startsWith('product.')) return readWooProduct(topic, said, context)
    // Coupons go from here to the shop, and never back.
    return null
  },
}

function deleted(said: Record<string, unknown>, { connectorId, now }: Context): Fact[] | null {
  const id = textOf(said.id)
  if (id === null) return null
  const at = new Date(instantOf(said.date_modified_gmt) ?? now).toISOString()
  const event = { id: eventId(connectorId, 'cancelled', id), type: 'order.cancelled', at, orderReference: id }
  return [{ kind: 'event', event }]
}
