// Redemptions and reversals as facts that others are told of; read behind, so that a checkout pays nothing for it.
import { type Feed, settleIds } from '#core/feed.ts'
import { lastIdOf, redemptionsBehind, reversalsBehind } from './queries-feeds.ts'

export const redemptionsMade: Feed = {
  name: 'redemptions',
  types: ['voucher.redeemed'],
  latest: (q) => lastIdOf(q, 'redemptions'),
  settle: settleIds,
  async page(q, after, upTo, limit) {
    const rows = await redemptionsBehind(q, after, upTo, limit)
    return rows.map(({ id, redeemedAt, ...rest }) => {
      return { cursor: id, fact: { type: 'voucher.redeemed', at: redeemedAt, data: { redemptionId: id, ...rest } } }
    })
  },
}

export const reversalsMade: Feed = {
  name: 'reversals',
  types: ['redemption.reversed'],
  latest: (q) => lastIdOf(q, 'reversals'),
  settle: settleIds,
  async page(q, after, upTo, limit) {
    const rows = await reversalsBehind(q, after, upTo, limit)
    return rows.map(({ id, reversedAt, voucherRestored, ...rest }) => {
      const data = { reversalId: id, ...rest, voucherRestored: voucherRestored === 1 }
      return { cursor: id, fact: { type: 'redemption.reversed', at: reversedAt, data } }
    })
  },
}
