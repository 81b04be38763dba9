// SQL of how vouchers stand.
import { sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { vouchers } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'

export async function standingRows(q: Queries, ids: string[]) {
  return q
    .select({
      id: vouchers.id,
      state: vouchers.state,
      heldUntil: vouchers.heldUntil,
      expiresAt: vouchers.expiresAt,
    })
    .from(vouchers)
    .where(sql`${vouchers.id} ${within(q, ids)}`)
}
