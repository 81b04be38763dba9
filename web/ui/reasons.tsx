// The reasons a server gave for a no, each at its field: fields ask by their path in the body, lines say them below.
import { createContext, useContext } from 'react'
import type { Reason } from '../api/refused.ts'
import { stepsOf } from '../api/refused.ts'
import css from './reasons.module.css'

const Reasons = createContext<Reason[]>([])
export const ReasonsProvider = Reasons

/** The id of the field for a path of the body. */
export function fieldId(path: string): string {
  return `field-${path.replaceAll('.', '-')}`
}
const reasonId = (path: string) => `reason-${path.replaceAll('.', '-')}`

/** The reason given for one path of the body, to show at its field. */
export function useReason(path: string | undefined): string | undefined {
  const reason = useContext(Reasons).find((one) => path !== undefined && stepsOf(one.path).join('.') === path)
  return reason && inPlainWords(reason.message)
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
    .map((reason) => ({ path: stepsOf(reason.path).join('.'), message: inPlainWords(reason.message) }))
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

/** Pure: a contract's own words ("Invalid input: expected number, received undefined") as a person would say them. */
export function inPlainWords(message: string): string {
  if (/received undefined|received null|received NaN|^Required$/.test(message)) return 'Something is left blank here.'
  if (/^Too small: expected (string|array)/.test(message)) return 'This cannot be empty.'
  const bound = /^Too (small|big): expected number to be (>=|<=|>|<) ?(-?\d+)/.exec(message)
  if (bound) return `A figure here is too ${bound[1] === 'small' ? 'small' : 'large'}.`
  return message
}
