// Every reason of a refusal at once, each leading to its field; and the same reason shown at that field.
import { createContext, useContext, useEffect, useRef } from 'react'
import type { Reason, Refused } from '../api/refused.ts'
import { isRefused, stepsOf } from '../api/refused.ts'
import { fieldId } from '../ui/blank.tsx'
import { Failure } from '../ui/failure.tsx'
import css from './reasons.module.css'

const Reasons = createContext<Reason[]>([])
export const ReasonsProvider = Reasons

/** The reason given for one path of the body, to show at its field. */
export function useReason(path: string): string | undefined {
  const reason = useContext(Reasons).find((one) => stepsOf(one.path).join('.') === path)
  return reason && inPlainWords(reason.message)
}

/** Pure: a contract's own words ("Invalid input: expected number, received undefined") as a person would say them. */
export function inPlainWords(message: string): string {
  if (/received undefined|received null|^Required$/.test(message)) return 'This is needed.'
  if (/^Too small: expected (string|array)/.test(message)) return 'This cannot be empty.'
  const bound = /^Too (small|big): expected number to be (>=|<=|>|<) ?(-?\d+)/.exec(message)
  if (bound) return `This must be ${bound[1] === 'small' ? 'more' : 'less'}.`
  return message
}

const places: [RegExp, string][] = [
  [/^name/, 'Name'],
  [/^trigger/, 'When'],
  [/^(segment|purpose|channels)/, 'For whom'],
  [/^variants\.\d+\.offer/, 'Offer'],
  [/^(variants|holdoutBps)/, 'Variants and holdout'],
  [/^budget/, 'Budget'],
  [/^validity/, 'Validity'],
  [/^message/, 'Message'],
  [/^(needs|notice)/, 'Consent'],
]

/** Pure: the part of the form that a path belongs to. */
export function placeOf(path: string): string {
  const joined = stepsOf(path).join('.')
  return places.find(([pattern]) => pattern.test(joined))?.[1] ?? 'Campaign'
}

/** The field for a path, or the nearest part of the form that holds it. */
export function fieldFor(path: string): HTMLElement | null {
  const steps = stepsOf(path)
  for (let length = steps.length; length > 0; length--) {
    const found = document.getElementById(fieldId(steps.slice(0, length).join('.')))
    if (found) return found
  }
  return null
}

interface SummaryProps {
  error: unknown
  title: string
  onGo: (path: string) => void
}

/** Takes the focus when it appears, so that nobody has to look for what went wrong. */
export function ReasonSummary({ error, title, onGo }: SummaryProps) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (error) box.current?.focus()
  }, [error])
  if (!error) return null
  if (!isRefused(error) || error.reasons.length === 0) return <Failure error={error} />
  return (
    <section ref={box} tabIndex={-1} className={css.summary} role="alert" aria-labelledby="reasons-title">
      <h2 id="reasons-title" className={css.title}>
        {title}
      </h2>
      <p className={css.lead}>{leadOf(error)}</p>
      <ol className={css.list}>
        {error.reasons.map((reason) => (
          <li key={`${reason.path} ${reason.message}`}>
            <button type="button" className={css.go} onClick={() => onGo(reason.path)}>
              {placeOf(reason.path)}
            </button>
            <span>{inPlainWords(reason.message)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function leadOf(error: Refused): string {
  const several = error.reasons.length === 1 ? 'One thing stands' : `${error.reasons.length} things stand`
  return `${several} in the way. Nothing was sent. Choose a line to go to its place.`
}
