// What the answer to an HTTP call says about the message that it carried; pure.
import type { OutsideAnswer, OutsideFailure } from '#core/outside.ts'
import type { Attempt } from './channel.ts'

/** Before anything was handed over; whatever else breaks off may have been taken. */
const BEFORE = new Set<OutsideFailure>(['url_invalid', 'not_https', 'address_refused', 'name_unknown', 'not_trusted'])

export function attemptOfAnswer(answer: OutsideAnswer | { failed: OutsideFailure }): Attempt {
  if ('failed' in answer) return { kind: BEFORE.has(answer.failed) ? 'later' : 'unknown', reason: answer.failed }
  const { status } = answer
  if (status >= 200 && status < 300) return { kind: 'sent' }
  const reason = `http ${status}`
  // Who is asked too often, or has trouble of its own, has not taken it; a gateway may not know.
  if (status === 429 || status === 503 || status === 401 || status === 403 || status === 408) {
    return { kind: 'later', reason }
  }
  if (status >= 500) return { kind: 'unknown', reason }
  return { kind: 'failed', reason }
}
