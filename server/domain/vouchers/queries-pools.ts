// SQL on pools of codes for print, and on codes that are exported.
import { and, asc, desc, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { pools, vouchers } from '#db/tables/vouchers.ts'

export type PoolRow = typeof pools.$inferSelect

/** False when the campaign has a pool of this name. */
export async function insertPool(tx: Tx, row: typeof pools.$inferInsert): Promise<boolean> {
  const made = await tx.insert(pools).values(row).onConflictDoNothing().returning({ id: pools.id })
  return made.length === 1
}

export async function poolRow(q: Queries, id: string): Promise<PoolRow | undefined> {
  const [row] = await q.select().from(pools).where(eq(pools.id, id))
  return row
}

/** The newest first. */
export const poolsBefore = (
  q: Queries,
  campaignId: string,
  cursor: string | undefined,
  limit: number,
): Promise<PoolRow[]> =>
  q
    .select()
    .from(pools)
    .where(and(eq(pools.campaignId, campaignId), cursor === undefined ? undefined : lt(pools.id, cursor)))
    .orderBy(desc(pools.id))
    .limit(limit)

/** The oldest first. */
export const unfinishedPools = (q: Queries): Promise<{ id: string }[]> =>
  q.select({ id: pools.id }).from(pools).where(isNull(pools.finishedAt)).orderBy(asc(pools.id))

/** Nothing when somebody is at it, or it is finished. */
export async function takePool(
  tx: Tx,
  { id, freeAt, leaseUntil }: { id: string; freeAt: number; leaseUntil: number },
): Promise<PoolRow | undefined> {
  const [taken] = await tx
    .update(pools)
    .set({ leaseUntil })
    .where(and(eq(pools.id, id), isNull(pools.finishedAt), lte(pools.leaseUntil, freeAt)))
    .returning()
  return taken
}

/** Counts so many more as made; nothing when the pool has gone on without us. */
export async function advancePool(
  tx: Tx,
  from: PoolRow,
  to: Pick<PoolRow, 'made' | 'leaseUntil' | 'finishedAt' | 'reason'>,
): Promise<PoolRow | undefined> {
  const [row] = await tx
    .update(pools)
    .set(to)
    .where(and(eq(pools.id, from.id), eq(pools.made, from.made), isNull(pools.finishedAt)))
    .returning()
  return row
}

export const dropPoolLease = (tx: Tx, id: string) =>
  tx
    .update(pools)
    .set({ leaseUntil: 0 })
    .where(and(eq(pools.id, id), isNull(pools.finishedAt)))

/** The last voucher of a campaign, or null when it has none. */
export async function lastVoucher(q: Queries, campaignId: string): Promise<string | null> {
  const [row] = await q
    .select({ id: vouchers.id })
    .from(vouchers)
    .where(eq(vouchers.campaignId, campaignId))
    .orderBy(desc(vouchers.id))
    .limit(1)
  return row?.id ?? null
}

/** Which codes are exported; `behind` and `upTo` are vouchers' ids. */
export interface ExportPage {
  campaignId: string
  poolId: string | undefined
  state: string | undefined
  behind: string | undefined
  upTo: string
  limit: number
}

/** In the order of ids, those whose code is still there. */
export const sealedCodes = (q: Queries, { campaignId, poolId, state, behind, upTo, limit }: ExportPage) =>
  q
    .select({
      id: vouchers.id,
      codeSealed: vouchers.codeSealed,
      variantKey: vouchers.variantKey,
      state: vouchers.state,
      heldUntil: vouchers.heldUntil,
      expiresAt: vouchers.expiresAt,
    })
    .from(vouchers)
    .where(
      and(
        eq(vouchers.campaignId, campaignId),
        poolId === undefined ? undefined : and(eq(vouchers.runId, poolId), isNull(vouchers.channel)),
        behind === undefined ? undefined : gt(vouchers.id, behind),
        lte(vouchers.id, upTo),
        state === undefined ? undefined : eq(vouchers.state, state),
        sql`${vouchers.codeSealed} is not null`,
      ),
    )
    .orderBy(asc(vouchers.id))
    .limit(limit)
