// Moves a campaign from one state to another, or says why not.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { CampaignState } from '#shared/kinds.ts'
import { campaignRow, changeCampaign } from './queries.ts'

/** 404 `campaign.not_found`, 409 `campaign.wrong_state`. */
export async function changeState(
  tx: Tx,
  id: string,
  from: CampaignState[],
  to: Parameters<typeof changeCampaign>[3],
): Promise<void> {
  if (await changeCampaign(tx, id, from, to)) return
  const row = await campaignRow(tx, id)
  if (row === undefined) throw new Refusal('campaign.not_found')
  throw new Refusal('campaign.wrong_state', { detail: ['The campaign is {{state}}', { state: row.state }] })
}
