// What is typed is kept in this tab, so that a reload or a wrong click loses nothing; it ends with the session.
import { currentKey, onSession } from '../../api/session.ts'
import type { Draft } from './draft.ts'

const PREFIX = 'vouchsafe.draft.'

/** What was typed under this name before the page was loaded; null when nothing was, or it is of another make. */
export function keptDraft(name: string, like: Draft): Draft | null {
  const text = sessionStorage.getItem(PREFIX + name)
  if (text === null) return null
  try {
    const kept: unknown = JSON.parse(text)
    const isWhole = typeof kept === 'object' && kept !== null && Object.keys(like).every((part) => part in kept)
    return isWhole ? (kept as Draft) : null
  } catch {
    return null
  }
}

export function keepDraft(name: string, draft: Draft): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(draft))
  } catch {
    // A full or forbidden storage keeps nothing; the page works on.
  }
}

export const forgetDraft = (name: string): void => sessionStorage.removeItem(PREFIX + name)

onSession(() => {
  if (currentKey() !== null) return
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))
  for (const name of names) sessionStorage.removeItem(name)
})
