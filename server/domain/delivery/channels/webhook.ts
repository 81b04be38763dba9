// The shop's own sender: the written message and the shop's own reference of the customer, and no address of hers.
import { iso } from '#core/clock.ts'
import type { ChannelSocket } from './channel.ts'
import { postSigned } from './signed-post.ts'

export const webhook: ChannelSocket = {
  code: 'webhook',
  label: 'A sender of your own',
  args: [],
  lacks: (config) => (config.messageWebhook === undefined ? 'MESSAGE_WEBHOOK_URL' : null),
  open: (house) => ({
    atOnce: 5,
    async send({ id, locale, subject, text, html, facts }) {
      const to = house.config.messageWebhook
      if (to === undefined) return { kind: 'later', reason: 'no_sender' }
      if (facts === undefined) return { kind: 'failed', reason: 'nothing_to_say' }
      const { reference: customerReference, expiresAt, code, campaignId, voucherId, purpose } = facts
      const voucher = { id: voucherId, code, expiresAt: iso(expiresAt) }
      const data = { messageId: id, customerReference, campaignId, purpose, locale, subject, text, html, voucher }
      return postSigned(house, to, id, { type: 'message.send', data })
    },
    close: () => {},
  }),
}
