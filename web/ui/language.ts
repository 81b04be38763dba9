// The language the console speaks: chosen by the person and kept for this browser, else the first of ours that she reads.

export const languages = ['en', 'ar', 'ru', 'tr'] as const
export type Language = (typeof languages)[number]

const SLOT = 'vouchsafe.language'
const rightToLeft: ReadonlySet<string> = new Set(['ar'])
let chosen: Language | null = null

/** The languages of the browser, most wanted first; none outside of one. */
const wanted = (): readonly string[] => globalThis.document?.defaultView?.navigator.languages ?? []

/** The language in use. */
export function language(): Language {
  chosen ??=
    ours(kept()) ??
    wanted()
      .map(ours)
      .find((one) => one !== null) ??
    'en'
  return chosen
}

/** Keeps a choice for this browser. Who shows words has to load them first (console/words.ts). */
export function keepLanguage(next: Language): void {
  chosen = next
  try {
    localStorage.setItem(SLOT, next)
  } catch {
    // A browser that keeps nothing still shows the language that was chosen.
  }
}

export const directionOf = (one: Language): 'ltr' | 'rtl' => (rightToLeft.has(one) ? 'rtl' : 'ltr')

/** Marks the page with its language, for readers of the screen, hyphens and quotation marks. */
export function markLanguage(): void {
  document.documentElement.lang = language()
  document.documentElement.dir = directionOf(language())
}

/** How dates, money and figures are written: the language in use with the reader's own region when there is one. */
export const readerLocale = (): string => pickLocale(wanted(), language())

export function pickLocale(candidates: readonly string[], one: Language = 'en'): string {
  const own = candidates.find((candidate) => candidate.split('-')[0] === one && isTag(candidate))
  return own ?? (one === 'en' ? 'en-GB' : one)
}

/** A browser may name what Intl refuses: "en-US@posix". */
function isTag(candidate: string): boolean {
  try {
    return Intl.getCanonicalLocales(candidate).length === 1
  } catch {
    return false
  }
}

function kept(): string | null {
  try {
    return globalThis.document === undefined ? null : localStorage.getItem(SLOT)
  } catch {
    return null
  }
}

function ours(tag: string | null): Language | null {
  return languages.find((one) => tag?.toLowerCase().split('-')[0] === one) ?? null
}
