// Where one is in a long list stands in the address, as the cursor of the page at the top of the screen: a link leads back there.
import type { InfiniteData } from '@tanstack/react-query'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'

const PART = 'start'
const PAUSE_MS = 150
/** What stands above a list's first row at most, in pixels. */
const TOP = 140

/** The cursor that a list begins at, null for its beginning; `restart` leads there. Another key is another list. */
export function useListStart(queryKey: QueryKey): { from: string | null; restart: () => void } {
  const client = useQueryClient()
  const [address, setAddress] = useSearchParams()
  const key = JSON.stringify(queryKey)
  const [start, setStart] = useState(() => ({ key, from: startOf(address.get(PART)) }))
  if (start.key !== key) setStart({ key, from: null })

  /** A list that was fetched before and holds that page is shown whole, as it was left. */
  function startOf(wanted: string | null): string | null {
    if (wanted === null) return null
    const lists = client.getQueriesData<InfiniteData<unknown, string | null>>({ queryKey })
    const known = lists.find(([, list]) => list?.pageParams.includes(wanted))
    return known?.[1]?.pageParams[0] ?? (known === undefined ? wanted : null)
  }
  const restart = () => {
    setStart({ key, from: null })
    setAddress((before) => withPlace(before, null), { replace: true, preventScrollReset: true })
  }
  return { from: start.key === key ? start.from : null, restart }
}

/** Without a place: what every change of a filter has to ask for. */
export function withPlace(before: URLSearchParams, cursor: string | null): URLSearchParams {
  const next = new URLSearchParams(before)
  if (cursor === null) next.delete(PART)
  else next.set(PART, cursor)
  return next
}

/** Keeps the place in the address while one scrolls; each page of the list carries its cursor as `data-from`. */
export function useKeptPlace(isKept: boolean): void {
  const [, setAddress] = useSearchParams()
  useEffect(() => {
    if (!isKept) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const keep = () => {
      const pages = [...document.querySelectorAll<HTMLElement>('[data-from]')]
      const top = pages.filter((page) => page.getBoundingClientRect().top <= TOP).at(-1) ?? pages[0]
      const cursor = top?.dataset.from || null
      // The router hands out the address that was drawn last: what was chosen since would be taken back.
      const now = new URLSearchParams(location.search)
      if (now.get(PART) !== cursor) setAddress(withPlace(now, cursor), { replace: true, preventScrollReset: true })
    }
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(keep, PAUSE_MS)
    }
    addEventListener('scroll', later, { passive: true })
    return () => {
      clearTimeout(timer)
      removeEventListener('scroll', later)
    }
  }, [isKept, setAddress])
}
