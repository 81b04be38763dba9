// SQL that adds up what two profiles of one person have used of limits per customer.
import { sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'

export async function campaignsWithCaps(q: Queries, customerId: string): Promise<string[]> {
  const rows = await q.rows<{ campaign_id: string }>(sql`select distinct b.campaign_id from caps k
    join budgets b on b.id = k.budget_id where k.kind = 'customer' and k.subject = ${customerId}`)
  return rows.map((row) => row.campaign_id).sort()
}

/** The journal follows its cap. What was used together may be more than one person may use: then nothing is left. */
export async function addCaps(tx: Tx, from: string, into: string): Promise<void> {
  const both = await tx.rows<{ old_id: string; new_id: string; minor: number; count: number }>(sql`
    select o.id as old_id, n.id as new_id, o.used_minor + n.used_minor as minor, o.count_used + n.count_used as count
    from caps o join caps n on n.budget_id = o.budget_id and n.kind = o.kind and n.subject = ${into}
    where o.kind = 'customer' and o.subject = ${from}`)
  for (const { old_id, new_id, minor, count } of both) {
    await tx.rows(sql`update cap_entries set cap_id = ${new_id} where cap_id = ${old_id} returning id`)
    await tx.rows(sql`update caps set used_minor = ${minor}, count_used = ${count},
      limit_minor = case when limit_minor < ${minor} then ${minor} else limit_minor end,
      count_limit = case when count_limit < ${count} then ${count} else count_limit end
      where id = ${new_id} returning id`)
    await tx.rows(sql`delete from caps where id = ${old_id} returning id`)
  }
  await tx.rows(sql`update caps set subject = ${into} where kind = 'customer' and subject = ${from} returning id`)
}
