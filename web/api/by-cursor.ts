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

/** Coming back to a list, or to its window, asks again for what is on the screen, but not for all that was ever scrolled by. */
const FEW_PAGES = 2
const isShort = ({ state }: { state: { data?: { pages: unknown[] } | undefined } }) =>
  (state.data?.pages.length ?? 0) <= FEW_PAGES

/** The options of an infinite query: `ask` gets the page to fetch and the signal that ends it; `from` is where it begins. */
export const byCursor = <T>(
  queryKey: readonly unknown[],
  ask: (wanted: Wanted, signal: AbortSignal) => Promise<CursorPage<T>>,
  limit = 50,
  from: string | null = null,
) =>
  infiniteQueryOptions({
    queryKey: from === null ? queryKey : [...queryKey, { from }],
    queryFn: ({ signal, pageParam }) => ask({ limit, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: from,
    getNextPageParam: (page: CursorPage<T>) => page.nextCursor,
    refetchOnMount: isShort,
    refetchOnWindowFocus: isShort,
  })
