// The console's words: one area of one language at a time, fetched when a page of the area is opened. English is the
// source; no language lacks what it has (words.test.ts).
import i18next, { type BackendModule } from 'i18next'
import { useMemo, useSyncExternalStore } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { keepLanguage, type Language, language, markLanguage, readerLocale } from '../ui/language.ts'
import { onZone, shownZone } from '../ui/zone.ts'
import type { campaigns } from './locales/en/campaigns.ts'
import type { compose } from './locales/en/compose.ts'
import type { customers } from './locales/en/customers.ts'
import type { delivery } from './locales/en/delivery.ts'
import type { experiments } from './locales/en/experiments.ts'
import type { people } from './locales/en/people.ts'
import type { privacy } from './locales/en/privacy.ts'
import type { refusals } from './locales/en/refusals.ts'
import type { reports } from './locales/en/reports.ts'
import type { settings } from './locales/en/settings.ts'
import { shell } from './locales/en/shell.ts'
import type { vouchers } from './locales/en/vouchers.ts'
import type { KeyOf } from './locales/shape.ts'

interface Texts {
  shell: typeof shell
  people: typeof people
  campaigns: typeof campaigns
  compose: typeof compose
  reports: typeof reports
  customers: typeof customers
  vouchers: typeof vouchers
  privacy: typeof privacy
  experiments: typeof experiments
  delivery: typeof delivery
  settings: typeof settings
  refusals: typeof refusals
}
export type Area = keyof Texts
export type Key<A extends Area> = KeyOf<Texts[A]>
/** A number called `count` chooses the plural and is written as {{n}}. */
export type Values = Record<string, string | number>

/** Gives a text in the language in use. */
export interface Say<A extends Area> {
  (key: Key<A>, values?: Values): string
  /** For a key put together at run time, such as a code of the server; `or` (the key's last part in words) when there is none. */
  maybe(key: string, values?: Values, or?: string): string
}

type File = Partial<Record<string, Record<string, string>>>
const files = import.meta.glob<File>('./locales/{en,ar,ru,tr}/*.ts')

const backend: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (from, area, done) => {
    const load = files[`./locales/${from}/${area}.ts`]
    if (load === undefined) return done(null, {})
    load().then(
      (file) => done(null, file[area] ?? {}),
      (error: Error) => done(error, false),
    )
  },
}

await i18next
  .use(backend)
  .use(initReactI18next)
  .init({
    lng: 'en',
    // Nobody fetches English beside her own language.
    fallbackLng: false,
    ns: ['shell'],
    defaultNS: 'shell',
    partialBundledLanguages: true,
    resources: { en: { shell } },
    keySeparator: false,
    nsSeparator: false,
    // React escapes what it writes, once.
    interpolation: { escapeValue: false, skipOnVariables: true },
    returnNull: false,
    react: { useSuspense: true },
  })

/** Before the first paint: the words of the frame in the language in use. */
export async function startWords(): Promise<void> {
  if (language() !== 'en') await i18next.changeLanguage(language())
  markLanguage()
  fetchRefusals()
}

/** Ahead, because a refusal may be that nothing can be fetched. In English the server's own words stand. */
function fetchRefusals(): void {
  if (language() !== 'en') void loadWords('refusals')
}

/** Speaks another language from now on, everywhere and at the next visit of this browser. */
export async function speak(next: Language): Promise<void> {
  await i18next.changeLanguage(next)
  keepLanguage(next)
  markLanguage()
  fetchRefusals()
}

/** Fetches areas ahead, so that a page and its words arrive together. */
export async function loadWords(...areas: Area[]): Promise<void> {
  await i18next.loadNamespaces(areas)
}

/**
 * The words of an area inside a component; they follow the language, and whoever says anything is drawn again when days and times
 * are shown in another zone, in place, so that nothing typed is lost. Waits (Suspense) while they are fetched.
 */
export function useWords<A extends Area>(area: A): { t: Say<A>; language: Language } {
  useSyncExternalStore(onZone, shownZone)
  const { i18n } = useTranslation(area)
  const spoken = i18n.language as Language
  return { t: useMemo(() => sayIn(area, spoken), [area, spoken]), language: spoken }
}

/** The words of an area outside of components: for pure functions that a page of the area calls while it is drawn. */
export const wordsOf = <A extends Area>(area: A): Say<A> => sayIn(area, i18next.language)

function sayIn<A extends Area>(area: A, spoken: string): Say<A> {
  const fixed = i18next.getFixedT(spoken, area)
  const say = (key: string, values: Values = {}) => {
    const n = typeof values.count === 'number' ? { n: new Intl.NumberFormat(readerLocale()).format(values.count) } : {}
    return fixed(key, { ...values, ...n })
  }
  const maybe = (key: string, values: Values = {}, or?: string) => {
    const counted = typeof values.count === 'number' ? { count: values.count } : {}
    if (i18next.exists(key, { ns: area, lng: spoken, ...counted })) return say(key, values)
    return or ?? (key.split('.').at(-1) ?? key).replace(/[_-]+/g, ' ')
  }
  return Object.assign(say, { maybe })
}
