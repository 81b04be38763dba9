// What a receiver's system said about a message afterwards, and which message it means.
import { loadCampaign } from '#campaigns/load.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import { otherWays } from './other-ways.ts'
import { insertMessages } from './queries.ts'
import { messageById, noteBounce } from './queries-messages.ts'
import type { MessageKind } from './tone.ts'

export interface Bounced {
  id: string
  customerId: string
  channel: Channel
}

/** By a Message-ID of ours, or by the id itself; null for one that is not ours or long gone. */
export async function bouncedMessage(q: Queries, named: string): Promise<Bounced | null> {
  const id = /msg_[0-9A-HJKMNP-TV-Z]{26}/.exec(named)?.[0]
  const row = id === undefined ? undefined : await messageById(q, id)
  return row === undefined ? null : { id: row.id, customerId: row.customerId, channel: row.channel as Channel }
}

/** Keeps it with the message. What did not arrive goes another way, if the person has agreed to one: call it once the
 * address is suspended. Answers whether something is queued. */
export async function keepBounce(tx: Tx, { id }: Bounced, kind: 'hard' | 'soft' | 'complaint'): Promise<boolean> {
  const row = await messageById(tx, id)
  if (row === undefined || row.bounce === 'hard' || row.bounce === 'complaint') return false
  const campaign = kind === 'hard' ? await loadCampaign(tx, row.campaignId) : null
  const again =
    campaign === null
      ? []
      : await otherWays(tx, [{ ...row, channel: row.channel as Channel, kind: row.kind as MessageKind, campaign }])
  await noteBounce(tx, id, kind)
  await insertMessages(tx, again)
  return again.length > 0
}
