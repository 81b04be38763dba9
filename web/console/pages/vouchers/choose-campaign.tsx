// Chooses one of any number of campaigns by a part of its name: the server looks, and a few names are fetched.
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/call.ts'

const SHOWN = 20

const campaignsLike = (q: string) =>
  queryOptions({
    queryKey: ['campaigns-like', q],
    queryFn: ({ signal }) =>
      call('listCampaigns', { query: { limit: SHOWN, ...(q === '' ? {} : { q: q.slice(0, 200) }) }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

const campaignNamed = (id: string | null) =>
  queryOptions({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => call('getCampaign', { params: { id: id ?? '' }, signal }),
    enabled: id !== null,
  })

interface Props {
  label: string
  placeholder: string
  nothing: string
  value: string | null
  onChange: (id: string | null) => void
}

export function ChooseCampaign({ label, placeholder, nothing, value, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const chosen = useQuery(campaignNamed(value))
  const [asked] = useDebouncedValue(typed === chosen.data?.name ? '' : typed.trim(), 200)
  const found = useQuery(campaignsLike(asked))
  const options = new Map((found.data?.data ?? []).map(({ id, name }) => [id, name]))
  if (chosen.data !== undefined) options.set(chosen.data.id, chosen.data.name)
  return (
    <Select
      label={label}
      placeholder={placeholder}
      nothingFoundMessage={nothing}
      searchable
      clearable
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
      data={[...options].map(([id, name]) => ({ value: id, label: name.slice(0, 200) }))}
    />
  )
}
