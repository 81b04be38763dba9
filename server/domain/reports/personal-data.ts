// What the counts know of a person: in which arms she counts, and what was counted of her. They keep her under no name.
import { iso } from '#core/clock.ts'
import type { Queries, Tx } from '#db/store.ts'
import { unitsOfPeople } from './queries-rollup.ts'
import { freezePerson } from './recount-units.ts'

export async function exportPersonalData(q: Queries, customerId: string) {
  const rows = await unitsOfPeople(q, [customerId])
  return {
    countedIn: rows.map(({ campaignId, arm, assignedAt, orders, revenueMinor, discountMinor }) => ({
      campaignId,
      arm,
      assignedAt: iso(assignedAt),
      orders,
      revenueMinor,
      discountMinor,
    })),
  }
}

/** Before the other rooms let go: what she bought until now is counted a last time. */
export const erasePersonalData = (tx: Tx, customerId: string): Promise<void> => freezePerson(tx, customerId)
