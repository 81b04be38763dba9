// A failure told so that one can act on it: what, why, every reason, whom to show the request id to, and a way on.
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { isRefused, lastRequestId } from '../api/refused.ts'
import { useWords, wordsOf } from '../console/words.ts'
import css from './failure.module.css'
import { Alert } from './icons.tsx'
import { detailOf, inPlainWords, titleOf } from './reasons.tsx'

interface FailureProps {
  error: unknown
  /** What to try, in the words of the page. */
  advice?: ReactNode
  onRetry?: () => void
}

export function Failure({ error, advice, onRetry }: FailureProps) {
  const { t } = useWords('shell')
  const refused = isRefused(error) ? error : null
  const detail = refused && detailOf(refused)
  // As it was when the page broke: later answers have nothing to do with it.
  const [last] = useState(lastRequestId)
  const requestId = refused === null ? last : refused.requestId
  return (
    <div className={css.failure} role="alert">
      <div className={css.icon}>
        <Alert />
      </div>
      <div className={css.words}>
        <strong>{refused === null ? t('failure.title') : titleOf(refused)}</strong>
        {detail && (
          <p lang={refused?.status === 0 ? undefined : refused?.language}>
            <bdi>{detail}</bdi>
          </p>
        )}
        {refused !== null && refused.reasons.length > 0 && (
          <ul>
            {refused.reasons.map((reason) => (
              <li key={`${reason.path} ${reason.message}`}>
                {reason.path && <code>{reason.path}</code>} {inPlainWords(reason.message)}
              </li>
            ))}
          </ul>
        )}
        <p>{advice ?? adviceFor(error)}</p>
        {requestId !== null && (
          <p className={css.small}>
            {t('failure.requestId')} <code>{requestId}</code>
          </p>
        )}
        {onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('failure.again')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What to do about it, by what the server said. Null where its own words say enough. */
export function adviceFor(error: unknown): string | null {
  const t = wordsOf('shell')
  if (!isRefused(error)) return t('failure.reload')
  if (error.status === 403) return t('failure.forbidden')
  if (error.status === 404) return t('failure.notFound')
  if (error.status === 429) return t('failure.wait', { count: error.retryAfterSeconds ?? 60 })
  if (error.status === 503) return t('failure.busy')
  if (error.status >= 500) return t('failure.fault')
  return null
}
