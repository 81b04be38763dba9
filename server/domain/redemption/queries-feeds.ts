// SQL of redemptions and reversals as facts that others are told of, in the order of their ids.
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { redemptions, reversals } from '#db/tables/redemption.ts'

export async function lastIdOf(q: Queries, table: 'redemptions' | 'reversals'): Promise<string> {
  const [row] = await q.rows<{ id: string | null }>(sql`select max(id) as id from ${sql.raw(table)}`)
  return row?.id ?? ''
}

export const redemptionsBehind = (q: Queries, after: string, upTo: string, limit: number) =>
  q
    .select({
      id: redemptions.id,
      voucherId: redemptions.voucherId,
      campaignId: redemptions.campaignId,
      variantKey: redemptions.variantKey,
      orderReference: redemptions.orderReference,
      discountMinor: redemptions.discountMinor,
      currency: redemptions.currency,
      remainingMinor: redemptions.remainingMinor,
      redeemedAt: redemptions.redeemedAt,
    })
    .from(redemptions)
    .where(and(gt(redemptions.id, after), lte(redemptions.id, upTo)))
    .orderBy(asc(redemptions.id))
    .limit(limit)

export const reversalsBehind = (q: Queries, after: string, upTo: string, limit: number) =>
  q
    .select({
      id: reversals.id,
      redemptionId: reversals.redemptionId,
      voucherId: redemptions.voucherId,
      campaignId: redemptions.campaignId,
      orderReference: redemptions.orderReference,
      amountMinor: reversals.amountMinor,
      currency: redemptions.currency,
      voucherRestored: reversals.voucherRestored,
      reversedAt: reversals.reversedAt,
    })
    .from(reversals)
    .innerJoin(redemptions, eq(redemptions.id, reversals.redemptionId))
    .where(and(gt(reversals.id, after), lte(reversals.id, upTo)))
    .orderBy(asc(reversals.id))
    .limit(limit)
