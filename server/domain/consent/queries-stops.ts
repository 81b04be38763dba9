// SQL of whom a stop or a finding concerns.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'

/** What is absent does not narrow it. */
export interface Meant {
  purpose: string
  channel?: string | undefined
  category?: string | undefined
  noticeVersion?: number | undefined
  customerId?: string | undefined
}

const isYes = sql`g.state in ('granted', 'pending_doi', 'pending_guardian')`

export async function peopleOfStopped(q: Queries, limit: number): Promise<{ customerId: string; purpose: string }[]> {
  return q.rows(sql`select distinct g.customer_id as "customerId", g.purpose as "purpose"
    from purposes u join consent_cells g on g.purpose = u.key
    where u.stopped_at is not null and ${isYes} order by 1, 2 limit ${limit}`)
}

export async function peopleMeant(q: Queries, meant: Meant, cursor: string, limit: number): Promise<string[]> {
  const { purpose, channel, category, noticeVersion, customerId } = meant
  const narrowed = [
    ...(channel === undefined ? [] : [sql` and g.channel = ${channel}`]),
    ...(category === undefined ? [] : [sql` and g.category = ${category}`]),
    ...(noticeVersion === undefined ? [] : [sql` and g.notice_version = ${noticeVersion}`]),
    ...(customerId === undefined ? [] : [sql` and g.customer_id = ${customerId}`]),
  ]
  const rows = await q.rows<{ id: string }>(sql`select distinct g.customer_id as id from consent_cells g
    where g.purpose = ${purpose} and g.customer_id > ${cursor} and ${isYes}${sql.join(narrowed, sql``)}
    order by 1 limit ${limit}`)
  return rows.map(({ id }) => id)
}
