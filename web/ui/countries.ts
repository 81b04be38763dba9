// Every country the browser has a name for, by name, in the reader's language.
import { readerLocale } from './language.ts'

let known: { locale: string; all: { value: string; label: string }[] } | null = null

export function countries(): { value: string; label: string }[] {
  const locale = readerLocale()
  if (known?.locale === locale) return known.all
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  const reserved = new Set(['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO'])
  const all = codes
    // A code of before, such as DD, is written as another one today.
    .filter((code) => !reserved.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`)
    .map((code) => ({ value: code, label: names.of(code) ?? '' }))
    .filter((country) => country.label !== '')
    .sort((a, b) => a.label.localeCompare(b.label, locale))
  known = { locale, all }
  return all
}

/** A code that the browser has no name for stands for itself. */
export const countryInWords = (code: string): string => countries().find(({ value }) => value === code)?.label ?? code
