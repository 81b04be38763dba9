// One answer per Idempotency-Key: the key is claimed in the transaction of what it guards, and keeps what is
// needed to rebuild the answer (ids, not bodies; decisions.md, 2). A refusal rolls the claim back: a retry is judged afresh.
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import { claimIdempotencyKey, dropIdempotencyKeys, idempotencyRow, keepAnswer } from './queries.ts'

/** `scope` is API key + door; `hash` the SHA-256 of the canonical JSON of the body. */
export interface IdempotencyAsk {
  scope: string
  key: string
  hash: string
}

/** Runs `work` once per key. The answer must survive JSON. 422 `idempotency.key_reused` for another body. */
export async function once<T>(
  tx: Tx,
  ask: IdempotencyAsk | null,
  work: () => Promise<T>,
): Promise<{ ref: T; replayed: boolean }> {
  if (ask === null) return { ref: await work(), replayed: false }
  if (!(await claimIdempotencyKey(tx, ask.scope, ask.key, ask.hash))) {
    const known = await recall<T>(tx, ask)
    if (known === null)
      throw new Refusal('store.unavailable', { detail: 'The first request with this key has not finished' })
    return { ref: known.ref, replayed: true }
  }
  const ref = await work()
  await keepAnswer(tx, ask.scope, ask.key, JSON.stringify(ref ?? null))
  return { ref, replayed: false }
}

/** For work that is longer than one transaction and harmless to repeat: the first answer, if it was kept. */
export async function recall<T>(q: Queries, ask: IdempotencyAsk | null): Promise<{ ref: T } | null> {
  if (ask === null) return null
  const row = await idempotencyRow(q, ask.scope, ask.key)
  if (row === undefined || row.answer === '') return null
  if (row.bodyHash !== ask.hash) throw new Refusal('idempotency.key_reused')
  return { ref: JSON.parse(row.answer) as T }
}

export const KEPT_FOR_MS = 48 * 3_600_000

/** Retention: keys older than two days go. */
export const forgetOldKeys = (tx: Tx): Promise<number> => dropIdempotencyKeys(tx, tx.now - KEPT_FOR_MS)
