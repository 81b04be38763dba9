// What a leaf of the ledger is made of: JCS(envelope) ‖ iv ‖ ciphertext ‖ tag, worked out from the row it names whenever it
// is asked for, so that a row that was changed no longer fits its leaf. Nothing in it says who somebody is.

import canonicalize from 'canonicalize'
import { getTableColumns } from 'drizzle-orm'
import { sha256 } from '#core/secrets.ts'
import type { Queries } from '#db/store.ts'
import { consentEvents } from '#db/tables/consent.ts'
import type { EventRow } from './queries.ts'
import { eventsById, factsById, noticesById } from './queries-ledger.ts'
import { type ScopeRow, scopeOf, textsOf } from './queries-notices.ts'

const columns = Object.entries(getTableColumns(consentEvents)).map(([key, { name }]) => ({
  key: key as keyof EventRow,
  name,
}))

/** ref → entry; a ref whose row is gone is absent. */
export async function entriesOf(q: Queries, refs: readonly string[]): Promise<Map<string, Buffer>> {
  const of = (prefix: string) => refs.filter((ref) => ref.startsWith(prefix))
  const entries = new Map<string, Buffer>()
  for (const event of await eventsById(q, of('cev_'))) entries.set(event.id, entryOfEvent(event))
  for (const { id, body } of await factsById(q, of('fct_'))) entries.set(id, Buffer.from(body))
  for (const [id, entry] of await entriesOfNotices(q, of('ntc_'))) entries.set(id, entry)
  return entries
}

/**
 * Every column that is not null, under its name: a column that comes later changes no entry that stands. Sealed ones follow
 * as bytes, in the order in which the envelope names them with their lengths.
 */
export function entryOfEvent(event: EventRow): Buffer {
  const envelope: Record<string, unknown> = { v: 1, type: 'consent' }
  const sealed: [name: string, length: number][] = []
  const parts: Buffer[] = []
  for (const { key, name } of columns) {
    const value = event[key]
    if (value === null) continue
    if (name.endsWith('_sealed')) {
      const bytes = Buffer.from(String(value), 'base64url')
      sealed.push([name, bytes.length])
      parts.push(bytes)
    } else envelope[name] = value
  }
  if (sealed.length > 0) envelope.sealed = sealed
  return Buffer.concat([Buffer.from(canonical(envelope)), ...parts])
}

/** What was published: the words of every language and the scope, as hashes, so that the entry stays short. */
async function entriesOfNotices(q: Queries, ids: string[]): Promise<[string, Buffer][]> {
  const rows = await noticesById(q, ids)
  const texts = await textsOf(q, ids)
  const scope = await scopeOf(q, ids)
  return rows.map(({ id, version, controller, labels, changes, publishedAt, effectiveAt }) => {
    const own = <T extends { noticeId: string }>(list: T[]) => list.filter(({ noticeId }) => noticeId === id)
    const words = own(texts).map(({ locale, title, body }) => [locale, sha256(canonical({ title, body }))])
    const envelope = {
      v: 1,
      type: 'notice.published',
      id,
      version,
      published_at: publishedAt,
      effective_at: effectiveAt,
      texts: Object.fromEntries(words),
      content_sha256: sha256(canonical({ controller, labels, changes, scope: own(scope).map(cellOf) })),
    }
    return [id, Buffer.from(canonical(envelope))]
  })
}

const cellOf = ({ purpose, channel, category, retentionMonths, recipients, sinceVersion }: ScopeRow) => ({
  purpose,
  channel,
  category,
  retentionMonths,
  recipients,
  sinceVersion,
})

export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('nothing cannot be written as JSON')
  return text
}
