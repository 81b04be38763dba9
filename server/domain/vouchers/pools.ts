// Pools of codes for print, as people see them and as they are asked for; make-pool.ts makes their vouchers.
import { freeCount, freeMinor } from '#budget/budget.ts'
import { peekBudgets } from '#budget/lock.ts'
import { loadCampaign } from '#campaigns/load.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { NewPool, Pool } from '#shared/contracts/pools.ts'
import { lockForIssue } from './lock-for-issue.ts'
import { dearestOf } from './make-pool.ts'
import { insertPool, type PoolRow, poolRow, poolsBefore } from './queries-pools.ts'

/** Answers its id. Refuses with `campaign.not_found`, `campaign.run_unavailable`, `pool.exists`, `budget.exhausted` when a
 * guaranteed budget cannot bear all of it, and `request.invalid` for a variant that the campaign has not. */
export async function askForPool(tx: Tx, campaignId: string, asked: NewPool): Promise<string> {
  const campaign = await lockForIssue(tx, campaignId)
  const { name, count, variantKey = null } = asked
  if (variantKey !== null && !campaign.terms.variants.some(({ key }) => key === variantKey)) {
    throw new Refusal('request.invalid', { errors: [{ path: 'variantKey', message: 'is no variant of the campaign' }] })
  }
  const budget = (await peekBudgets(tx, [campaignId])).get(campaignId)
  if (budget === undefined) throw new Error(`${campaignId} is live without a budget`)
  const dearest = dearestOf(campaign, variantKey)
  const isBorne =
    budget.mode === 'guaranteed'
      ? freeMinor(budget) >= count * dearest && freeCount(budget) >= count
      : freeMinor(budget) > 0 && freeCount(budget) > 0
  if (!isBorne) throw new Refusal('budget.exhausted')
  const id = newId('pool', tx.now)
  const isNew = await insertPool(tx, { id, campaignId, name, variantKey, count, createdAt: tx.now, leaseUntil: 0 })
  if (!isNew) throw new Refusal('pool.exists')
  return id
}

/** 404 `pool.not_found`, also for a pool of another campaign. */
export async function showPool(q: Queries, campaignId: string, id: string): Promise<Pool> {
  const row = await poolRow(q, id)
  if (row === undefined || row.campaignId !== campaignId) throw new Refusal('pool.not_found')
  return toPool(row)
}

/** The newest first. 404 `campaign.not_found`. */
export async function listPools(
  q: Queries,
  campaignId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ data: Pool[]; nextCursor: string | null }> {
  if ((await loadCampaign(q, campaignId)) === null) throw new Refusal('campaign.not_found')
  const rows = await poolsBefore(q, campaignId, page.cursor, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  return { data: shown.map(toPool), nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null }
}

export function toPool({ createdAt, finishedAt, leaseUntil: _, ...row }: PoolRow): Pool {
  return {
    ...row,
    state: finishedAt === null ? 'making' : row.made === row.count ? 'ready' : 'short',
    reason: row.reason as Pool['reason'],
    createdAt: iso(createdAt),
    finishedAt: isoOrNull(finishedAt),
  }
}
