// SQL of consent events as facts that others are told of, in the order of their ids.
import { and, asc, gt, lte, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { consentEvents } from '#db/tables/consent.ts'

export async function lastEventId(q: Queries): Promise<string> {
  const [row] = await q.rows<{ id: string | null }>(sql`select max(id) as id from consent_events`)
  return row?.id ?? ''
}

export const eventsBehind = (q: Queries, after: string, upTo: string, limit: number) =>
  q
    .select({
      id: consentEvents.id,
      customerId: consentEvents.customerId,
      purpose: consentEvents.purpose,
      channel: consentEvents.channel,
      category: consentEvents.category,
      decision: consentEvents.decision,
      stateBefore: consentEvents.stateBefore,
      state: consentEvents.stateAfter,
      noticeVersion: consentEvents.noticeVersion,
      at: consentEvents.at,
    })
    .from(consentEvents)
    .where(and(gt(consentEvents.id, after), lte(consentEvents.id, upTo)))
    .orderBy(asc(consentEvents.id))
    .limit(limit)
