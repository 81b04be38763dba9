// Lists of campaigns that are long already are not asked again for a few rows of them: the rows are.
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { CursorPage } from '../api/by-cursor.ts'
import { campaign } from '../api/queries.ts'
import type { Campaign } from './words.ts'

type List = InfiniteData<CursorPage<Campaign>>
const lists = { queryKey: ['campaigns'] }
const MOST_ROWS = 10

const FRESH_MS = 5_000

/**
 * Of campaigns that have changed (`isNews`), or that may have since a list was asked. Lists are asked anew where a row may have
 * come, gone or moved.
 */
export async function freshenRows(client: QueryClient, named: string[], isNews: boolean): Promise<void> {
  const shown = new Map(
    client
      .getQueriesData<List>(lists)
      .flatMap(([, list]) => list?.pages.flatMap(({ data }) => data) ?? [])
      .map((row) => [row.id, row]),
  )
  const asked = client.getQueryCache().findAll(lists)
  if (!isNews && asked.every(({ state }) => state.dataUpdatedAt > Date.now() - FRESH_MS)) return
  const ids = isNews ? named : named.filter((id) => shown.has(id))
  if (ids.length > MOST_ROWS || ids.some((id) => !shown.has(id))) return client.invalidateQueries(lists)
  const now = await Promise.all(ids.map((id) => client.fetchQuery({ ...campaign(id), staleTime: 0 })))
  if (now.some((row) => isElsewhere(row, shown.get(row.id)))) return client.invalidateQueries(lists)
  const fresh = new Map(now.map((row) => [row.id, row]))
  const put = (page: CursorPage<Campaign>) => ({ ...page, data: page.data.map((row) => fresh.get(row.id) ?? row) })
  client.setQueriesData<List>(lists, (list) => list && { ...list, pages: list.pages.map(put) })
}

const isElsewhere = (now: Campaign, before: Campaign | undefined): boolean =>
  now.state !== before?.state || now.name !== before.name || now.archivedAt !== before.archivedAt
