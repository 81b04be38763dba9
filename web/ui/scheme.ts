// Light or dark: the choice is kept for this browser and set before the first paint of the pages.
import { localStorageColorSchemeManager } from '@mantine/core'

const SLOT = 'vouchsafe.scheme'

export const schemeManager = localStorageColorSchemeManager({ key: SLOT })

/** Marks the page with its scheme at once, so that no wrong colour flashes while the rest loads. */
export function setSchemeEarly(): void {
  const chosen = schemeManager.get('auto')
  const isDark = chosen === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark'
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
}
