// The settings of the house, by name.
import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

export const houseSettings = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => call('getSettings', { signal }),
  staleTime: 60_000,
})
