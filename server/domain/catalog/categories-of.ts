// Tells the categories of articles; an article the catalogue does not know is absent.
import type { Queries } from '#db/store.ts'
import { categoryRows } from './queries.ts'

export async function categoriesOf(q: Queries, skus: readonly string[]): Promise<Map<string, string>> {
  return new Map((await categoryRows(q, skus)).map((row) => [row.sku, row.category]))
}
