// What was sent to a person: whoever carries it was told her address.
import type { Queries } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import { messagesOf } from './queries.ts'
import { serviceOf } from './queries-service.ts'

export interface Sent {
  /** Epoch ms. */
  at: number
  channel: Channel
  /** Null for a mail without an offer. */
  campaignId: string | null
}

export async function sentTo(q: Queries, customerId: string): Promise<Sent[]> {
  const offers = (await messagesOf(q, customerId)).flatMap(({ sentAt, channel, campaignId }) => {
    // On-site offers stay in the house.
    return sentAt === null || channel === 'onsite' ? [] : [{ at: sentAt, channel: channel as Channel, campaignId }]
  })
  const service = (await serviceOf(q, customerId)).flatMap(({ sentAt, channel }) => {
    return sentAt === null ? [] : [{ at: sentAt, channel: channel as Channel, campaignId: null }]
  })
  return [...offers, ...service]
}
