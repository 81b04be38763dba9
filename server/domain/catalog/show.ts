// Shows a product as the shop last told it.
import type { z } from 'zod'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { product } from '#shared/contracts/catalog.ts'
import { productRow } from './queries.ts'

/** Refuses an unknown sku with `product.not_found`. */
export async function showProduct(q: Queries, sku: string): Promise<z.infer<typeof product>> {
  const row = await productRow(q, sku)
  if (row === undefined) throw new Refusal('product.not_found')
  const { name, category, priceMinor, currency, stock } = row
  return { sku, name, category, priceMinor, currency, stock }
}
