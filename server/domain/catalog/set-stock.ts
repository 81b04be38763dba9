// Tells how much there is of an article that the catalogue knows; everything else about it stays.
import type { Tx } from '#db/store.ts'
import { putProducts } from './put.ts'
import { productRow } from './queries.ts'

/** False for an unknown article. By the one way in for products, so that whatever watches them hears of it. */
export async function setStock(tx: Tx, sku: string, stock: number | null): Promise<boolean> {
  const row = await productRow(tx, sku)
  if (row === undefined) return false
  const { updatedAt: _, ...product } = row
  await putProducts(tx, [{ ...product, stock }])
  return true
}
