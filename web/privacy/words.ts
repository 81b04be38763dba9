// The words of the pages in one language: texts by key with that language's plurals, dates, money and lists by Intl. Pure.
import i18next from 'i18next'
import type { CellState } from '#shared/kinds.ts'
import { type Key, locales, texts } from './locales/all.ts'

export type Values = Record<string, string | number>
export interface Words {
  /** One of ours, e.g. `ar`. */
  locale: string
  dir: 'ltr' | 'rtl'
  /** A number called `count` chooses the plural and is written as {{n}}. */
  t(key: Key, values?: Values): string
  /** Like `t` for a key that is put together at run time; null when there is none. */
  maybe(key: string, values?: Values): string | null
  /** Epoch ms or ISO 8601 → a day, and a day with its time, in the reader's zone. */
  day(at: number | string): string
  moment(at: number | string): string
  /** 'YYYY-MM-DD' or '--MM-DD'; another text stays as it is. */
  birthday(text: string): string
  money(amountMinor: number, currency: string): string
  /** A sum whose currency is nobody's business here. */
  amount(amountMinor: number): string
  /** Ten-thousandths. */
  percent(bps: number): string
  list(items: readonly string[]): string
  state(state: CellState): string
}

const translator = i18next.createInstance()
await translator.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: Object.fromEntries([...texts].map(([locale, all]) => [locale, { translation: all }])),
  keySeparator: false,
  nsSeparator: false,
  // the pages escape what they write, once
  interpolation: { escapeValue: false, skipOnVariables: true },
  returnNull: false,
})

/** A key with plural forms is there only for a number. */
const countOf = (values: Values = {}) => (typeof values.count === 'number' ? { count: values.count } : {})

const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** `locale` is one of ours; an unknown time zone counts as UTC. */
export function wordsFor(locale: string, timeZone = 'UTC'): Words {
  const t = translator.getFixedT(locale)
  const zone = isZone(timeZone) ? timeZone : 'UTC'
  const numbers = new Intl.NumberFormat(locale)
  const say = (key: string, values: Values = {}) => {
    const n = typeof values.count === 'number' ? { n: numbers.format(values.count) } : {}
    return t(key, { ...values, ...n })
  }
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
    return (at: number | string) => format.format(new Date(at))
  }
  return {
    locale,
    dir: rightToLeft.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr',
    t: say,
    maybe: (key, values) => (translator.exists(key, { lng: locale, ...countOf(values) }) ? say(key, values) : null),
    day: date({ dateStyle: 'long' }),
    moment: date({ dateStyle: 'long', timeStyle: 'short' }),
    birthday: (text) => writeBirthday(locale, text),
    money: (amountMinor, currency) => writeMoney(locale, amountMinor, currency),
    amount: (amountMinor) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(amountMinor / 100),
    percent: (bps) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    state: (state) => say(`state.${state}`),
  }
}

/** The first of ours that somebody wants: by name, by the profile, by Accept-Language, else English. */
export function chooseLocale(wanted: readonly (string | null | undefined)[], acceptLanguage = ''): string {
  for (const one of [...wanted, ...byPreference(acceptLanguage)]) {
    const parts = (one ?? '').toLowerCase().split('-')
    for (let length = parts.length; length > 0; length--) {
      const found = locales.find((locale) => locale.toLowerCase() === parts.slice(0, length).join('-'))
      if (found !== undefined) return found
    }
  }
  return 'en'
}

/** A language in its own words. */
export function nameOfLanguage(locale: string): string {
  const name = new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}

function byPreference(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().split(/\s*;\s*q=/)
      return { tag, q: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag)
}

function writeMoney(locale: string, amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amountMinor / 10 ** digits)
}

function writeBirthday(locale: string, text: string): string {
  const [, year, month, day] = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (month === undefined || day === undefined) return text
  const at = new Date(`${year === '-' ? '2000' : year}-${month}-${day}T00:00:00Z`)
  const parts = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, year === '-' ? parts : { ...parts, year: 'numeric' }).format(at)
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}
