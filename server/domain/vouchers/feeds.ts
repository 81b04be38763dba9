// Vouchers as facts that others are told of: that they were issued to somebody, and that they expired unused.
import { iso } from '#core/clock.ts'
import { type Feed, padded, settleIds, settleInstants } from '#core/feed.ts'
import { hasOwner } from './owner.ts'
import { expiredBehind, issuedBehind, lastExpiredAt, lastVoucherId } from './queries-feeds.ts'

/** Codes for print are nobody's, and are told of where they are exported. */
export const issuedVouchers: Feed = {
  name: 'vouchers.issued',
  types: ['voucher.issued'],
  latest: lastVoucherId,
  settle: settleIds,
  async page(q, after, upTo, limit) {
    const rows = await issuedBehind(q, after, upTo, limit)
    return rows.map((row) => {
      if (!hasOwner(row)) return { cursor: row.id, fact: null }
      const { campaignId, variantKey, channel, customerId } = row
      const data = { voucherId: row.id, campaignId, variantKey, customerId, channel, expiresAt: iso(row.expiresAt) }
      return { cursor: row.id, fact: { type: 'voucher.issued', at: row.issuedAt, data } }
    })
  },
}

export const expiredVouchers: Feed = {
  name: 'vouchers.expired',
  types: ['voucher.expired'],
  async latest(q, now) {
    const last = await lastExpiredAt(q, now)
    return last === null ? '' : `${padded(last)}.~`
  },
  settle: settleInstants,
  async page(q, after, upTo, limit) {
    const [at = '0', id = ''] = after.split('.')
    const rows = await expiredBehind(q, { at: Number(at), id }, Number(upTo.split('.')[0]), limit)
    return rows.map((row) => {
      const { campaignId, variantKey, channel, expiredAt } = row
      const customerId = hasOwner(row) ? row.customerId : null
      const data = { voucherId: row.id, campaignId, variantKey, customerId, channel, expiresAt: iso(row.expiresAt) }
      return {
        cursor: `${padded(expiredAt ?? 0)}.${row.id}`,
        fact: { type: 'voucher.expired', at: expiredAt ?? 0, data },
      }
    })
  },
}
