// Pages through the people whom an audience reaches, each with the channel that is open to her.
import { type SQL, sql } from 'drizzle-orm'
import { findChannel } from '#consent/gate.ts'
import type { Queries } from '#db/store.ts'
import type { Category, Channel } from '#shared/kinds.ts'
import { type AudienceAsked, peopleOf } from './measure.ts'

/** Those behind `after`, in the order of their ids; `read` says how many were looked at, reachable or not. */
export async function reachablePage(
  q: Queries,
  asked: AudienceAsked,
  { after, limit }: { after: string; limit: number },
): Promise<{ open: Map<string, { channel: Channel }>; last: string | null }> {
  const { people, needs } = await peopleOf(q, asked)
  const rows = await q.rows<{ id: string; channel: Channel | null }>(pageBy(q, asked, { people, needs, after, limit }))
  return {
    open: new Map(rows.flatMap((row) => (row.channel === null ? [] : [[row.id, { channel: row.channel }]]))),
    last: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
  }
}

function pageBy(
  q: Queries,
  { purpose, legalBasis, channels, now }: AudienceAsked,
  of: { people: SQL; needs: Category[]; after: string; limit: number },
): SQL {
  const gate = findChannel(q.engine, { purpose, legalBasis, channels, needs: of.needs }, now, sql`d.id`)
  return sql`select d.id, ${gate.channel} as channel
    from (${of.people} and c.id > ${of.after} order by c.id limit ${of.limit}) d ${gate.join} order by d.id`
}
