// All SQL of the room budget: the guarded totals and the journal they always equal.
import { and, asc, eq, getTableColumns, inArray, lte, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { budgetEntries, budgets } from '#db/tables/budget.ts'
import { listOf, withinPlaceholder } from '#db/within.ts'

export type BudgetRow = typeof budgets.$inferSelect
export type EntryRow = typeof budgetEntries.$inferSelect

export const insertBudget = (tx: Tx, row: typeof budgets.$inferInsert) => tx.insert(budgets).values(row)

/** The budget of one campaign is asked for by every quote and every batch, so that is prepared. */
export function budgetRows(q: Queries, campaignIds: string[]): Promise<BudgetRow[]> {
  if (campaignIds.length === 1) return oneBudgetRow(q)({ campaignId: campaignIds[0] })
  return q.select().from(budgets).where(inArray(budgets.campaignId, campaignIds)).orderBy(asc(budgets.id))
}

const oneBudgetRow = (q: Queries) =>
  q.fixed<BudgetRow>(
    'budget.by-campaign',
    () => sql`select ${columns} from budgets where campaign_id = ${sql.placeholder('campaignId')}`,
  )

const columns = sql.raw(
  Object.entries(getTableColumns(budgets))
    .map(([key, column]) => `${column.name} as "${key}"`)
    .join(', '),
)

/** One at a time and in the order of their ids where rows are locked, so that two transactions never wait for each other;
 * a row that another transaction had is answered as that one left it. */
export function lockBudgetRows(tx: Tx, campaignIds: string[]): Promise<BudgetRow[]> {
  if (tx.engine === 'sqlite') return budgetRows(tx, campaignIds)
  const lock = tx.fixed<BudgetRow>(
    'budget.lock',
    () =>
      sql`select ${columns} from budgets where campaign_id ${withinPlaceholder(tx, 'ids')} order by id${tx.forUpdate()}`,
  )
  return lock({ ids: listOf(tx, campaignIds) })
}

export interface TotalsDelta {
  id: string
  reserved: number
  held: number
  spent: number
  total: number
  count: number
}

/** Answers the budget as it is after the move, or nothing when the limit or the count would be passed. */
export async function moveTotals(tx: Tx, delta: TotalsDelta): Promise<BudgetRow | undefined> {
  const given = (name: keyof TotalsDelta) => sql.placeholder(name)
  const move = tx.fixed<BudgetRow>(
    'budget.move',
    () => sql`
      update budgets set reserved_minor = reserved_minor + ${given('reserved')}, held_minor = held_minor + ${given('held')},
        spent_minor = spent_minor + ${given('spent')}, count_used = count_used + ${given('count')}
      where id = ${given('id')}
        and (limit_minor is null or reserved_minor + held_minor + spent_minor + ${given('total')} <= limit_minor)
        and (count_limit is null or count_used + ${given('count')} <= count_limit)
      returning ${columns}`,
  )
  const rows = await move({ ...delta })
  return rows[0]
}

export const insertEntries = (tx: Tx, rows: EntryRow[]) => insertMany(tx, budgetEntries, rows)

/** Answers the ids it changed: none when the campaign has no budget or has used more than the new limits. */
export async function setLimits(
  tx: Tx,
  campaignId: string,
  limits: Partial<typeof budgets.$inferInsert>,
): Promise<string[]> {
  const used = sql`${budgets.reservedMinor} + ${budgets.heldMinor} + ${budgets.spentMinor}`
  const rows = await tx
    .update(budgets)
    .set(limits)
    .where(
      and(
        eq(budgets.campaignId, campaignId),
        typeof limits.limitMinor === 'number' ? lte(used, limits.limitMinor) : undefined,
        typeof limits.countLimit === 'number' ? lte(budgets.countUsed, limits.countLimit) : undefined,
      ),
    )
    .returning({ id: budgets.id })
  return rows.map((row) => row.id)
}

type Sums = Record<'reserved' | 'held' | 'spent' | 'count', number>

/** The totals and the sums of the journal as one statement sees them, so that no move comes between. */
export async function totalsAndJournal(
  q: Queries,
  campaignId: string,
): Promise<[totals: Sums, journal: Sums] | undefined> {
  const [row] = await q.rows<Record<string, unknown>>(sql`
    select b.reserved_minor, b.held_minor, b.spent_minor, b.count_used,
      coalesce(sum(e.reserved_delta), 0) as reserved, coalesce(sum(e.held_delta), 0) as held,
      coalesce(sum(e.spent_delta), 0) as spent, coalesce(sum(e.count_delta), 0) as count
    from budgets b left join budget_entries e on e.budget_id = b.id
    where b.campaign_id = ${campaignId} group by b.id`)
  if (row === undefined) return undefined
  // PostgreSQL sums bigint into numeric, which its driver hands over as text.
  const sums = (reserved: string, held: string, spent: string, count: string): Sums => ({
    reserved: Number(row[reserved]),
    held: Number(row[held]),
    spent: Number(row[spent]),
    count: Number(row[count]),
  })
  return [sums('reserved_minor', 'held_minor', 'spent_minor', 'count_used'), sums('reserved', 'held', 'spent', 'count')]
}
