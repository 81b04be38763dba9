// What changes without a click is also said: one polite live region for the whole console.
import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { createContext, useCallback, useContext, useState } from 'react'

const Announcer = createContext<(words: string) => void>(() => {})

export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ words: '', turn: 0 })
  const announce = useCallback((words: string) => setSaid((last) => ({ words, turn: last.turn + 1 })), [])
  return (
    <Announcer value={announce}>
      {children}
      <VisuallyHidden aria-live="polite" role="status" data-turn={said.turn}>
        {said.words}
      </VisuallyHidden>
    </Announcer>
  )
}

/** Gives the function that says something to people who use a screen reader. */
export function useAnnounce(): (words: string) => void {
  return useContext(Announcer)
}
