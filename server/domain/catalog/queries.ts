// All SQL of the room catalog.
import { and, eq, inArray, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { products } from '#db/tables/catalog.ts'

export type ProductRow = typeof products.$inferSelect

const SKUS_PER_QUERY = 1000

export async function productRow(q: Queries, sku: string): Promise<ProductRow | undefined> {
  const [row] = await q.select().from(products).where(eq(products.sku, sku))
  return row
}

export async function knownSkus(q: Queries, skus: readonly string[]): Promise<Set<string>> {
  const rows = await eachPage(skus, (some) =>
    q.select({ sku: products.sku }).from(products).where(inArray(products.sku, some)),
  )
  return new Set(rows.map((row) => row.sku))
}

export function categoryRows(q: Queries, skus: readonly string[]): Promise<{ sku: string; category: string }[]> {
  return eachPage(skus, (some) =>
    q.select({ sku: products.sku, category: products.category }).from(products).where(inArray(products.sku, some)),
  )
}

export function emptyShelves(q: Queries, skus: readonly string[]): Promise<{ sku: string }[]> {
  return eachPage(skus, (some) =>
    q
      .select({ sku: products.sku })
      .from(products)
      .where(and(inArray(products.sku, some), eq(products.stock, 0))),
  )
}

/** Answers the skus that were not there before. */
export async function insertNewProducts(tx: Tx, rows: ProductRow[]): Promise<Set<string>> {
  const made = await insertMany(tx, products, rows, { onConflict: 'nothing', returning: { sku: products.sku } })
  return new Set(made.map((row) => row.sku))
}

/** Changes products that are there; with `keepStock` all but their stock. */
export async function replaceProducts(tx: Tx, rows: ProductRow[], keepStock: boolean): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insert(products)
    .values(rows)
    .onConflictDoUpdate({
      target: products.sku,
      set: {
        name: sql`excluded.name`,
        category: sql`excluded.category`,
        priceMinor: sql`excluded.price_minor`,
        currency: sql`excluded.currency`,
        updatedAt: sql`excluded.updated_at`,
        ...(keepStock ? {} : { stock: sql`excluded.stock` }),
      },
    })
}

/** An order may name more articles than a statement takes parameters. */
async function eachPage<T>(skus: readonly string[], ask: (some: string[]) => Promise<T[]>): Promise<T[]> {
  const unique = [...new Set(skus)]
  const found: T[] = []
  for (let i = 0; i < unique.length; i += SKUS_PER_QUERY)
    found.push(...(await ask(unique.slice(i, i + SKUS_PER_QUERY))))
  return found
}
