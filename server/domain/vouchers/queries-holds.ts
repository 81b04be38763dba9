// SQL on holds.
import { and, eq, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { holds, vouchers } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'

export type HoldRow = typeof holds.$inferSelect
export type HoldEnd = 'released' | 'expired' | 'redeemed'

export const insertHoldRow = async (tx: Tx, row: HoldRow): Promise<void> => void (await tx.insert(holds).values(row))

/** Answers whether the hold was live still. */
export async function refreshHoldRow(tx: Tx, row: HoldRow): Promise<boolean> {
  const { discountMinor, fromReservedMinor, expiresAt } = row
  const done = await tx
    .update(holds)
    .set({ discountMinor, fromReservedMinor, expiresAt })
    .where(and(eq(holds.id, row.id), eq(holds.state, 'live')))
    .returning({ id: holds.id })
  return done.length === 1
}

/** Closes those that are live still, and answers them. */
export const closeHoldRows = (tx: Tx, ids: string[], end: HoldEnd): Promise<HoldRow[]> =>
  tx
    .update(holds)
    .set({ state: end })
    .where(sql`${holds.id} ${within(tx, ids)} and ${holds.state} = 'live'`)
    .returning()

export const holdRows = (q: Queries, ids: string[]): Promise<HoldRow[]> =>
  q
    .select()
    .from(holds)
    .where(sql`${holds.id} ${within(q, ids)}`)

/** Live still, though their time is over; the earliest to end first. */
export const expiredHoldRows = (q: Queries, at: number, limit: number): Promise<HoldRow[]> =>
  q
    .select()
    .from(holds)
    .where(sql`${holds.state} = 'live' and ${holds.expiresAt} <= ${at}`)
    .orderBy(holds.expiresAt, holds.id)
    .limit(limit)

/** The same of one campaign, with what the voucher of each has in use. */
export const expiredHoldsOf = (
  q: Queries,
  campaignId: string,
  at: number,
): Promise<(HoldRow & { activeUses: number })[]> =>
  q
    .select({
      id: holds.id,
      voucherId: holds.voucherId,
      campaignId: holds.campaignId,
      orderReference: holds.orderReference,
      discountMinor: holds.discountMinor,
      currency: holds.currency,
      fromReservedMinor: holds.fromReservedMinor,
      state: holds.state,
      madeAt: holds.madeAt,
      expiresAt: holds.expiresAt,
      activeUses: vouchers.activeUses,
    })
    .from(holds)
    .innerJoin(vouchers, eq(vouchers.id, holds.voucherId))
    .where(sql`${holds.state} = 'live' and ${holds.campaignId} = ${campaignId} and ${holds.expiresAt} <= ${at}`)

/** Frees the rows of vouchers from holds that are over; a row that somebody else has locked is left to them. */
export async function freeFromHolds(tx: Tx, ended: HoldRow[]): Promise<void> {
  const skipLocked = tx.engine === 'postgres' ? sql` for update skip locked` : sql``
  const ids = ended.map((hold) => hold.voucherId)
  const holdIds = ended.map((hold) => hold.id)
  await tx.rows(sql`
    update vouchers set state = 'issued', hold_id = null, held_until = null
    where id in (select id from vouchers where id ${within(tx, ids)} and state = 'held'
      and hold_id ${within(tx, holdIds)} order by id${skipLocked})
    returning id`)
}
