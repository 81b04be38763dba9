// SQL on how full budgets are, and what was last said of it.
import { eq, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { budgetLevels } from '#db/tables/budget.ts'

export interface Level {
  budgetId: string
  campaignId: string
  currency: string
  limitMinor: number | null
  usedMinor: number
  countLimit: number | null
  countUsed: number
  /** 0 enough, 1 low, 2 exhausted. */
  level: number
  /** What was said last. */
  told: number
}

/** Budgets whose level is another than was last noted. */
export async function levelsChanged(q: Queries): Promise<Level[]> {
  const used = sql`(b.reserved_minor + b.held_minor + b.spent_minor)`
  const rows = await q.rows<Record<string, string | number | null>>(sql`
    select * from (
      select b.id as budget_id, b.campaign_id, b.currency, b.limit_minor, ${used} as used_minor, b.count_limit, b.count_used,
        case when ${used} >= b.limit_minor or b.count_used >= b.count_limit then 2
          when ${used} * 5 >= b.limit_minor * 4 or b.count_used * 5 >= b.count_limit * 4 then 1 else 0 end as level,
        coalesce(l.level, 0) as told
      from budgets b left join budget_levels l on l.budget_id = b.id) f
    where f.level <> f.told order by f.budget_id`)
  const number = (value: string | number | null | undefined) => (value == null ? null : Number(value))
  return rows.map((row) => ({
    budgetId: String(row.budget_id),
    campaignId: String(row.campaign_id),
    currency: String(row.currency),
    limitMinor: number(row.limit_minor),
    usedMinor: Number(row.used_minor),
    countLimit: number(row.count_limit),
    countUsed: Number(row.count_used),
    level: Number(row.level),
    told: Number(row.told),
  }))
}

export async function noteLevel(tx: Tx, { budgetId, level }: Pick<Level, 'budgetId' | 'level'>): Promise<void> {
  const row = { budgetId, level, at: tx.now }
  await tx.insert(budgetLevels).values(row).onConflictDoUpdate({ target: budgetLevels.budgetId, set: row })
}

export async function forgetLevel(tx: Tx, budgetId: string): Promise<void> {
  await tx.delete(budgetLevels).where(eq(budgetLevels.budgetId, budgetId))
}
