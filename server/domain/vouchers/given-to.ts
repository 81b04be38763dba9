// Which vouchers a person was given, by which campaign and when, so that she can be told why.
import type { Queries } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import { vouchersOfCustomer } from './queries.ts'

export interface Given {
  voucherId: string
  campaignId: string
  channel: Channel | null
  /** Epoch ms. */
  at: number
}

export async function givenTo(q: Queries, customerId: string): Promise<Given[]> {
  return (await vouchersOfCustomer(q, customerId)).map(({ id, campaignId, channel, issuedAt }) => {
    return { voucherId: id, campaignId, channel: channel as Channel | null, at: issuedAt }
  })
}
