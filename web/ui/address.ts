// What is open or chosen on a page stands in its address: a link leads to it, and a reload finds it again. What somebody typed
// about a person, and codes, never stand there.
import { useCallback, useState } from 'react'
import { useLocation, useSearchParams } from 'react-router'

type InAddress = [value: string | null, set: (value: string | null) => void]

/** One part of the address; null where it is not there. */
export function useInAddress(part: string): InAddress {
  const [address, setAddress] = useSearchParams()
  const { pathname, state } = useLocation()
  const asked = address.get(part)
  // The address follows a moment later; what is pressed next goes by what was just chosen.
  const [own, setOwn] = useState({ asked, value: asked })
  if (own.asked !== asked) setOwn({ asked, value: asked })
  const set = useCallback(
    (value: string | null) => {
      setOwn((before) => ({ ...before, value }))
      // Whoever has left the page meanwhile is not led back to it.
      if (window.location.pathname !== pathname) return
      setAddress((before) => changed(before, part, value), { replace: true, preventScrollReset: true, state })
    },
    [setAddress, part, pathname, state],
  )
  return [own.asked === asked ? own.value : asked, set]
}

/** One of several; the first of them where the address names none. */
export function useChoice<T extends string>(part: string, choices: readonly [T, ...T[]]): [T, (value: T) => void] {
  const [value, set] = useInAddress(part)
  const chosen = choices.find((one) => one === value) ?? choices[0]
  return [chosen, (next) => set(next === choices[0] ? null : next)]
}

/** What is open on the page, one thing at a time. */
const OPEN = 'open'

/** Which of these dialogs is open; null for none of them. */
export function useDialog<T extends string>(names: readonly T[]): [T | null, (name: T | null) => void] {
  const [value, set] = useInAddress(OPEN)
  return [names.find((one) => one === value) ?? null, set]
}

/** Whether the dialog or panel of this name is open. */
export function useOpened(name: string): [boolean, (isOpen: boolean) => void] {
  const [open, set] = useDialog([name])
  return [open !== null, (isOpen) => set(isOpen ? name : null)]
}

/** A dialog about one row of a list: `open=roles:id`. */
export function useDialogAbout<T extends string, Row extends { id: string }>(
  names: readonly T[],
  rows: readonly Row[],
): [{ what: T; row: Row } | null, (what: T, row: Row) => void, () => void] {
  const [value, set] = useInAddress(OPEN)
  const [name, id] = value?.split(':') ?? []
  const what = names.find((one) => one === name)
  const row = rows.find((one) => one.id === id)
  const open = what === undefined || row === undefined ? null : { what, row }
  return [open, (next, about) => set(`${next}:${about.id}`), () => set(null)]
}

/** As `useInAddress` for the designer, whose address changes past the router when a draft is first saved. */
export function useBesideRouter(part: string): InAddress {
  const [value, setValue] = useState(() => new URLSearchParams(location.search).get(part))
  const set = (next: string | null) => {
    setValue(next)
    const search = changed(new URLSearchParams(location.search), part, next).toString()
    history.replaceState(history.state, '', location.pathname + (search === '' ? '' : `?${search}`))
  }
  return [value, set]
}

function changed(before: URLSearchParams, part: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(before)
  if (value === null) next.delete(part)
  else next.set(part, value)
  return next
}
