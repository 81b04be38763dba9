// SQL that finds people by an address, proved or not: for the staff who were asked by one of them.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'

const MOST = 20

/** Ids, in their order; nobody who is on the way out. */
export async function peopleAt(q: Queries, channel: string, print: string): Promise<string[]> {
  const rows = await q.rows<{ customer_id: string }>(sql`
    select p.customer_id from contact_points p join customers c on c.id = p.customer_id
    where p.print = ${print} and p.channel = ${channel} and c.status <> 'erasing'
    order by p.customer_id limit ${MOST}`)
  return rows.map((row) => row.customer_id)
}
