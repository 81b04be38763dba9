// SQL on addresses that several customers have.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { within } from '#db/within.ts'

/** Everybody who has one of these customers' addresses on a channel, they themselves among them. */
export const sharers = (q: Queries, channel: string, customerIds: string[]) =>
  q.rows<{ customer_id: string; print: string }>(sql`
    select p.customer_id, p.print from contact_points p
    where p.channel = ${channel} and p.print in (
      select o.print from contact_points o where o.channel = ${channel} and o.customer_id ${within(q, customerIds)})`)

/** Whose verified address this is; nobody who is on the way out. */
export const verifiedAt = (q: Queries, channel: string, print: string) =>
  q.rows<{ customer_id: string }>(sql`
    select p.customer_id from contact_points p join customers c on c.id = p.customer_id
    where p.print = ${print} and p.channel = ${channel} and p.verified_at is not null and c.status <> 'erasing'
    order by p.customer_id`)

export async function ownersOf(q: Queries, channel: string, print: string): Promise<string[]> {
  const rows = await q.rows<{ customer_id: string }>(sql`
    select p.customer_id from contact_points p join customers c on c.id = p.customer_id
    where p.channel = ${channel} and p.print = ${print} and p.verified_at is not null and c.status = 'active'
    order by p.customer_id limit 2`)
  return rows.map((row) => row.customer_id)
}
