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

export async function numberAmongSeveral(tx: Tx, id: string): Promise<void> {
  await tx
    .update(redemptions)
    .set({ useNumber: 2 })
    .where(and(eq(redemptions.id, id), eq(redemptions.useNumber, 1)))
}

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

/** Sorted in by now, or not yet: one statement sees every redemption in one of the two. */
const idsOfOrders = (q: Queries, orderReferences: string[]): SQL => sql`
  select redemption_id from redemption_orders where order_reference ${within(q, orderReferences)}
  union all ${
    q.engine === 'postgres'
      ? sql`select redemption_id from redemption_tail where order_reference ${within(q, orderReferences)}`
      : sql`select id from redemptions where id > ${filedUpTo} and order_reference ${within(q, orderReferences)}`
  }`
const filedUpTo = sql`(select up_to from redemption_filing)`

export const redemptionsOfOrders = (q: Queries, orderReferences: string[]): Promise<RedemptionRow[]> =>
  q
    .select()
    .from(redemptions)
    .where(sql`${redemptions.id} in (${idsOfOrders(q, orderReferences)})`)
    .orderBy(asc(redemptions.id))

/** Only PostgreSQL has writers beside each other. Each lock in the order of its number, whatever order they are named in. */
export async function lockOrderReferences(tx: Tx, orderReferences: string[]): Promise<void> {
  if (tx.engine !== 'postgres') return
  const lock = tx.fixed(
    'redemption.lock-orders',
    () => sql`
    select count(pg_advisory_xact_lock(number)) from (
      select distinct hashtextextended(reference, 4) as number
      from unnest(cast(${sql.placeholder('references')} as text[])) as x(reference)
      order by number) as numbers`,
  )
  await lock({ references: orderReferences })
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

/** On SQLite those behind the last that is sorted in are found without a row more, and ids grow, unless a clock was set back. */
export async function insertRedemptionRows(tx: Tx, rows: RedemptionRow[]): Promise<void> {
  if (rows.length === 0) return
  const filed = ({ id, orderReference }: RedemptionRow) => ({ redemptionId: id, orderReference })
  if (tx.engine === 'postgres') {
    await atOnce([insertMany(tx, redemptions, rows), insertMany(tx, redemptionTail, rows.map(filed))])
    return
  }
  const [last] = await tx.fixed<{ upTo: string }>(
    'redemption.filed-up-to',
    () => sql`select up_to as "upTo" from redemption_filing`,
  )({})
  const late = rows.filter(({ id }) => last === undefined || id <= last.upTo)
  await insertMany(tx, redemptions, rows)
  if (late.length > 0) await insertMany(tx, redemptionOrders, late.map(filed))
}

/** Sorts the orders of the oldest redemptions in that are not yet, and answers how many there were. No row of them comes
 * into this process: that took longer than to sort them in. */
export const fileOldest = (tx: Tx, limit: number): Promise<number> =>
  tx.engine === 'postgres' ? moveOldest(tx, limit) : moveUpTo(tx, limit)

/** Rows that another writer is about to move are left to it. */
async function moveOldest(tx: Tx, limit: number): Promise<number> {
  const move = tx.fixed(
    'redemption.file-orders',
    () => sql`
      with oldest as (
        select redemption_id from redemption_tail order by redemption_id limit ${sql.placeholder('limit')}
        for update skip locked
      ), moved as (
        delete from redemption_tail where redemption_id in (select redemption_id from oldest)
        returning order_reference, redemption_id
      )
      insert into redemption_orders (order_reference, redemption_id)
      select order_reference, redemption_id from moved order by order_reference, redemption_id
      returning 1 as moved`,
  )
  return (await move({ limit })).length
}

/** The writer is alone, so all up to the last of them are those that were counted. */
async function moveUpTo(tx: Tx, limit: number): Promise<number> {
  const [seen] = await tx.fixed<{ count: number; last: string | null }>(
    'redemption.oldest-orders',
    () => sql`select count(*) as count, max(id) as last
      from (select id from redemptions where id > ${filedUpTo} order by id limit ${sql.placeholder('limit')})`,
  )({ limit })
  if (seen === undefined || seen.last === null) return 0
  const { last } = seen
  await tx.fixed(
    'redemption.file-orders',
    () => sql`insert into redemption_orders (order_reference, redemption_id)
      select order_reference, id from redemptions where id > ${filedUpTo} and id <= ${sql.placeholder('last')}
      order by order_reference, id`,
  )({ last })
  await tx.fixed(
    'redemption.file-up-to',
    () => sql`update redemption_filing set up_to = ${sql.placeholder('last')}`,
  )({
    last,
  })
  return seen.count
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
