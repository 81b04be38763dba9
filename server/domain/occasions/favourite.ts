// Finds the category somebody has spent most in, ties by name; whoever bought in no known category is absent.
import type { Queries } from '#db/store.ts'
import { favouriteRows } from './queries-orders.ts'

const PEOPLE_PER_QUERY = 1000

export async function favouriteCategories(q: Queries, customerIds: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (let i = 0; i < customerIds.length; i += PEOPLE_PER_QUERY) {
    for (const { id, category } of await favouriteRows(q, customerIds.slice(i, i + PEOPLE_PER_QUERY)))
      if (category !== null) found.set(id, category)
  }
  return found
}
