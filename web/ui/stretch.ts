// Long lists: a stretch of rows far from the screen is not drawn, only its height is kept.
import { type RefObject, useEffect, useRef, useState } from 'react'

/** How far off the screen rows are drawn, so that nobody sees them come. */
const AHEAD = '1200px 0px'
const heights = new Map<string, number>()
let width = 0

/** Rows wrap otherwise in another width. */
function forgetWhenResized(): void {
  if (width !== innerWidth) heights.clear()
  width = innerWidth
}

/**
 * `name` is the stretch's own, such as the key of its first row. Answers the ref of its element, and the height in pixels that
 * stands for its rows while they are away; null while they have to be drawn.
 */
export function useStretch<E extends HTMLElement>(name: string): { ref: RefObject<E | null>; height: number | null } {
  forgetWhenResized()
  const ref = useRef<E>(null)
  const [isAway, setAway] = useState(() => heights.has(name))
  useEffect(() => {
    if (ref.current === null) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return
        if (entry.isIntersecting) return setAway(false)
        const { height } = entry.boundingClientRect
        // Whoever works in a row by keyboard must not lose it.
        if (height === 0 || entry.target.contains(document.activeElement)) return
        heights.set(name, height)
        setAway(true)
      },
      { rootMargin: AHEAD },
    )
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [name])
  return { ref, height: isAway ? (heights.get(name) ?? null) : null }
}

/** Calls `onNear` whenever the element of the ref comes within half a screen, as often as `again` changes. */
export function useNear<E extends HTMLElement>(onNear: () => void, again: unknown): RefObject<E | null> {
  const ref = useRef<E>(null)
  const latest = useRef(onNear)
  latest.current = onNear
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was near before may be near still
  useEffect(() => {
    if (ref.current === null) return
    const observer = new IntersectionObserver(
      (entries) => entries.some((one) => one.isIntersecting) && latest.current(),
      {
        rootMargin: '0px 0px 50% 0px',
      },
    )
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [again])
  return ref
}
