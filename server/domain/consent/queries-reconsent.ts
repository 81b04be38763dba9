// SQL of whom a notice touches.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'

/** In the order of ids; `purposes` null: of any purpose. */
export async function peopleWithYes(
  q: Queries,
  purposes: string[] | null,
  cursor: string,
  limit: number,
): Promise<string[]> {
  if (purposes?.length === 0) return []
  const among = purposes === null ? sql`` : sql` and purpose in ${purposes}`
  const rows = await q.rows<{ customer_id: string }>(sql`select distinct customer_id from consent_cells
    where customer_id > ${cursor} and state = 'granted'${among} order by customer_id limit ${limit}`)
  return rows.map((row) => row.customer_id)
}

export async function peopleEnded(q: Queries, noticeId: string, limit: number): Promise<string[]> {
  const rows = await q.rows<{ customer_id: string }>(sql`select distinct g.customer_id from consent_cells g
    where g.state = 'granted' and not exists (select 1 from notice_scope s where s.notice_id = ${noticeId}
      and s.purpose = g.purpose and s.channel = g.channel and s.category = g.category
      and s.since_version <= g.notice_version)
    order by g.customer_id limit ${limit}`)
  return rows.map((row) => row.customer_id)
}
