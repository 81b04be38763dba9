// SQL on runs and on the people whom a run looks at.
import { and, desc, eq, gt, gte, inArray, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { runs } from '#db/tables/vouchers.ts'
import type { PageCounts } from './decide-page.ts'
import { ofCampaign } from './queries.ts'

export type RunRow = typeof runs.$inferSelect

export async function insertRun(tx: Tx, row: typeof runs.$inferInsert): Promise<RunRow> {
  const [made] = await tx.insert(runs).values(row).returning()
  return made as RunRow
}

export async function runRow(q: Queries, id: string): Promise<RunRow | undefined> {
  const [row] = await q.select().from(runs).where(eq(runs.id, id))
  return row
}

/** Not those that were begun too long ago; the oldest first. */
export const unfinishedRuns = (tx: Tx, campaignId: string, begunAfter: number): Promise<{ id: string }[]> =>
  tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.campaignId, campaignId), isNull(runs.finishedAt), gt(runs.startedAt, begunAfter)))
    .orderBy(runs.id)

/** Takes over a run whose lease has ended by `freeAt`; nothing when somebody is at it, or it is finished. */
export async function takeRun(
  tx: Tx,
  { id, freeAt, leaseUntil }: { id: string; freeAt: number; leaseUntil: number },
): Promise<RunRow | undefined> {
  const [taken] = await tx
    .update(runs)
    .set({ leaseUntil })
    .where(and(eq(runs.id, id), isNull(runs.finishedAt), lte(runs.leaseUntil, freeAt)))
    .returning()
  return taken
}

/** Runs that are under way, those of these ids, and those that began late enough. One query for each: together they
 * would be looked for in all runs there are. */
export async function runsUnderWay(
  q: Queries,
  campaignId: string | null,
  { begunFrom, ids }: { begunFrom: string; ids: string[] },
): Promise<RunRow[]> {
  const wanted = [isNull(runs.finishedAt), gte(runs.id, begunFrom), ...(ids.length > 0 ? [inArray(runs.id, ids)] : [])]
  const found = new Map<string, RunRow>()
  for (const condition of wanted) {
    const rows = await q
      .select()
      .from(runs)
      .where(and(condition, campaignId === null ? undefined : eq(runs.campaignId, campaignId)))
      .orderBy(desc(runs.id))
      .limit(MOST_UNDER_WAY)
    for (const row of rows) found.set(row.id, row)
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
const MOST_UNDER_WAY = 100

export interface Step {
  pageCursor: string | null
  leaseUntil: number
  finishedAt: number | null
  matched: number
  counts: PageCounts
}

/** Counts a page and moves on behind it. */
export async function advanceRun(tx: Tx, id: string, { counts, matched, ...to }: Step): Promise<RunRow> {
  const [row] = await tx
    .update(runs)
    .set({
      ...to,
      matched: sql`${runs.matched} + ${matched}`,
      issued: sql`${runs.issued} + ${counts.issued}`,
      holdout: sql`${runs.holdout} + ${counts.holdout}`,
      alreadyHad: sql`${runs.alreadyHad} + ${counts.alreadyHad}`,
      noConsent: sql`${runs.noConsent} + ${counts.noConsent}`,
      capped: sql`${runs.capped} + ${counts.capped}`,
      noBudget: sql`${runs.noBudget} + ${counts.noBudget}`,
      outOfStock: sql`${runs.outOfStock} + ${counts.outOfStock}`,
    })
    .where(eq(runs.id, id))
    .returning()
  return row as RunRow
}

/** Lets go of a run, so that whoever comes next goes on with it at once. */
export const dropLease = (tx: Tx, id: string) =>
  tx
    .update(runs)
    .set({ leaseUntil: 0 })
    .where(and(eq(runs.id, id), isNull(runs.finishedAt)))

/** Runs that nobody works on any more are over once everybody due has been looked at again. */
export const closeAbandoned = (tx: Tx, campaignId: string) =>
  tx
    .update(runs)
    .set({ finishedAt: tx.now })
    .where(and(eq(runs.campaignId, campaignId), isNull(runs.finishedAt), lte(runs.leaseUntil, tx.now)))

/** Of the scheduled runs that gave nobody anything only the latest is worth keeping: somebody who is capped, or for whom
 * there is no money, is due again every minute. */
export const dropIdleBefore = (tx: Tx, campaignId: string, id: string) =>
  tx
    .delete(runs)
    .where(
      and(
        eq(runs.campaignId, campaignId),
        lt(runs.id, id),
        eq(runs.cause, 'schedule'),
        eq(runs.issued, 0),
        eq(runs.holdout, 0),
        sql`${runs.finishedAt} is not null`,
      ),
    )

/** The newest first. */
export const runsBefore = (
  q: Queries,
  campaignId: string,
  cursor: string | undefined,
  limit: number,
): Promise<RunRow[]> =>
  q
    .select()
    .from(runs)
    .where(and(eq(runs.campaignId, campaignId), cursor === undefined ? undefined : lt(runs.id, cursor)))
    .orderBy(desc(runs.id))
    .limit(limit)

/** Of all campaigns, the newest first. */
export const latestRuns = (q: Queries, limit: number): Promise<RunRow[]> =>
  q.select().from(runs).orderBy(desc(runs.id)).limit(limit)

/** Who is due and in the segment, as parts of a query over `c` = customers. */
export interface Audience {
  join: SQL | null
  where: SQL
  occasion: SQL
  /** The first channel that is open to `d.customer_id`, or null, and what has to be joined for it. */
  gate: { join: SQL; channel: SQL }
  /** Whether somebody with this id was held out on this occasion; null for a campaign without a holdout. */
  isHeldOut: ((customerId: SQL, occasion: SQL) => SQL) | null
}

export interface AudienceRow {
  customer_id: string
  occasion: string
  channel: string | null
  had: number
}

export interface Behind {
  customerId: string
  occasion: string
}

/** The next people behind a cursor, in the order of their ids and occasions, with what is known of each: the gate's word
 * and earlier vouchers, asked of this page's people only, after the limit, and one by one. */
export const audiencePage = (
  q: Queries,
  campaignId: string,
  audience: Audience,
  behind: Behind | null,
  limit: number,
): Promise<AudienceRow[]> => q.rows<AudienceRow>(audiencePageBy(q, campaignId, audience, behind, limit))

export function audiencePageBy(
  q: Pick<Queries, 'engine'>,
  campaignId: string,
  audience: Audience,
  behind: Behind | null,
  limit: number,
): SQL {
  const { gate, isHeldOut } = audience
  const heldOut = isHeldOut === null ? sql`` : sql` or ${isHeldOut(sql`d.customer_id`, sql`d.occasion`)}`
  return sql`
    select d.customer_id, d.occasion,
      ${gate.channel} as channel,
      case when (select 1 from vouchers v where ${ofCampaign(q, sql`d.customer_id`, campaignId)}
        and v.occasion = d.occasion limit 1) is not null${heldOut} then 1 else 0 end as had
    from (${dueBehind(audience, behind, limit)}) d ${gate.join}
    order by d.customer_id, d.occasion`
}

/** Everybody who is due, once. */
export const peopleOf = ({ join, where }: Audience): SQL =>
  sql`select distinct c.id from customers c ${join ?? sql``} where ${where}`

/** The same without asking anything of them. */
export const duePage = (q: Queries, audience: Audience, behind: Behind | null, limit: number) =>
  q.rows<Pick<AudienceRow, 'customer_id' | 'occasion'>>(dueBehind(audience, behind, limit))

function dueBehind({ join, where, occasion }: Audience, behind: Behind | null, limit: number): SQL {
  const after =
    behind === null
      ? sql``
      : sql` and c.id >= ${behind.customerId} and (c.id > ${behind.customerId} or ${occasion} > ${behind.occasion})`
  return sql`select c.id as customer_id, ${occasion} as occasion from customers c ${join ?? sql``}
    where ${where}${after} order by c.id, ${occasion} limit ${limit}`
}

/** Whether somebody is among them. */
export async function anyOf(
  q: Queries,
  { join, where }: Pick<Audience, 'join' | 'where'>,
  customerId: string,
): Promise<boolean> {
  const rows = await q.rows<{ one: number }>(
    sql`select 1 as one from customers c ${join ?? sql``} where c.id = ${customerId} and (${where}) limit 1`,
  )
  return rows.length > 0
}
