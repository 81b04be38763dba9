// Every reason of a refusal at once, each leading to its field.
import { useEffect, useRef } from 'react'
import type { Refused } from '../api/refused.ts'
import { isRefused, stepsOf } from '../api/refused.ts'
import { Failure } from '../ui/failure.tsx'
import { fieldId, inPlainWords } from '../ui/reasons.tsx'
import css from './reasons.module.css'

const places: [RegExp, string][] = [
  [/^name/, 'Name'],
  [/^(trigger|timeZone)/, 'When'],
  [/^(segment|purpose|channels|legalBasis)/, 'For whom'],
  [/^variants\.\d+\.offer/, 'Offer'],
  [/^(variants|holdoutBps)/, 'Variants and holdout'],
  [/^budget/, 'Budget'],
  [/^(validity|startsAt|endsAt|minimumOrderMinor|frequency)/, 'For how long'],
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
