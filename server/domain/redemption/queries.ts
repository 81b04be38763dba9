// All SQL of the room redemption: redemptions, their reversals, and the codes that reported orders were refused.
import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm'
import { atOnce } from '#db/at-once.ts'
import { insertMany } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { redemptionOrders, redemptions, redemptionTail, refusedCodes, reversals } from '#db/tables/redemption.ts'
import { within } from '#db/within.ts'

export type RedemptionRow = typeof redemptions.$inferSelect
export type ReversalRow = typeof reversals.$inferSelect
export type RefusedCodeRow = typeof refusedCodes.$inferSelect

export const redemptionRows = (q: Queries, ids: string[]): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(sql`${redemptions.id} ${within(q, ids)}`)

/** Word for word what the index of uses holds: the uses of gift cards, and of vouchers that can live again. */
const isAmongSeveral = sql`(reversed_at is not null or use_number > 1 or remaining_minor is not null)`

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
      sql`${redemptions.voucherId} ${within(q, voucherIds)} and ${isAmongSeveral} and (${redemptions.orderReference} ${within(q, orderReferences)} or ${redemptions.requestKey} ${within(q, keys)})`,
    )
    .orderBy(asc(redemptions.id))

/** Sorted in by now, or still in the tail: one statement sees every redemption in one of them. */
const idsOfOrders = (q: Queries, orderReferences: string[]): SQL => sql`
  select redemption_id from redemption_orders where order_reference ${within(q, orderReferences)}
  union all select redemption_id from redemption_tail where order_reference ${within(q, orderReferences)}`

export const redemptionsOfOrders = (q: Queries, orderReferences: string[]): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(sql`${redemptions.id} in (${idsOfOrders(q, orderReferences)})`)
    .orderBy(asc(redemptions.id))

/** Only PostgreSQL has writers beside each other. Each lock in the order of its number, whatever order they are named in. */
export async function lockOrderReferences(tx: Tx, orderReferences: string[]): Promise<void> {
  if (tx.engine !== 'postgres') return
  const references = sql.param(orderReferences)
  await tx.rows(sql`
    select pg_advisory_xact_lock(number) from (
      select distinct hashtextextended(reference, 4) as number from unnest(cast(${references} as text[])) as x(reference)
      order by number) as numbers`)
}

export const pageOfOrder = (
  q: Queries,
  orderReference: string,
  after: string,
  limit: number,
): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(and(sql`${redemptions.id} in (${idsOfOrders(q, [orderReference])})`, gt(redemptions.id, after)))
    .orderBy(asc(redemptions.id))
    .limit(limit)

/** `latestIds` are the vouchers' own pointers: a use that is not among several is found by nothing else. */
export const redemptionsOfVouchers = (
  q: Queries,
  voucherIds: string[],
  latestIds: string[],
): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(
      sql`${redemptions.id} in (select id from redemptions where id ${within(q, latestIds)} union
        select id from redemptions where voucher_id ${within(q, voucherIds)} and ${isAmongSeveral})`,
    )
    .orderBy(asc(redemptions.id))

export async function insertRedemptionRows(tx: Tx, rows: RedemptionRow[]): Promise<void> {
  const tail = rows.map(({ id, orderReference }) => ({ redemptionId: id, orderReference }))
  await atOnce([insertMany(tx, redemptions, rows), insertMany(tx, redemptionTail, tail)])
}

/** Sorts the orders of the oldest redemptions in that are not yet, and answers how many there were. */
export async function fileOldest(tx: Tx, limit: number): Promise<number> {
  const skipLocked = tx.engine === 'postgres' ? sql` for update skip locked` : sql``
  const rows = await tx.rows<{ redemptionId: string; orderReference: string }>(sql`
    select redemption_id as "redemptionId", order_reference as "orderReference" from redemption_tail
    order by redemption_id limit ${limit}${skipLocked}`)
  if (rows.length === 0) return 0
  const inOrder = [...rows].sort((a, b) => (a.orderReference < b.orderReference ? -1 : 1))
  await insertMany(tx, redemptionOrders, inOrder)
  const ids = rows.map((row) => row.redemptionId)
  await tx.rows(sql`delete from redemption_tail where redemption_id ${within(tx, ids)} returning redemption_id`)
  return rows.length
}

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
