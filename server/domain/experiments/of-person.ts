// On which occasions a person was left without an offer, so that she can be told.
import type { Queries } from '#db/store.ts'
import { holdoutsOfCustomer } from './queries.ts'

/** `at` in epoch ms. */
export async function holdoutsOf(q: Queries, customerId: string): Promise<{ campaignId: string; at: number }[]> {
  return (await holdoutsOfCustomer(q, customerId)).map(({ campaignId, at }) => ({ campaignId, at }))
}
