// SQL on the ends of vouchers: revoked, expired.
import { and, inArray, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { vouchers } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'

/** The rows are locked and may end. An expired code is of no use to anybody, so it does not stay in clear. */
export async function endRows(
  tx: Tx,
  ids: string[],
  state: 'revoked' | 'expired',
  reason: string | null,
): Promise<void> {
  const ends =
    state === 'expired' ? { expiredAt: tx.now, codeSealed: null } : { revokedAt: tx.now, revokeReason: reason }
  await tx
    .update(vouchers)
    .set({ ...ends, state, reservedMinor: 0, holdId: null, heldUntil: null })
    .where(sql`${vouchers.id} ${within(tx, ids)}`)
}

export interface DueRow {
  id: string
  expires_at: number
}

/** Vouchers whose last millisecond lies in (after, now) and that no live hold carries on, the earliest first. */
export const expiredRows = (q: Queries, after: number, now: number, limit: number): Promise<DueRow[]> =>
  q.rows<DueRow>(sql`
    select id, expires_at from vouchers
    where expires_at > ${after} and expires_at < ${now}
      and (state = 'issued' or (state = 'held' and held_until <= ${now}))
    order by expires_at, id limit ${limit}`)

/** The earliest end in (after, now) of a voucher that a hold still carries on; null when there is none. */
export async function earliestCarried(q: Queries, after: number, now: number): Promise<number | null> {
  const [row] = await q.rows<{ earliest: number | null }>(sql`
    select min(expires_at) as earliest from vouchers
    where expires_at > ${after} and expires_at < ${now} and state in ('held', 'issued')`)
  return row?.earliest == null ? null : Number(row.earliest)
}

/** The next instant at which a voucher ends; null when there is none. */
export async function nextExpiry(q: Queries, after: number): Promise<number | null> {
  const [row] = await q
    .select({ expiresAt: vouchers.expiresAt })
    .from(vouchers)
    .where(and(sql`${vouchers.expiresAt} >= ${after}`, inArray(vouchers.state, ['issued', 'held'])))
    .orderBy(vouchers.expiresAt)
    .limit(1)
  return row?.expiresAt ?? null
}
