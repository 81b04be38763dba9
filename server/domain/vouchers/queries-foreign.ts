// SQL on vouchers that the drop-in makes, finds, lists and changes.
import { and, asc, desc, eq, gt, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { voucherFolds, vouchers } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'
import type { VoucherRow } from './queries.ts'

export const rowsByPrint = (q: Queries, prints: string[]): Promise<VoucherRow[]> =>
  q
    .select()
    .from(vouchers)
    .where(sql`${vouchers.codePrint} ${within(q, prints)}`)

export const rowsByIds = (q: Queries, ids: string[]): Promise<VoucherRow[]> =>
  q
    .select()
    .from(vouchers)
    .where(sql`${vouchers.id} ${within(q, ids)}`)

export interface VouchersWanted {
  campaignId?: string | undefined
  customerId?: string | undefined
  ids?: string[] | undefined
  prints?: string[] | undefined
  issuedAfter?: number | undefined
  issuedBefore?: number | undefined
  isAscending?: boolean | undefined
}

const SWITCHED_OFF = 'discarded'

const matching = (q: Queries, wanted: VouchersWanted): SQL | undefined =>
  and(
    wanted.campaignId === undefined ? undefined : eq(vouchers.campaignId, wanted.campaignId),
    wanted.customerId === undefined ? undefined : eq(vouchers.customerId, wanted.customerId),
    wanted.ids === undefined ? undefined : sql`${vouchers.id} ${within(q, wanted.ids)}`,
    wanted.prints === undefined ? undefined : sql`${vouchers.codePrint} ${within(q, wanted.prints)}`,
    wanted.issuedAfter === undefined ? undefined : gt(vouchers.issuedAt, wanted.issuedAfter),
    wanted.issuedBefore === undefined ? undefined : lt(vouchers.issuedAt, wanted.issuedBefore),
    sql`(${vouchers.revokeReason} is null or ${vouchers.revokeReason} <> ${SWITCHED_OFF})`,
  )

export const pageOfVouchers = (
  q: Queries,
  wanted: VouchersWanted,
  limit: number,
  offset: number,
): Promise<VoucherRow[]> =>
  q
    .select()
    .from(vouchers)
    .where(matching(q, wanted))
    .orderBy(wanted.isAscending ? asc(vouchers.id) : desc(vouchers.id))
    .limit(limit)
    .offset(offset)

export async function countMatching(q: Queries, wanted: VouchersWanted): Promise<number> {
  const [row] = await q.select({ count: sql<number>`count(*)` }).from(vouchers).where(matching(q, wanted))
  return Number(row?.count ?? 0)
}

export type Fold = typeof voucherFolds.$inferSelect

/** Those that were free: a fold that is somebody's is left out. Given in the order of folds, so that nobody waits crosswise. */
export async function claimFolds(tx: Tx, folds: Fold[]): Promise<Set<string>> {
  if (folds.length === 0) return new Set()
  const made = await insertMany(tx, voucherFolds, folds, {
    onConflict: 'nothing',
    returning: { foldPrint: voucherFolds.foldPrint },
  })
  return new Set(made.map(({ foldPrint }) => foldPrint))
}

export const foldsOf = (q: Queries, prints: string[]): Promise<Fold[]> =>
  q
    .select()
    .from(voucherFolds)
    .where(sql`${voucherFolds.foldPrint} ${within(q, prints)}`)

export async function dropFolds(tx: Tx, voucherIds: string[]): Promise<void> {
  if (voucherIds.length > 0)
    await tx.delete(voucherFolds).where(sql`${voucherFolds.voucherId} ${within(tx, voucherIds)}`)
}

/** The codes of vouchers that are deleted may be used again: the rows stay for what rests on them. */
export async function discardRows(tx: Tx, ids: string[]): Promise<void> {
  await tx
    .update(vouchers)
    .set({
      codePrint: sql`'gone ' || ${vouchers.id}`,
      codeSealed: null,
      revokeReason: SWITCHED_OFF,
      revokedAt: sql`coalesce(${vouchers.revokedAt}, ${tx.now})`,
    })
    .where(sql`${vouchers.id} ${within(tx, ids)}`)
}

export type VoucherChange = Partial<
  Pick<
    VoucherRow,
    | 'expiresAt'
    | 'startsAt'
    | 'useLimit'
    | 'disabledAt'
    | 'balanceMinor'
    | 'state'
    | 'campaignId'
    | 'codeSealed'
    | 'ruledAt'
  >
>

/** The row is locked. */
export async function changeRow(tx: Tx, id: string, to: VoucherChange): Promise<void> {
  await tx.update(vouchers).set(to).where(eq(vouchers.id, id))
}

export async function moveEnds(tx: Tx, campaignId: string, to: Pick<VoucherChange, 'expiresAt' | 'startsAt'>) {
  await tx
    .update(vouchers)
    .set(to)
    .where(and(eq(vouchers.campaignId, campaignId), inArray(vouchers.state, ['issued', 'held'])))
}

export async function expiredOf(tx: Tx, campaignId: string, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: vouchers.id })
    .from(vouchers)
    .where(and(eq(vouchers.campaignId, campaignId), eq(vouchers.state, 'expired')))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Gives nobody's voucher to somebody; false when it is somebody's already. */
export async function giveRow(tx: Tx, id: string, customerId: string, occasion: string): Promise<boolean> {
  const rows = await tx
    .update(vouchers)
    .set({ customerId, occasion })
    .where(and(eq(vouchers.id, id), sql`${vouchers.customerId} like 'unit\\_%' escape '\\'`))
    .returning({ id: vouchers.id })
  return rows.length === 1
}

/** One that nobody has, is good and was never used; whoever else looks for one gets another. */
export async function freeRow(tx: Tx, campaignId: string): Promise<VoucherRow | undefined> {
  const skip = tx.engine === 'postgres' ? sql` for update skip locked` : sql``
  const [found] = await tx.rows<{ id: string }>(sql`
    select id from vouchers where campaign_id = ${campaignId} and state = 'issued' and uses = 0 and disabled_at is null
      and customer_id like 'unit\\_%' escape '\\' and erased_at is null and expires_at > ${tx.now}
    order by id limit 1${skip}`)
  return found && (await rowsByIds(tx, [found.id]))[0]
}

/** The newest of these campaigns that are good now and nobody's. */
export async function freeStanding(
  q: Queries,
  campaignIds: string[],
  now: number,
  limit: number,
): Promise<VoucherRow[]> {
  if (campaignIds.length === 0) return []
  return q
    .select()
    .from(vouchers)
    .where(
      and(
        sql`${vouchers.campaignId} ${within(q, campaignIds)}`,
        eq(vouchers.state, 'issued'),
        isNull(vouchers.disabledAt),
        gt(vouchers.expiresAt, now),
        sql`${vouchers.customerId} like 'unit\\_%' escape '\\'`,
      ),
    )
    .orderBy(desc(vouchers.id))
    .limit(limit)
}

export async function ownedOf(q: Queries, campaignId: string, customerId: string): Promise<VoucherRow | undefined> {
  const [row] = await q
    .select()
    .from(vouchers)
    .where(and(eq(vouchers.customerId, customerId), eq(vouchers.campaignId, campaignId), isNull(vouchers.revokedAt)))
    .orderBy(asc(vouchers.id))
    .limit(1)
  return row
}
