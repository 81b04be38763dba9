// All SQL of the room redemption: redemptions, their reversals, and the codes that reported orders were refused.
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { redemptions, refusedCodes, reversals } from '#db/tables/redemption.ts'
import { within } from '#db/within.ts'

export type RedemptionRow = typeof redemptions.$inferSelect
export type ReversalRow = typeof reversals.$inferSelect
export type RefusedCodeRow = typeof refusedCodes.$inferSelect

export const redemptionRows = (q: Queries, ids: string[]): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(sql`${redemptions.id} ${within(q, ids)}`)

/** Of vouchers that are used more than once: what these orders or these keys have redeemed, the earliest first. */
export const redemptionsOfUses = (
  q: Queries,
  voucherIds: string[],
  orderReferences: string[],
  keys: string[],
): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(
      sql`${redemptions.voucherId} ${within(q, voucherIds)} and (${redemptions.orderReference} ${within(q, orderReferences)} or ${redemptions.requestKey} ${within(q, keys)})`,
    )
    .orderBy(asc(redemptions.id))

export const redemptionsOfOrders = (q: Queries, orderReferences: string[]): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(sql`${redemptions.orderReference} ${within(q, orderReferences)}`)
    .orderBy(asc(redemptions.id))

export const pageOfOrder = (
  q: Queries,
  orderReference: string,
  after: string,
  limit: number,
): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(and(eq(redemptions.orderReference, orderReference), gt(redemptions.id, after)))
    .orderBy(asc(redemptions.id))
    .limit(limit)

export const redemptionsOfVouchers = (q: Queries, voucherIds: string[]): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(sql`${redemptions.voucherId} ${within(q, voucherIds)}`)
    .orderBy(asc(redemptions.id))

export const insertRedemptionRows = (tx: Tx, rows: RedemptionRow[]): Promise<number> =>
  insertMany(tx, redemptions, rows)

/** Answers whether the redemption was as it was known to be. */
export async function reverseRow(tx: Tx, was: RedemptionRow, now: RedemptionRow): Promise<boolean> {
  const done = await tx
    .update(redemptions)
    .set({ reversedMinor: now.reversedMinor, reversedAt: now.reversedAt })
    .where(and(eq(redemptions.id, was.id), eq(redemptions.reversedMinor, was.reversedMinor), sql`reversed_at is null`))
    .returning({ id: redemptions.id })
  return done.length === 1
}

export const insertReversalRows = (tx: Tx, rows: ReversalRow[]): Promise<number> => insertMany(tx, reversals, rows)

export async function reversalRow(q: Queries, id: string): Promise<ReversalRow | undefined> {
  const [row] = await q.select().from(reversals).where(eq(reversals.id, id))
  return row
}

export const insertRefusedCodes = (tx: Tx, rows: RefusedCodeRow[]): Promise<number> =>
  insertMany(tx, refusedCodes, rows)

export const refusedCodesOf = (q: Queries, orderReference: string): Promise<RefusedCodeRow[]> =>
  q.select().from(refusedCodes).where(eq(refusedCodes.orderReference, orderReference)).orderBy(asc(refusedCodes.id))
