// SQL of what the redemptions of a campaign came to, over a range of their time-ordered ids.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'

interface Sums {
  discount: number
  orders: number
}

const summed = async (rows: Promise<Record<string, unknown>[]>): Promise<Sums> => {
  const [row] = await rows
  return { discount: Number(row?.discount ?? 0), orders: Number(row?.orders ?? 0) }
}

/** Ids in [from, to). */
export const redeemedSums = (q: Queries, campaignId: string, from: string, to: string): Promise<Sums> =>
  summed(
    q.rows(sql`select sum(discount) as discount, sum(amount) as orders from (
      select sum(discount_minor) as discount, max(order_amount_minor) as amount from redemptions
      where id >= ${from} and id < ${to} and campaign_id = ${campaignId} group by order_reference) each_order`),
  )

/** Ids of reversals in [from, to). */
export const reversedSums = (q: Queries, campaignId: string, from: string, to: string): Promise<Sums> =>
  summed(
    q.rows(sql`select sum(discount) as discount, sum(amount) as orders from (
      select sum(v.amount_minor) as discount, max(r.order_amount_minor) as amount
      from reversals v join redemptions r on r.id = v.redemption_id
      where v.id >= ${from} and v.id < ${to} and r.campaign_id = ${campaignId} group by r.order_reference) each_order`),
  )
