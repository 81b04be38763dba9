// What the redemptions of a campaign came to in a span of time, from the facts themselves; for whoever asks seldom and for days.
import { idAt } from '#core/ids.ts'
import type { Queries } from '#db/store.ts'
import { redeemedSums, reversedSums } from './queries-campaign.ts'

export interface CampaignSums {
  /** What came off, whatever was taken back later. */
  discountMinor: number
  /** Of every order once, before anything came off. */
  ordersMinor: number
  reversedDiscountMinor: number
  /** Of orders of which a redemption was taken back, each once. */
  reversedOrdersMinor: number
}

/** `from` and `to` are epoch ms, the second exclusive: only ids of that time are looked through. */
export async function sumCampaign(
  q: Queries,
  campaignId: string,
  { from, to }: { from: number; to: number },
): Promise<CampaignSums> {
  const redeemed = await redeemedSums(q, campaignId, idAt('redemption', from), idAt('redemption', to))
  const reversed = await reversedSums(q, campaignId, idAt('reversal', from), idAt('reversal', to))
  return {
    discountMinor: redeemed.discount,
    ordersMinor: redeemed.orders,
    reversedDiscountMinor: reversed.discount,
    reversedOrdersMinor: reversed.orders,
  }
}
