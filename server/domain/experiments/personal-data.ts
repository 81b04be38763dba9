// What experiments know of a person: on which occasions she was left without an offer.
import { iso } from '#core/clock.ts'
import { randomId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import { holdoutsOfCustomer, rename } from './queries.ts'

export async function exportPersonalData(q: Queries, customerId: string) {
  const rows = await holdoutsOfCustomer(q, customerId)
  return {
    leftWithoutOffer: rows.map((row) => ({ campaignId: row.campaignId, occasion: row.occasion, at: iso(row.at) })),
  }
}

/** The counts keep her, nothing says who she was. */
export async function erasePersonalData(tx: Tx, customerId: string): Promise<void> {
  await rename(tx, customerId, randomId('unit'))
}
