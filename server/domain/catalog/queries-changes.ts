// SQL of what happened to products.
import { lt, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { productChanges, products } from '#db/tables/catalog.ts'
import { within } from '#db/within.ts'
import type { ProductRow } from './queries.ts'

/** Of one product and one instant the first change stands. */
export const insertChanges = (tx: Tx, rows: (typeof productChanges.$inferInsert)[]): Promise<number> =>
  insertMany(tx, productChanges, rows, { onConflict: 'nothing' })

/** Products as they stand, held in the order of their skus: what is read here is what is changed. */
export async function lockProducts(tx: Tx, skus: string[]): Promise<Map<string, ProductRow>> {
  if (skus.length === 0) return new Map()
  const these = sql`${products.sku} ${within(tx, [...skus].sort())}`
  if (tx.engine === 'postgres')
    await tx.rows(sql`select sku from products where ${these} order by sku${tx.forUpdate()}`)
  return new Map((await tx.select().from(products).where(these)).map((row) => [row.sku, row]))
}

export async function anyChangeSince(q: Queries, kind: string, since: number): Promise<boolean> {
  const [row] = await q.rows<{ at: number }>(
    sql`select at from product_changes where at >= ${since} and kind = ${kind} limit 1`,
  )
  return row !== undefined
}

export async function dropChanges(tx: Tx, before: number): Promise<number> {
  const gone = await tx
    .delete(productChanges)
    .where(lt(productChanges.at, before))
    .returning({ sku: productChanges.sku })
  return gone.length
}
