// SQL on the tallies: counts that only ever grow, by addition.
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/store.ts'
import { tallies } from '#db/tables/campaigns.ts'

export type NewTally = typeof tallies.$inferInsert

const added = {
  assigned: sql`${tallies.assigned} + excluded.assigned`,
  issued: sql`${tallies.issued} + excluded.issued`,
  sent: sql`${tallies.sent} + excluded.sent`,
  held: sql`${tallies.held} + excluded.held`,
  redeemed: sql`${tallies.redeemed} + excluded.redeemed`,
  reversed: sql`${tallies.reversed} + excluded.reversed`,
  expired: sql`${tallies.expired} + excluded.expired`,
  revoked: sql`${tallies.revoked} + excluded.revoked`,
  byOthers: sql`${tallies.byOthers} + excluded.by_others`,
  discountMinor: sql`${tallies.discountMinor} + excluded.discount_minor`,
}

export const addTallies = (tx: Tx, rows: NewTally[]) =>
  tx
    .insert(tallies)
    .values(rows)
    .onConflictDoUpdate({
      target: [tallies.campaignId, tallies.day, tallies.variantKey, tallies.channel],
      set: added,
    })
