// All SQL of reminders.
import { sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { consentReminders } from '#db/tables/consent.ts'

const isNotReminded = sql`not exists (select 1 from consent_reminders r
  where r.customer_id = g.customer_id and r.valid_to = g.valid_to)`

/** The state is a literal so that the small index of what ends serves. */
export async function peopleToRemind(q: Queries, after: number, until: number, limit: number): Promise<string[]> {
  const rows = await q.rows<{ customer_id: string }>(sql`select distinct g.customer_id from consent_cells g
    where g.state = 'granted' and g.valid_to > ${after} and g.valid_to <= ${until} and ${isNotReminded}
    order by g.customer_id limit ${limit}`)
  return rows.map((row) => row.customer_id)
}

/** The earliest end of a grant of which nobody has been reminded. */
export async function earliestReminder(q: Queries): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(sql`select g.valid_to as at from consent_cells g
    where g.state = 'granted' and ${isNotReminded} order by g.valid_to limit 1`)
  return row?.at ?? null
}

export async function insertReminders(tx: Tx, rows: (typeof consentReminders.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(consentReminders).values(rows).onConflictDoNothing()
}
