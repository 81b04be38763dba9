// SQL of the consent log.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'

export interface LogRow {
  leaf: number
  event: string
  customer: string
  purpose: string
  channel: string
  category: string
  decision: string
  stateBefore: string
  stateAfter: string
  at: number
  requestedAt: number | null
  claimedAt: number | null
  validTo: number | null
  withdrawnAt: number | null
  method: string
  actor: string
  surface: string | null
  noticeVersion: number
  locale: string
  textSha256: string
  labelsSha256: string | null
}

/** Leaves are given out behind the oldest open write, so nothing comes later with a smaller one. */
export async function logPage(q: Queries, after: number, limit: number): Promise<LogRow[]> {
  return q.rows<LogRow>(sql`
    select l.leaf_index as "leaf", e.id as "event", e.customer_id as "customer", e.purpose as "purpose",
      e.channel as "channel", e.category as "category", e.decision as "decision", e.state_before as "stateBefore",
      e.state_after as "stateAfter", e.at as "at", e.requested_at as "requestedAt", e.claimed_at as "claimedAt",
      e.valid_to as "validTo", e.method as "method", e.actor as "actor", e.surface as "surface",
      e.notice_version as "noticeVersion", e.locale as "locale", e.text_sha256 as "textSha256",
      e.labels_sha256 as "labelsSha256",
      (select min(w.at) from consent_events w
        where w.customer_id = e.customer_id and w.id > e.id and w.ends_event_id = e.id) as "withdrawnAt"
    from ledger_leaves l join consent_events e on e.id = l.ref
    where l.leaf_index > ${after} order by l.leaf_index limit ${limit}`)
}
