// SQL of the figures that somebody on call looks at: what waits to be sent and since when, how full live budgets are, when each job
// last did its work.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'

/** A label of every budget would be a flood where there are thousands: the fullest are told. */
const MOST_BUDGETS = 200

export interface HouseFigures {
  /** `since`: when the oldest was due (epoch ms). */
  waiting: { channel: string; number: number; since: number }[]
  budgets: { campaign: string; limit: number | null; spent: number; held: number; reserved: number }[]
  /** Epoch ms; null for a job that has begun and never finished. */
  jobs: { job: string; doneAt: number | null }[]
}

export async function houseFigures(q: Queries, now: number): Promise<HouseFigures> {
  const waiting = await q.rows<HouseFigures['waiting'][number]>(sql`
    select channel, count(*) as number, min(due_at) as since from outbox
    where state = 'queued' and due_at <= ${now} group by channel`)
  const budgets = await q.rows<HouseFigures['budgets'][number]>(sql`
    select b.campaign_id as campaign, b.limit_minor as "limit", b.spent_minor as spent, b.held_minor as held,
      b.reserved_minor as reserved
    from budgets b join campaigns c on c.id = b.campaign_id where c.state = 'live'
    order by (b.spent_minor + b.held_minor + b.reserved_minor) * 1.0 / (case when b.limit_minor > 0 then b.limit_minor else 1 end) desc,
      b.campaign_id limit ${MOST_BUDGETS}`)
  const jobs = await q.rows<HouseFigures['jobs'][number]>(sql`
    select job, max(done_at) as "doneAt" from job_ticks group by job`)
  return { waiting, budgets, jobs }
}
