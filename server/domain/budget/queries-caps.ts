// SQL of what of a budget went in a day and to one customer.
import { and, desc, eq, lte, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { budgets, capEntries, caps } from '#db/tables/budget.ts'
import { within } from '#db/within.ts'
import type { Cap, CapKind, Charge } from './caps.ts'

type CapRow = typeof caps.$inferSelect
const toCap = (row: CapRow): Cap => ({ ...row, kind: row.kind as CapKind })

export async function capRows(q: Queries, budgetId: string, kind: CapKind, subjects: string[]): Promise<Cap[]> {
  const rows = await q
    .select()
    .from(caps)
    .where(sql`${caps.budgetId} = ${budgetId} and ${caps.kind} = ${kind} and ${caps.subject} ${within(q, subjects)}`)
  return rows.map(toCap)
}

export async function capRowsById(q: Queries, ids: string[]): Promise<Cap[]> {
  const rows = await q
    .select()
    .from(caps)
    .where(sql`${caps.id} ${within(q, ids)}`)
  return rows.map(toCap)
}

/** What stands charged for redemptions and holds; what was given back in full is absent. */
export async function openCharges(q: Queries, charged: string[]): Promise<(Charge & { charge: string })[]> {
  const rows = await q.rows<Record<'charge' | 'cap_id' | 'minor' | 'uses', string>>(sql`
    select charge, cap_id, sum(minor_delta) as minor, sum(count_delta) as uses from cap_entries
    where charge ${within(q, charged)} group by charge, cap_id
    having sum(minor_delta) <> 0 or sum(count_delta) <> 0 order by charge, cap_id`)
  return rows.map((row) => ({
    charge: row.charge,
    capId: row.cap_id,
    minor: Number(row.minor),
    count: Number(row.uses),
  }))
}

export const insertCaps = (tx: Tx, rows: Cap[]): Promise<number> => insertMany(tx, caps, rows)
export const insertCapEntries = (tx: Tx, rows: (typeof capEntries.$inferInsert)[]): Promise<number> =>
  insertMany(tx, capEntries, rows)

const usedAfter = (minor: number) => sql<number>`${caps.usedMinor} + ${minor}`
const countAfter = (count: number) => sql<number>`${caps.countUsed} + ${count}`

/** False when the limit would be passed. A limit that was raised since is written down along with it. */
export async function moveCap(
  tx: Tx,
  { id, limitMinor, countLimit }: Cap,
  change: { minor: number; count: number },
): Promise<boolean> {
  const minorFits = change.minor > 0 && limitMinor !== null ? lte(usedAfter(change.minor), limitMinor) : undefined
  const countFits = change.count > 0 && countLimit !== null ? lte(countAfter(change.count), countLimit) : undefined
  const rows = await tx
    .update(caps)
    .set({ usedMinor: usedAfter(change.minor), countUsed: countAfter(change.count), limitMinor, countLimit })
    .where(and(eq(caps.id, id), minorFits, countFits))
    .returning({ id: caps.id })
  return rows.length === 1
}

export async function renameCustomer(tx: Tx, customerId: string, unitId: string): Promise<void> {
  await tx.rows(
    sql`update caps set subject = ${unitId} where kind = 'customer' and subject = ${customerId} returning id`,
  )
}

/** The latest days of a campaign on which something was used, the latest first. */
export const lastDays = (q: Queries, campaignId: string, limit: number) =>
  q
    .select({ day: caps.subject, usedMinor: caps.usedMinor, countUsed: caps.countUsed })
    .from(caps)
    .innerJoin(budgets, eq(budgets.id, caps.budgetId))
    .where(and(eq(budgets.campaignId, campaignId), eq(caps.kind, 'day')))
    .orderBy(desc(caps.subject))
    .limit(limit)

/** Caps of a campaign whose totals are not what their journal says. */
export async function capsOffJournal(q: Queries, campaignId: string): Promise<string[]> {
  const rows = await q.rows<{ id: string }>(sql`
    select c.id from caps c join budgets b on b.id = c.budget_id left join cap_entries e on e.cap_id = c.id
    where b.campaign_id = ${campaignId} group by c.id, c.used_minor, c.count_used
    having c.used_minor <> coalesce(sum(e.minor_delta), 0) or c.count_used <> coalesce(sum(e.count_delta), 0)`)
  return rows.map(({ id }) => id)
}
