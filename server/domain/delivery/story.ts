// What was sent, or was to be sent, about one voucher and to one person; nothing of what it said.
import type { Queries, Tx } from '#db/store.ts'
import type { Channel } from '#shared/kinds.ts'
import { cancelAbout, type MessageRow, messagesAbout, messagesTo, serviceTo } from './queries-story.ts'

export interface Told {
  id: string
  campaignId: string | null
  voucherId: string | null
  channel: Channel
  /** `offer`, `reminder`, or the kind of a service message. */
  kind: string
  state: 'queued' | 'sending' | 'sent' | 'failed' | 'cancelled'
  reason: string | null
  /** Epoch ms. */
  dueAt: number
  sentAt: number | null
  closedAt: number | null
  bounce: string | null
  bouncedAt: number | null
}

/** The earliest first. */
export async function toldOf(q: Queries, voucherId: string): Promise<Told[]> {
  return (await messagesAbout(q, voucherId)).map(toTold)
}

/** Offers and service messages, the newest first; `most` of each. */
export async function toldTo(q: Queries, customerId: string, most: number): Promise<Told[]> {
  const offers = (await messagesTo(q, customerId, most)).map(toTold)
  const service = (await serviceTo(q, customerId, most)).map(
    ({ id, channel, kind, state, reason, queuedAt, sentAt }): Told => ({
      id,
      campaignId: null,
      voucherId: null,
      channel: channel as Channel,
      kind,
      state: state as Told['state'],
      reason,
      dueAt: queuedAt,
      sentAt,
      closedAt: sentAt,
      bounce: null,
      bouncedAt: null,
    }),
  )
  return [...offers, ...service].sort((a, b) => b.dueAt - a.dueAt)
}

/** What waits to tell of these vouchers. Call it before they are revoked: messages are locked before vouchers. */
export const cancelForVouchers = (tx: Tx, voucherIds: string[], reason: string): Promise<void> =>
  cancelAbout(tx, voucherIds, reason)

function toTold(row: MessageRow): Told {
  const { id, campaignId, voucherId, kind, reason, dueAt, sentAt, closedAt, bounce, bouncedAt } = row
  const channel = row.channel as Channel
  const state = row.state as Told['state']
  return { id, campaignId, voucherId, channel, kind, state, reason, dueAt, sentAt, closedAt, bounce, bouncedAt }
}
