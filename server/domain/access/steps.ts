// What a browser is asked to answer next, such as a challenge of a passkey: kept sealed for five minutes and taken once.
import { randomBytes } from 'node:crypto'
import type { Secrets } from '#core/secrets.ts'
import type { Tx } from '#db/store.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { insertStep, takeStepRow } from './queries-sessions.ts'

const OPEN_MS = 5 * MINUTE_MS

/** Answers the name of the step, which cannot be guessed; `detail` must survive JSON. */
export async function keepStep(
  tx: Tx,
  secrets: Secrets,
  kind: string,
  detail: Record<string, string>,
): Promise<string> {
  const id = randomBytes(24).toString('base64url')
  const detailSealed = secrets.seal(JSON.stringify(detail), `step/${id}`)
  await insertStep(tx, { id, kind, detailSealed, expiresAt: tx.now + OPEN_MS })
  return id
}

/** Null when there is no such step, or not any more. */
export async function takeStep(
  tx: Tx,
  secrets: Secrets,
  kind: string,
  id: string,
): Promise<Record<string, string> | null> {
  const sealed = await takeStepRow(tx, id, kind)
  return sealed === undefined ? null : (JSON.parse(secrets.unseal(sealed, `step/${id}`)) as Record<string, string>)
}
