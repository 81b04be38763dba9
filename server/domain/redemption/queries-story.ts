// SQL of what became of one voucher's uses, and of which vouchers an order used.
import { asc, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { reversals } from '#db/tables/redemption.ts'
import { within } from '#db/within.ts'
import type { ReversalRow } from './queries.ts'

export const reversalsOf = (q: Queries, redemptionIds: string[]): Promise<ReversalRow[]> =>
  q
    .select()
    .from(reversals)
    .where(sql`${reversals.redemptionId} ${within(q, redemptionIds)}`)
    .orderBy(asc(reversals.id))

/** Those that somebody wrote: what an event brought about says which. */
export const blankReasons = (tx: Tx, redemptionIds: string[]) =>
  tx
    .update(reversals)
    .set({ reason: '' })
    .where(sql`${reversals.redemptionId} ${within(tx, redemptionIds)} and ${reversals.cause} like 'door %'`)
