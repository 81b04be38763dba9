// Every reason of a refusal at once, each leading to its field.
import { Anchor } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { isRefused, type Reason, stepsOf } from '../api/refused.ts'
import { useWords, wordsOf } from '../console/words.ts'
import { Failure } from '../ui/failure.tsx'
import { listed, percent } from '../ui/format.ts'
import { fieldId, inPlainWords } from '../ui/reasons.tsx'
import css from './reasons.module.css'

const places: [RegExp, Place][] = [
  [/^name/, 'place.name'],
  [/^(trigger|timeZone)/, 'place.when'],
  [/^(channels|sendWindow|priority|reminder|startsAt|endsAt)/, 'place.how'],
  [/^(segment|purpose|legalBasis|baseline)/, 'place.who'],
  [/^variants\.\d+\.offer/, 'place.offer'],
  [/^(variants|holdoutBps|experiment)/, 'place.variants'],
  [/^budget/, 'place.budget'],
  [/^(validity|minimumOrderMinor|frequency|redeemableBy|refundPolicy|stacking|codePrefix)/, 'place.long'],
  [/^message/, 'place.message'],
  [/^(needs|notice)/, 'place.consent'],
]
type Place =
  `place.${'name' | 'when' | 'how' | 'who' | 'offer' | 'variants' | 'budget' | 'long' | 'message' | 'consent' | 'other'}`

/** The part of the form that a path belongs to. */
export function placeOf(path: string): string {
  const joined = stepsOf(path).join('.')
  return wordsOf('campaigns')(places.find(([pattern]) => pattern.test(joined))?.[1] ?? 'place.other')
}

type Told = Pick<Reason, 'message' | 'code' | 'values'> & { path?: string }

/** A reason in the language in use, where its code has words there; else as the server says it. */
export function reasonToTell({ path, message, code, values }: Told): string {
  const t = wordsOf('campaigns')
  // A purpose that was not chosen is a key that does not look like one.
  if (path === 'purpose' && code === 'request.invalid') return t('against.purpose.unknown')
  return t.maybe(`against.${code ?? 'none'}`, inWords(values), inPlainWords(message))
}

/** What surprises after a launch, in the language in use. */
export const warningToTell = ({ code, message, values }: Told): string =>
  wordsOf('campaigns').maybe(`warning.${code ?? 'none'}`, inWords(values), message)

/** Values as people say them: kinds of data, channels, shares. */
function inWords(values: Record<string, string> = {}): Record<string, string> {
  const t = wordsOf('campaigns')
  const category = (key: string) => t.maybe(`category.${key}`)
  const say = (name: string, value: string): [string, string] => {
    if (name === 'category') return [name, category(value)]
    if (name === 'categories') return [name, listed(value.split(' ').map(category))]
    if (name === 'channel') return [name, t.maybe(`channel.${value}`)]
    return name.endsWith('Bps') ? [name, percent(Number(value))] : [name, value]
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => say(name, value)))
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

/** Where a reason is dealt with on another page: the link there. */
export function WayOut({ reason: { code, values } }: { reason: Told }) {
  const { t } = useWords('campaigns')
  if (code !== 'attribute.undeclared' || values?.key === undefined) return null
  const to = `/console/privacy/attributes?declare=${encodeURIComponent(values.key)}`
  return (
    <Anchor component={Link} to={to}>
      {t('reasons.declare')}
    </Anchor>
  )
}

interface SummaryProps {
  error: unknown
  title: string
  onGo: (path: string) => void
}

/** Takes the focus when it appears, so that nobody has to look for what went wrong. */
export function ReasonSummary({ error, title, onGo }: SummaryProps) {
  const { t } = useWords('campaigns')
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
      <p className={css.lead}>{t('reasons.lead', { count: error.reasons.length })}</p>
      <ol className={css.list}>
        {error.reasons.map((reason) => (
          <li key={`${reason.path} ${reason.message}`}>
            <button type="button" className={css.go} onClick={() => onGo(reason.path)}>
              {placeOf(reason.path)}
            </button>
            <span>
              {reasonToTell(reason)} <WayOut reason={reason} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
