// Takes a campaign for issuing: the first lock of every transaction that makes vouchers.
import { isOpen } from '#campaigns/is-open.ts'
import { type LoadedCampaign, lockCampaign } from '#campaigns/load.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { Detail } from '#shared/refusal-details/en.ts'
import { expiresAt } from './expiry.ts'

/** Open, and not past the day up to which all of its codes live. */
export const isIssuing = (campaign: LoadedCampaign, now: number): boolean =>
  isOpen(campaign, now) && expiresAt(campaign.terms, now) >= now

/** 404 `campaign.not_found`, 409 `campaign.run_unavailable`. */
export async function lockForIssue(tx: Tx, campaignId: string): Promise<LoadedCampaign> {
  const campaign = await lockCampaign(tx, campaignId)
  if (campaign === null) throw new Refusal('campaign.not_found')
  if (isIssuing(campaign, tx.now)) return campaign
  const { state } = campaign
  const detail: Detail = state === 'live' ? 'It has not begun, or is over' : ['The campaign is {{state}}', { state }]
  throw new Refusal('campaign.run_unavailable', { detail })
}
