// The reasons a server gave for a no, each at its field: fields ask by their path in the body, lines say them below; and the
// words for them in the language in use.
import { createContext, useContext } from 'react'
import type { Reason, Refused } from '../api/refused.ts'
import { stepsOf } from '../api/refused.ts'
import { type Key, wordsOf } from '../console/words.ts'
import css from './reasons.module.css'

const Reasons = createContext<Reason[]>([])
/** Takes reasons in the words that are to be shown. */
export const ReasonsProvider = Reasons

/** The id of the field for a path of the body. */
export function fieldId(path: string): string {
  return `field-${path.replaceAll('.', '-')}`
}
const reasonId = (path: string) => `reason-${path.replaceAll('.', '-')}`

/** The reason given for one path of the body, to show at its field. */
export function useReason(path: string | undefined): string | undefined {
  const reason = useContext(Reasons).find((one) => path !== undefined && stepsOf(one.path).join('.') === path)
  return reason?.message
}

/** What a field in a sentence needs to be found, to look wrong, and to name the line that says why. */
export function useField(path: string | undefined) {
  const reason = useReason(path)
  if (path === undefined) return {}
  return { id: fieldId(path), error: reason !== undefined, 'aria-describedby': reason && reasonId(path) }
}

/** The reasons for everything below one of these paths, as lines under a sentence. */
export function ReasonLines({ under, not }: { under: string[]; not?: RegExp }) {
  const reasons = useContext(Reasons)
    .map((reason) => ({ path: stepsOf(reason.path).join('.'), message: reason.message }))
    .filter(({ path }) => under.some((start) => path === start || path.startsWith(`${start}.`)) && !not?.test(path))
  if (reasons.length === 0) return null
  return (
    <ul className={css.lines}>
      {reasons.map(({ path, message }) => (
        <li key={`${path} ${message}`} id={reasonId(path)}>
          {message}
        </li>
      ))}
    </ul>
  )
}

const shapes: [RegExp, Key<'refusals'>][] = [
  [/received undefined|received null|received NaN|^Required$/, 'field.blank'],
  [/^Too small: expected (?:string|array) to have >=1 /, 'field.empty'],
  [/^Too small: expected (?:string|array) to have >=(?<limit>\d+)/, 'field.short'],
  [/^Too big: expected (?:string|array) to have <=(?<limit>\d+)/, 'field.long'],
  [/^Too small: expected/, 'field.small'],
  [/^Too big: expected/, 'field.large'],
  [/^Invalid option/, 'field.choice'],
  [/^Invalid input: expected/, 'field.type'],
  [/^Invalid /, 'field.format'],
  [/^is not a known field$/, 'field.unknownField'],
]

/** A contract's own words ("Invalid input: expected number, received undefined") as a person would say them; in other languages the server does. */
export function inPlainWords(message: string): string {
  const t = wordsOf('refusals')
  for (const [pattern, key] of shapes) {
    const found = pattern.exec(message)
    if (found !== null) return t.maybe(key, { ...found.groups }, message)
  }
  return message
}

/** What the server says beside the title, in its own words; that it could not be reached is told by ourselves. */
export const detailOf = ({ code, detail }: Refused): string | null =>
  code === 'unreachable'
    ? wordsOf('refusals').maybe('unreachable.says', { origin: location.origin }, detail ?? '')
    : detail

/** A refusal's title in the language in use. */
export function titleOf(refused: Refused): string {
  const words = wordsOf('refusals')
  return words.maybe(`${refused.code}.title`, { status: refused.status }, refused.message)
}
