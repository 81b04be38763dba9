// What a campaign has brought so far, in the vendor's words, from the house's own tallies.
import type { House } from '#core/house.ts'
import { sumCampaign } from '#redemption/sum-campaign.ts'
import { campaignDays } from '#reports/campaign-days.ts'
import { DAY_MS } from '#shared/time.ts'
import { requireCampaign, showCampaign } from './campaigns.ts'
import { type Body, countNotes } from './notes.ts'

/** In microseconds, exclusive. */
function daysOf({ from, to }: { from: string | undefined; to: string | undefined }) {
  const [after, before] = [from, to].map((day) => (day === undefined ? Number.NaN : Date.parse(day)))
  return {
    ...(after === undefined || Number.isNaN(after) ? {} : { after: after * 1000 - 1 }),
    ...(before === undefined || Number.isNaN(before) ? {} : { before: (before + DAY_MS) * 1000 }),
  }
}

/** Days as they are written, both inclusive. 404 `not_found`. */
export async function summariseCampaign(
  house: House,
  key: string,
  span: { from: string | undefined; to: string | undefined },
): Promise<Body> {
  const found = await requireCampaign(house, key)
  const rows = await campaignDays(house.store.read, found.campaign.id, span)
  const sum = (read: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + read(row), 0)
  const redeemed = sum((row) => row.redeemed)
  const reversed = sum((row) => row.reversed)
  const during = { ...daysOf(span), state: found.campaign.id }
  const { after, before } = daysOf(span)
  const from = Math.max(found.campaign.createdAt, after === undefined ? 0 : (after + 1) / 1000)
  const to = before === undefined ? house.clock.now() + DAY_MS : before / 1000
  const sums = await sumCampaign(house.store.read, found.campaign.id, { from, to })
  const published = await countNotes(house, { kinds: ['publication'], ...during })
  const failed = await countNotes(house, { kinds: ['failure'], ...during })
  const unreversed = await countNotes(house, { kinds: ['unreversed'], ...during })
  return {
    object: 'campaign_summary',
    campaign: await showCampaign(house, found),
    redemptions: redeemed + failed,
    redemptions_succeeded: redeemed,
    redemptions_failed: failed,
    rollbacks: reversed + unreversed,
    rollbacks_succeeded: reversed,
    rollbacks_failed: unreversed,
    validations: 0,
    validations_succeeded: 0,
    validations_failed: 0,
    vouchers_created: sum((row) => row.issued),
    vouchers_deleted: sum((row) => row.revoked),
    publications: published,
    publications_succeeded: published,
    publications_failed: 0,
    discounted_amount: sums.discountMinor,
    rolledback_discounted_amount: sums.reversedDiscountMinor,
    orders_amount: sums.ordersMinor,
    orders_rolledback_amount: sums.reversedOrdersMinor,
  }
}
