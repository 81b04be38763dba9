// Which kinds of data nothing rests on any more: every yes has been taken back, and no purpose has another legal basis.
import type { Queries } from '#db/store.ts'
import type { Category } from '#shared/kinds.ts'
import { cellsOf } from './cells.ts'
import { noticeInForce } from './notice.ts'
import { purposesByKey } from './queries.ts'

/** Those among `categories` that may not be kept on; an opt-in that waits for its confirmation still counts as a yes. */
export async function categoriesWithoutBasis(
  q: Queries,
  customerId: string,
  categories: readonly Category[],
  now: number,
): Promise<Category[]> {
  const cells = await cellsOf(q, customerId, now)
  const wanted = new Set(cells.filter(({ state }) => isYes(state)).map(({ category }) => category))
  const scope = (await noticeInForce(q, now))?.scope ?? []
  const named = await purposesByKey(q, [...new Set(scope.map(({ purpose }) => purpose))])
  const others = new Set(named.filter(({ legalBasis }) => legalBasis !== 'consent').map(({ key }) => key))
  for (const { purpose, category } of scope) if (others.has(purpose)) wanted.add(category)
  return [...new Set(categories)].filter((category) => !wanted.has(category)).sort()
}

function isYes(state: string): boolean {
  return state === 'granted' || state === 'pending_doi' || state === 'pending_guardian'
}
