// SQL of the health of delivery: tallies, what failed, and addresses that are written to no more.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'

interface Count {
  channel: string
  count: number
}

export const sentByChannel = (q: Queries): Promise<Count[]> =>
  q.rows(sql`select channel, sum(sent) as count from tallies group by channel having sum(sent) > 0`)

export const failedMessages = (q: Queries): Promise<Count[]> =>
  q.rows(sql`select channel, count(*) as count from outbox where state = 'failed' group by channel`)

export const silencedAddresses = (q: Queries): Promise<(Count & { reason: string })[]> =>
  q.rows(sql`select channel, reason, count(*) as count from suppressions group by channel, reason`)

/** How often somebody was left out because she had had enough. */
export async function cappedRuns(q: Queries): Promise<number> {
  const [row] = await q.rows<{ count: number }>(sql`select coalesce(sum(capped), 0) as count from runs`)
  return Number(row?.count ?? 0)
}
