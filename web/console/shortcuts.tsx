// The keyboard: g and a letter to go somewhere, n for a new campaign, ? for this list, Ctrl or ⌘ with K for the palette.
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { WhenAsked } from '../ui/when-asked.tsx'
import { sections } from './nav.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))
const KeysHelp = lazy(async () => ({ default: (await import('./shell-dialogs.tsx')).KeysHelp }))

/** How long the letter may come after g. */
const CHORD_MS = 1_500
const OPEN_PALETTE = 'vouchsafe.palette'

/** Opens the palette from anywhere. */
export const openPalette = (): void => void dispatchEvent(new Event(OPEN_PALETTE))

export function Shortcuts() {
  const go = useNavigate()
  const [isHelp, setHelp] = useState(false)
  const [palette, setPalette] = useState<'none' | 'open' | 'closed'>('none')
  const chord = useRef(Number.NEGATIVE_INFINITY)

  useEffect(() => {
    const open = () => setPalette('open')
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return open()
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (event.key === '?') return setHelp(true)
      const isChord = performance.now() - chord.current < CHORD_MS
      chord.current = event.key === 'g' ? performance.now() : Number.NEGATIVE_INFINITY
      const to = isChord ? sections.find(({ letter }) => letter === event.key)?.to : undefined
      if (to !== undefined) go(to)
      else if (event.key === 'n') go('/console/campaigns/new')
    }
    addEventListener('keydown', press)
    addEventListener(OPEN_PALETTE, open)
    return () => {
      removeEventListener('keydown', press)
      removeEventListener(OPEN_PALETTE, open)
    }
  }, [go])

  return (
    <>
      <WhenAsked isOpen={isHelp}>
        <KeysHelp isOpen={isHelp} onClose={() => setHelp(false)} />
      </WhenAsked>
      {palette !== 'none' && (
        <Suspense>
          <Palette isOpen={palette === 'open'} onClose={() => setPalette('closed')} onHelp={() => setHelp(true)} />
        </Suspense>
      )}
    </>
  )
}

/** A letter typed into a field, or pressed while something is open above the page, is no shortcut. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null
}
