// SQL of stock: what a shop's stock-keeping calls an article, and how much of it lies where.
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { connectorArticles, connectorShelves } from '#db/tables/connectors.ts'

export async function nameArticles(tx: Tx, connectorId: string, sku: string, articles: string[]): Promise<void> {
  if (articles.length === 0) return
  await tx
    .insert(connectorArticles)
    .values(articles.map((article) => ({ connectorId, article, sku })))
    .onConflictDoUpdate({
      target: [connectorArticles.connectorId, connectorArticles.article],
      set: { sku: sql`excluded.sku` },
    })
}

export async function skuOfArticle(q: Queries, connectorId: string, article: string): Promise<string | null> {
  const [row] = await q
    .select({ sku: connectorArticles.sku })
    .from(connectorArticles)
    .where(and(eq(connectorArticles.connectorId, connectorId), eq(connectorArticles.article, article)))
  return row?.sku ?? null
}

interface Shelf {
  connectorId: string
  article: string
  place: string
  available: number
  version: number
}

/** False when as new a word on this shelf is known already. */
export async function putShelf(tx: Tx, { connectorId, article, place, available, version }: Shelf): Promise<boolean> {
  const put = await tx
    .insert(connectorShelves)
    .values({ connectorId, article, place, available, version })
    .onConflictDoUpdate({
      target: [connectorShelves.connectorId, connectorShelves.article, connectorShelves.place],
      set: { available: sql`excluded.available`, version: sql`excluded.version` },
      setWhere: sql`${connectorShelves.version} < excluded.version`,
    })
    .returning({ article: connectorShelves.article })
  return put.length === 1
}

/** Over all places; null while no shelf was heard of. */
export async function stockOf(q: Queries, connectorId: string, sku: string): Promise<number | null> {
  const named = q
    .select({ article: connectorArticles.article })
    .from(connectorArticles)
    .where(and(eq(connectorArticles.connectorId, connectorId), eq(connectorArticles.sku, sku)))
  const [row] = await q
    .select({ stock: sql<number | null>`cast(sum(${connectorShelves.available}) as bigint)` })
    .from(connectorShelves)
    .where(and(eq(connectorShelves.connectorId, connectorId), inArray(connectorShelves.article, named)))
  return row?.stock === null || row?.stock === undefined ? null : Number(row.stock)
}
