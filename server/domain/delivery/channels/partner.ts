// Partners hand out codes: they are told a code, what it is for and until when, and nothing about anybody.
import { iso } from '#core/clock.ts'
import type { ChannelSocket } from './channel.ts'
import { postSigned } from './signed-post.ts'

export const partner: ChannelSocket = {
  code: 'partner',
  label: 'Partners',
  args: [],
  // Without an address they wait for whoever fetches the file (partner-file.ts).
  lacks: (config) => (config.partner === undefined ? 'PARTNER_URL' : null),
  open: (house) => ({
    atOnce: 5,
    async send({ id, facts }) {
      const to = house.config.partner
      if (to === undefined) return { kind: 'later', reason: 'no_partner' }
      if (facts === undefined) return { kind: 'failed', reason: 'nothing_to_say' }
      const { campaignId, code, expiresAt } = facts
      return postSigned(house, to, id, { type: 'code.offered', data: { campaignId, code, expiresAt: iso(expiresAt) } })
    },
    close: () => {},
  }),
}
