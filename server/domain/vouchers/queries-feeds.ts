// SQL of vouchers as facts that others are told of: issued in the order of ids, expired in the order of the sweep.
import { and, asc, gt, isNotNull, like, lte, not, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { vouchers } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'

export async function lastVoucherId(q: Queries): Promise<string> {
  const [row] = await q.rows<{ id: string | null }>(sql`select max(id) as id from vouchers`)
  return row?.id ?? ''
}

const facts = {
  id: vouchers.id,
  campaignId: vouchers.campaignId,
  variantKey: vouchers.variantKey,
  customerId: vouchers.customerId,
  channel: vouchers.channel,
  issuedAt: vouchers.issuedAt,
  expiresAt: vouchers.expiresAt,
  expiredAt: vouchers.expiredAt,
}

export const issuedBehind = (q: Queries, after: string, upTo: string, limit: number) =>
  q
    .select(facts)
    .from(vouchers)
    .where(and(gt(vouchers.id, after), lte(vouchers.id, upTo)))
    .orderBy(asc(vouchers.id))
    .limit(limit)

/** The latest instant at which vouchers expired, no later than `now`; null when none ever has. */
export async function lastExpiredAt(q: Queries, now: number): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(
    sql`select max(expired_at) as at from vouchers where expired_at is not null and expired_at <= ${now}`,
  )
  return row?.at ?? null
}

export const expiredBehind = (q: Queries, after: { at: number; id: string }, upTo: number, limit: number) =>
  q
    .select(facts)
    .from(vouchers)
    .where(
      and(
        isNotNull(vouchers.expiredAt),
        sql`(${vouchers.expiredAt}, ${vouchers.id}) > (${after.at}, ${after.id})`,
        lte(vouchers.expiredAt, upTo),
      ),
    )
    .orderBy(asc(vouchers.expiredAt), asc(vouchers.id))
    .limit(limit)

export const sealedCodes = (q: Queries, ids: string[]): Promise<{ id: string; codeSealed: string | null }[]> =>
  q
    .select({ id: vouchers.id, codeSealed: vouchers.codeSealed })
    .from(vouchers)
    .where(
      and(sql`${vouchers.id} ${within(q, ids)}`, isNotNull(vouchers.codeSealed), not(like(vouchers.codeSealed, ''))),
    )
