// The keyboard: g and a letter to go somewhere, n for a new campaign, ? for this list, Ctrl or ⌘ with K for the palette.
import { Anchor, Kbd, Modal } from '@mantine/core'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { sections } from './nav.ts'
import css from './shell.module.css'
import { useWords } from './words.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

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
      <Help isOpen={isHelp} onClose={() => setHelp(false)} />
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

function Help({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useWords('shell')
  const places = sections.filter(({ letter }) => letter !== undefined)
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <dl className={css.keys}>
        <Line keys={['Ctrl', 'K']} says={t('keys.palette')} />
        <Line keys={['?']} says={t('keys.help')} />
        <Line keys={['n']} says={t('keys.new')} />
        {places.map(({ to, name, letter = '' }) => (
          <Line key={to} keys={['g', letter]} says={t('keys.goTo', { place: t(name) })} />
        ))}
      </dl>
      <Anchor href="/docs/guides">{t('keys.guides')}</Anchor>
    </Modal>
  )
}

function Line({ keys, says }: { keys: string[]; says: string }) {
  return (
    <div>
      <dt>{says}</dt>
      <dd dir="ltr">
        {keys.map((key) => (
          <Kbd key={key} ms={4}>
            {key}
          </Kbd>
        ))}
      </dd>
    </div>
  )
}
