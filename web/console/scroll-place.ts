// Whoever goes back to a page comes to where she was on it.
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useLocation, useNavigationType } from 'react-router'

const places = new Map<string, number>()

export function useScrollPlace(): void {
  const { key } = useLocation()
  const how = useNavigationType()
  const current = useRef(key)
  useLayoutEffect(() => {
    current.current = key
    const before = places.get(key)
    if (how === 'POP' && before !== undefined) window.scrollTo(0, before)
    // A change of the address in place is no other page.
    if (how === 'REPLACE') places.set(key, window.scrollY)
  }, [key, how])
  useEffect(() => {
    const note = () => void places.set(current.current, window.scrollY)
    addEventListener('scroll', note, { passive: true })
    return () => removeEventListener('scroll', note)
  }, [])
}
