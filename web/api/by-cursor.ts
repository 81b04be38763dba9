// A list that is fetched page by page: never more than is shown, and the next page only when it is asked for.
import { infiniteQueryOptions } from '@tanstack/react-query'

export interface CursorPage<T> {
  data: T[]
  nextCursor: string | null
}
interface Wanted {
  limit: number
  cursor?: string
}

/** The options of an infinite query: `ask` gets the page to fetch and the signal that ends it. */
export const byCursor = <T>(
  queryKey: readonly unknown[],
  ask: (wanted: Wanted, signal: AbortSignal) => Promise<CursorPage<T>>,
  limit = 50,
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ signal, pageParam }) => ask({ limit, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: CursorPage<T>) => page.nextCursor,
  })
