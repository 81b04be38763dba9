// A failure told so that one can act on it: what, why, every reason, whom to show the request id to, and a way on.
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { isRefused } from '../api/refused.ts'
import css from './failure.module.css'
import { Alert } from './icons.tsx'

interface FailureProps {
  error: unknown
  /** What to try, in the words of the page. */
  advice?: ReactNode
  onRetry?: () => void
}

export function Failure({ error, advice, onRetry }: FailureProps) {
  const refused = isRefused(error) ? error : null
  return (
    <div className={css.failure} role="alert">
      <div className={css.icon}>
        <Alert />
      </div>
      <div className={css.words}>
        <strong>{refused?.message ?? 'Something broke on this page'}</strong>
        {refused?.detail && <p>{refused.detail}</p>}
        {refused !== null && refused.reasons.length > 0 && (
          <ul>
            {refused.reasons.map((reason) => (
              <li key={`${reason.path} ${reason.message}`}>
                {reason.path && <code>{reason.path}</code>} {reason.message}
              </li>
            ))}
          </ul>
        )}
        <p>{advice ?? adviceFor(error)}</p>
        {refused?.requestId && (
          <p className={css.small}>
            If you ask for help, give this request id: <code>{refused.requestId}</code>
          </p>
        )}
        {onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  )
}

/** What to do about it, by what the server said. Null where its own words say enough. */
export function adviceFor(error: unknown): string | null {
  if (!isRefused(error)) return 'Load the page again. If it keeps breaking, tell who runs this server.'
  if (error.status === 403) return 'Sign in with a key that has the role for it, or ask an admin to do it.'
  if (error.status === 404) return 'It may have been removed, or the link is not complete.'
  if (error.status === 429) {
    return `Wait ${error.retryAfterSeconds ?? 60} seconds, then try again.`
  }
  if (error.status === 503) return 'The server is busy or restarting. Nothing was half done; try again in a moment.'
  if (error.status >= 500) return 'This is a fault on the server. Nothing was half done; you can try again.'
  return null
}
