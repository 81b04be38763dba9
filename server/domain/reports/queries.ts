// All SQL of the room reports: it reads the tallies that every fact keeps, and never the facts.
import { type SQL, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { type Counts, countNames } from './batch.ts'

export interface TallyRow extends Counts {
  key: string
}

const columns: Record<'day' | 'variant' | 'channel', SQL> = {
  day: sql`day`,
  variant: sql`variant_key`,
  channel: sql`channel`,
}

const sums = sql`sum(case when variant_key = 'holdout' then assigned else 0 end) as holdout,
      sum(assigned) as assigned, sum(issued) as issued, sum(sent) as sent, sum(held) as held,
      sum(redeemed) as redeemed, sum(reversed) as reversed, sum(expired) as expired, sum(revoked) as revoked,
      sum(by_others) as "byOthers", sum(discount_minor) as "discountMinor"`

const countsIn = (row: Record<string, unknown>): Counts =>
  Object.fromEntries(countNames.map((name) => [name, Number(row[name])])) as Counts

/** One row per day, variant or channel, in order of the key. Days are those of the facts in the campaign's zone. */
export async function tallyRows(
  q: Queries,
  campaignId: string,
  by: 'day' | 'variant' | 'channel',
  days: { from: string | null; to: string | null },
): Promise<TallyRow[]> {
  const from = days.from === null ? sql`` : sql` and day >= ${days.from}`
  const to = days.to === null ? sql`` : sql` and day <= ${days.to}`
  const rows = await q.rows<Record<string, unknown>>(sql`
    select ${columns[by]} as key, ${sums}
    from tallies where campaign_id = ${campaignId}${from}${to}
    group by ${columns[by]} order by ${columns[by]}`)
  return rows.map((row) => ({ key: String(row.key), ...countsIn(row) }))
}

/** One row per variant and channel. */
export async function tallyAtoms(q: Queries, campaignId: string) {
  const rows = await q.rows<Record<string, unknown>>(sql`
    select variant_key, channel, ${sums}
    from tallies where campaign_id = ${campaignId} group by variant_key, channel order by variant_key, channel`)
  return rows.map((row) => ({ variant: String(row.variant_key), channel: String(row.channel), ...countsIn(row) }))
}

const DAY_MS = 86_400_000

/** Why people were not issued a voucher. A run counts everybody due at its time, so whoever is due all day long is
 * found by each run of that day: the largest run of a day speaks for it, and the days add up. */
export async function refusalRows(q: Queries, campaignId: string): Promise<{ reason: string; count: number }[]> {
  const rows = await q.rows<Record<string, unknown>>(sql`
    select max(no_consent) as no_consent, max(capped) as capped, max(no_budget) as no_budget, max(out_of_stock) as out_of_stock,
      max(matched - issued - holdout - already_had - no_consent - capped - no_budget - out_of_stock) as set_aside
    from runs where campaign_id = ${campaignId} group by as_of / ${sql.raw(String(DAY_MS))}`)
  return ['no_consent', 'set_aside', 'capped', 'no_budget', 'out_of_stock'].map((reason) => ({
    reason,
    count: rows.reduce((sum, row) => sum + Number(row[reason]), 0),
  }))
}

/** One number that grows with every change of a campaign's counts and money; what the stream watches. */
export async function pulses(q: Queries, campaignId: string | null) {
  const where = campaignId === null ? sql`c.state in ('live', 'paused')` : sql`c.id = ${campaignId}`
  return q.rows<Record<string, unknown>>(sql`
    select c.id, c.state, b.currency, b.limit_minor, b.reserved_minor, b.held_minor, b.spent_minor, b.count_used,
      (select coalesce(sum(t.issued), 0) from tallies t where t.campaign_id = c.id) as issued,
      (select coalesce(sum(t.sent), 0) from tallies t where t.campaign_id = c.id) as sent,
      (select coalesce(sum(t.redeemed), 0) from tallies t where t.campaign_id = c.id) as redeemed,
      (select coalesce(sum(t.reversed), 0) from tallies t where t.campaign_id = c.id) as reversed
    from campaigns c join budgets b on b.campaign_id = c.id where ${where} order by c.id limit 500`)
}
