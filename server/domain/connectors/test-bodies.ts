// Bodies that vendors have published, from the folder that VOUCHSAFE_DATA names; none where it is not there.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectorKind } from '#shared/contracts/connectors.ts'

export const folder = join(
  process.env.VOUCHSAFE_DATA ?? join(import.meta.dirname, '../../../../shared/data'),
  'webhooks',
)

/** Whole answers of a vendor's API hold what a delivery would be. */
const inside = (body: unknown): unknown => {
  const [[name, value] = ['', body], ...more] = Object.entries(body as object)
  if (more.length > 0 || Array.isArray(body)) return body
  return Array.isArray(value) ? value[0] : ['order', 'customer'].includes(name) ? value : body
}

const topics: [RegExp, string][] = [
  [/customers-data_request/, 'customers/data_request'],
  [/customers-redact/, 'customers/redact'],
  [/shop-redact/, 'shop/redact'],
  [/orders-create|api\..*order/, 'orders/create'],
  [/carts-update/, 'carts/update'],
  [/api\..*customer/, 'customers/create'],
  [/checkouts/, 'checkouts/create'],
  [/docs\.order/, 'order.created'],
  [/docs\.customer/, 'customer.created'],
  [/docs\.coupon/, 'coupon.created'],
  [/docs\.webhook/, 'action.webhook'],
]
export const topicOf = (file: string) => topics.find(([pattern]) => pattern.test(file))?.[1] ?? 'price_rules/create'

export const bodies = existsSync(folder)
  ? (['shopify', 'woocommerce', 'hubspot'] as ConnectorKind[]).flatMap((kind) =>
      readdirSync(join(folder, kind))
        .filter((file) => !file.includes('signature'))
        .map((file) => ({ kind, file, text: readFileSync(join(folder, kind, file), 'utf8') })),
    )
  : []

/** As it was published, or its heart: digits must stay as they are, so no parser writes it anew but where it must. */
export function deliveredOf(text: string): string {
  const parsed = JSON.parse(text) as unknown
  return inside(parsed) === parsed ? text : JSON.stringify(inside(parsed))
}
