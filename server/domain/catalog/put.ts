// Creates a product or changes it; an absent stock keeps what is stored, null means that stock is not tracked.
import type { Tx } from '#db/store.ts'
import type { ProductRow as ProductSent, PutProduct } from '#shared/contracts/catalog.ts'
import { noteChanges } from './changes.ts'
import { insertNewProducts, type ProductRow, replaceProducts } from './queries.ts'
import { lockProducts } from './queries-changes.ts'

export async function putProduct(tx: Tx, sku: string, fields: PutProduct): Promise<{ created: boolean }> {
  const { created } = await putProducts(tx, [{ ...fields, sku }])
  return { created: created === 1 }
}

/** Every row counts once, in its order: of two with one sku the first may create and the second updates. */
export async function putProducts(tx: Tx, rows: ProductSent[]): Promise<{ created: number; updated: number }> {
  const merged = mergeBySku(rows)
  const made = await insertNewProducts(
    tx,
    merged.map((row) => stored(row, tx.now)),
  )
  const others = merged.filter((row) => !made.has(row.sku))
  const before = await lockProducts(
    tx,
    others.map(({ sku }) => sku),
  )
  for (const keepStock of [true, false]) {
    const some = others.filter((row) => (row.stock === undefined) === keepStock)
    await replaceProducts(
      tx,
      some.map((row) => stored(row, tx.now)),
      keepStock,
    )
  }
  const after = others.map((row) => {
    const kept = before.get(row.sku)?.stock ?? null
    return { ...stored(row, tx.now), stock: row.stock === undefined ? kept : row.stock }
  })
  await noteChanges(tx, before, after)
  return { created: made.size, updated: rows.length - made.size }
}

/** One row for each sku, as if they had been put one after the other; sorted, so that two imports lock alike. */
function mergeBySku(rows: ProductSent[]): ProductSent[] {
  const merged = new Map<string, ProductSent>()
  for (const row of rows) {
    const stock = row.stock === undefined ? merged.get(row.sku)?.stock : row.stock
    merged.set(row.sku, { ...row, stock })
  }
  return [...merged.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1))
}

const stored = (row: ProductSent, now: number): ProductRow => ({ ...row, stock: row.stock ?? null, updatedAt: now })
