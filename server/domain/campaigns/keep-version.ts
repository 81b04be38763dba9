// Keeps what a campaign is from now on, so that people can read what changed, who did it, and go back.
import type { Tx } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { CampaignVersion } from '#shared/contracts/desk.ts'
import { insertVersion, lastVersion } from './queries-versions.ts'

/** Called in the write that changes it, which has the campaign locked or has just made it. */
export async function keepVersion(
  tx: Tx,
  campaignId: string,
  { actor, cause, terms }: { actor: string; cause: CampaignVersion['cause']; terms: NewCampaign },
): Promise<void> {
  const number = (await lastVersion(tx, campaignId)) + 1
  await insertVersion(tx, { campaignId, number, at: tx.now, actor, cause, terms: JSON.stringify(terms) })
}
