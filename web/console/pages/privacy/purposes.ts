// The purposes of the house by their keys, for pages that name them.
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'

const asked = {
  queryKey: ['purposes', 'all'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call('listPurposes', { query: { limit: 200 }, signal }),
}

export function usePurposes() {
  const { data } = useQuery(asked)
  const purposes = data?.data ?? []
  return { purposes, titles: new Map(purposes.map(({ key, title }) => [key, title])) }
}
