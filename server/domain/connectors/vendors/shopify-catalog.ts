// Shopify's products, one for each variant, and what lies where of an article; pure.
import { countOf, instantOf, listOf, type Thing, textOf } from '../read-exact.ts'
import { minorOf } from '../vendor-money.ts'
import { versionOf } from './event-words.ts'
import { skuOf } from './shopify-order.ts'
import type { Context, Fact } from './vendor.ts'

/** A product does not say its currency: until an order has, or somebody here, nothing can be known of its price. */
export function readProduct(topic: string, said: Thing, { currency }: Context): Fact[] | null {
  if (!/^products\/(create|update)$/.test(topic) || currency === null) return null
  const title = textOf(said.title) ?? 'Product'
  const category = (textOf(said.product_type) ?? 'other').slice(0, 200)
  return listOf(said.variants).flatMap((variant): Fact[] => {
    const priceMinor = minorOf(variant.price, currency)
    if (priceMinor === null || priceMinor < 0) return []
    const isTracked = textOf(variant.inventory_management) !== null
    const left = Number(variant.inventory_quantity)
    const stock = isTracked && Number.isSafeInteger(left) ? Math.max(0, left) : null
    const sku = skuOf({ sku: variant.sku, variant_id: variant.id })
    const named = textOf(variant.title)
    const name = (named === null || named === 'Default Title' ? title : `${title} – ${named}`).slice(0, 300)
    const article = textOf(variant.inventory_item_id)
    const row = { sku, name, category, priceMinor, currency, stock }
    return [{ kind: 'product', row, articles: article === null ? [] : [article], version: versionOf(said) }]
  })
}

/** `available` is null where stock is not kept. */
export function readShelf(said: Thing): Fact[] | null {
  const article = textOf(said.inventory_item_id)
  const place = textOf(said.location_id) ?? ''
  const version = instantOf(said.updated_at) ?? 1
  if (article === null || said.available === null || said.available === undefined) return null
  const available = Number(said.available) < 0 ? 0 : countOf(said.available)
  return available === null ? null : [{ kind: 'shelf', article, place, available, version }]
}
