// What is said of a single field, in the caller's language: an English message is known by its sentence, and what stands in it is kept.
import type { Request } from 'express'
import { fieldMessages as ar } from '#shared/field-messages/ar.ts'
import { fieldMessages as ru } from '#shared/field-messages/ru.ts'
import { fieldMessages as tr } from '#shared/field-messages/tr.ts'
import { details as arDetails } from '#shared/refusal-details/ar.ts'
import { details as ruDetails } from '#shared/refusal-details/ru.ts'
import { details as trDetails } from '#shared/refusal-details/tr.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import { languageOf, titleIn } from './refusal-language.ts'

const spoken = {
  ar: { fields: ar, details: arDetails },
  ru: { fields: ru, details: ruDetails },
  tr: { fields: tr, details: trDetails },
}
type Spoken = keyof typeof spoken

interface Sentence {
  pattern: RegExp
  text: string
}
interface Words {
  /** Sentences without values. */
  whole: Map<string, string>
  /** Those with values; the one that says most by itself comes first. */
  open: Sentence[]
  values: Map<string, string>
}

/** Beyond this a message holds more of the caller's words than of ours. */
const MOST_READ = 1000
const HOLE = /\{\{(\w+)\}\}/g
const known = new Map<string, Words>()

/** The message in this language; as it is where the sentence is none of ours, and in English. */
export function messageIn(language: string, message: string): string {
  if (!Object.hasOwn(spoken, language) || message.length > MOST_READ) return message
  const { whole, open, values } = wordsOf(language as Spoken)
  const said = whole.get(message)
  if (said !== undefined) return said
  for (const { pattern, text } of open) {
    const found = pattern.exec(message)?.groups
    if (found === undefined) continue
    return text.replace(HOLE, (_, name: string) => values.get(found[name] ?? '') ?? found[name] ?? '')
  }
  return message
}

/** Lines of a report, which are kept as they are in the code, told in this language. */
export const linesIn = <L extends { message: string }>(language: string, lines: L[]): L[] =>
  language === 'en' ? lines : lines.map((one) => ({ ...one, message: messageIn(language, one.message) }))

/** A report whose wrong lines are told in the language of whoever sent them. */
export const toldTo = <R extends { errors: { message: string }[] }>({ headers }: Request, report: R): R =>
  report.errors.length === 0
    ? report
    : { ...report, errors: linesIn(languageOf(headers['accept-language']), report.errors) }

/** Put together when a language is first asked for. */
function wordsOf(language: Spoken): Words {
  const before = known.get(language)
  if (before !== undefined) return before
  const { fields, details } = spoken[language]
  const titles = (Object.keys(refusals) as RefusalCode[]).map((code) => [refusals[code][1], titleIn(language, code)])
  const all = new Map<string, string>([
    ...(titles as [string, string][]),
    ...Object.entries(details.texts),
    ...Object.entries(fields.texts),
  ])
  const open = [...all.keys()].filter((sentence) => bare(sentence) !== sentence && bare(sentence) !== '')
  const words: Words = {
    whole: all,
    open: open
      .sort((one, other) => bare(other).length - bare(one).length)
      .map((sentence) => ({ pattern: patternOf(sentence), text: all.get(sentence) ?? sentence })),
    values: new Map<string, string>([...Object.entries(details.words), ...Object.entries(fields.words)]),
  }
  known.set(language, words)
  return words
}

const bare = (sentence: string) => sentence.replace(HOLE, '')

function patternOf(sentence: string): RegExp {
  const escaped = sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(HOLE, '(?<$1>.+)')}$`, 's')
}
