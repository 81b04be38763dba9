// Every language says everything that English says: the same keys, its own plural forms, the same values put in.
import { expect, test } from 'vitest'
import { refusals } from '#shared/refusals.ts'
import { languages } from '../ui/language.ts'

type Texts = Record<string, string>
const files = import.meta.glob<Record<string, Texts>>('./locales/{en,ar,ru,tr}/*.ts', { eager: true })
const textsOf = (language: string, area: string): Texts => files[`./locales/${language}/${area}.ts`]?.[area] ?? {}
const areas = Object.keys(files).flatMap((path) => /^\.\/locales\/en\/(\w+)\.ts$/.exec(path)?.[1] ?? [])

const FORM = /_(zero|one|two|few|many|other)$/
const formsOf = (language: string) => new Intl.PluralRules(language).resolvedOptions().pluralCategories
const valuesIn = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()

/** The keys that a language must have, by the English ones. */
function wanted(english: Texts, language: string): string[] {
  const keys = Object.keys(english).flatMap((key) =>
    FORM.test(key) ? formsOf(language).map((form) => key.replace(FORM, `_${form}`)) : [key],
  )
  return [...new Set(keys)].sort()
}

test.each(languages)('%s has words for everything that the server refuses', (language) => {
  const texts = textsOf(language, 'refusals')
  expect(Object.keys(refusals).filter((code) => !texts[`${code}.title`])).toEqual([])
})

test('there are areas at all', () => {
  expect(areas).toContain('shell')
  expect(areas.length).toBeGreaterThanOrEqual(10)
})

test.each(languages)('%s has the keys and plural forms of every area, and none of its texts is empty', (language) => {
  for (const area of areas) {
    const texts = textsOf(language, area)
    expect(Object.keys(texts).sort(), area).toEqual(wanted(textsOf('en', area), language))
    expect(
      Object.entries(texts).filter(([, text]) => text.trim() === ''),
      area,
    ).toEqual([])
  }
})

test.each(languages)('%s puts in the values that English puts in', (language) => {
  for (const area of areas) {
    const english = textsOf('en', area)
    for (const [key, text] of Object.entries(textsOf(language, area))) {
      // One form of a language may stand for many numbers: 'one' is also 21 in Russian.
      const source = english[key] ?? english[key.replace(FORM, '_other')] ?? ''
      // A form for one alone may say it in words.
      const mayLack = FORM.test(key) ? new Set(['{{n}}']) : new Set<string>()
      const found = valuesIn(text)
      expect(
        valuesIn(source).filter((value) => !found.includes(value) && !mayLack.has(value)),
        `${area}.${key}`,
      ).toEqual([])
      expect(
        found.filter((value) => !valuesIn(source).includes(value) && !mayLack.has(value)),
        `${area}.${key}`,
      ).toEqual([])
    }
  }
})
