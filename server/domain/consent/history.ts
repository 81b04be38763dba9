// Everything a person ever decided, event by event, with what proves each of them.
import type { Queries } from '#db/store.ts'
import { type Head, showHead } from './ledger.ts'
import { entriesOf } from './ledger-entries.ts'
import { proveInclusion } from './ledger-proofs.ts'
import { type EventRow, eventsOf } from './queries.ts'
import { firstHeadOver, leavesOf } from './queries-ledger.ts'

export type ConsentEvent = EventRow

/** In the order of their ids; the rows outlive the person. */
export async function historyOf(q: Queries, customerId: string): Promise<ConsentEvent[]> {
  return eventsOf(q, customerId)
}

export interface ProvedEvent {
  event: string
  /** What the leaf is the hash of, in base64: with it anybody can check that this and nothing else was recorded. */
  entry: string
  leaf: number
  leafHash: string
  path: string[]
}

/**
 * Proves all of these events to one head, the first that was signed over the last of them, so that a proof reads the same
 * whenever it is asked for. Null as long as one of them waits for that.
 */
export async function proveEvents(
  q: Queries,
  ids: readonly string[],
): Promise<{ head: Head; events: ProvedEvent[] } | null> {
  const leaves = await leavesOf(q, [...ids])
  const last = Math.max(-1, ...leaves.map(({ leafIndex }) => leafIndex))
  const head = leaves.length === ids.length && last >= 0 ? await firstHeadOver(q, last) : null
  if (head === null) return null
  const entries = await entriesOf(q, ids)
  const events: ProvedEvent[] = []
  for (const id of ids) {
    const { leaf, leafHash, path } = await proveInclusion(q, { eventId: id, size: head.size })
    events.push({ event: id, entry: entries.get(id)?.toString('base64') ?? '', leaf, leafHash, path })
  }
  return { head: showHead(head), events }
}
