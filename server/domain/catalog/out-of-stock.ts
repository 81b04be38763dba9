// Tells which articles are known to be sold out; unknown ones and those without tracked stock are not.
import type { Queries } from '#db/store.ts'
import { emptyShelves } from './queries.ts'

export async function outOfStock(q: Queries, skus: readonly string[]): Promise<Set<string>> {
  return new Set((await emptyShelves(q, skus)).map((row) => row.sku))
}
