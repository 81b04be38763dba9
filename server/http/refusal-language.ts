// In which language a refusal is told: the caller's, where we speak it and it was asked for; else English as it stands in the code.
import { fillIn } from '#core/refusal.ts'
import { details as ar } from '#shared/refusal-details/ar.ts'
import type { Detail, Details } from '#shared/refusal-details/en.ts'
import { details as ru } from '#shared/refusal-details/ru.ts'
import { details as tr } from '#shared/refusal-details/tr.ts'
import { titles as arTitles } from '#shared/refusal-titles/ar.ts'
import { titles as ruTitles } from '#shared/refusal-titles/ru.ts'
import { titles as trTitles } from '#shared/refusal-titles/tr.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'

interface Words extends Details {
  titles: Record<RefusalCode, string>
}
const languages: Record<string, Words> = {
  ar: { ...ar, titles: arTitles },
  ru: { ...ru, titles: ruTitles },
  tr: { ...tr, titles: trTitles },
}
const MOST_ASKED = 20

/** The first of our languages in the order that the header wishes (RFC 9110, 12.5.4); English where it names none of them. */
export function languageOf(acceptLanguage: string | undefined): string {
  const asked = (acceptLanguage ?? '').slice(0, 500).split(',', MOST_ASKED)
  const wishes = asked.map((one) => {
    const [range = '', ...parameters] = one
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/)
    const weight = parameters.map((parameter) => /^q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find(Boolean)
    return { language: range.split('-')[0] ?? '', weight: Number(weight ?? 1) }
  })
  const best = wishes
    .filter(({ language, weight }) => weight > 0 && (language === 'en' || Object.hasOwn(languages, language)))
    .sort((one, other) => other.weight - one.weight)
  return best[0]?.language ?? 'en'
}

export const titleIn = (language: string, code: RefusalCode): string =>
  languages[language]?.titles[code] ?? refusals[code][1]

export function detailIn(language: string, said: Detail): string {
  const words = languages[language]
  if (words === undefined) return fillIn(said)
  const known: Record<string, string> = { ...words.words, ...words.texts }
  return fillIn(said, (text) => (Object.hasOwn(known, text) ? (known[text] ?? text) : text))
}
