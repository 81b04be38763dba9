// SQL that hands vouchers from one profile to another.
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/store.ts'

/** An occasion on which the other has had a voucher as well gets the id of this one behind it: both stay good. */
export async function moveVouchers(tx: Tx, from: string, into: string): Promise<void> {
  await tx.rows(sql`update vouchers set customer_id = ${into}, occasion = case when exists (select 1 from vouchers o
      where o.customer_id = ${into} and o.campaign_id = vouchers.campaign_id and o.occasion = vouchers.occasion)
      then occasion || ' ' || id else occasion end
    where customer_id = ${from} returning id`)
}
