// SQL of what became of one voucher's uses, and of which vouchers an order used.
import { asc, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'
import { reversals } from '#db/tables/redemption.ts'
import { within } from '#db/within.ts'
import type { ReversalRow } from './queries.ts'

export const reversalsOf = (q: Queries, redemptionIds: string[]): Promise<ReversalRow[]> =>
  q
    .select()
    .from(reversals)
    .where(sql`${reversals.redemptionId} ${within(q, redemptionIds)}`)
    .orderBy(asc(reversals.id))
