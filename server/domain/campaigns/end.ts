// Ends a campaign for good; its codes live on to their own expiry unless redemptions are stopped too (decisions.md, 13).
import type { Tx } from '#db/store.ts'
import { changeState } from './change-state.ts'
import { loadCampaign } from './load.ts'

/** One that has ended may still have its redemptions stopped. 404 `campaign.not_found`, 409 `campaign.wrong_state`. */
export async function endCampaign(
  tx: Tx,
  id: string,
  { stopRedemptions }: { stopRedemptions: boolean },
): Promise<void> {
  const stop = stopRedemptions ? { redemptionsStoppedAt: tx.now } : {}
  const campaign = await loadCampaign(tx, id)
  const isEnded = campaign?.state === 'ended'
  if (isEnded && stopRedemptions && campaign.redemptionsStoppedAt === null) return changeState(tx, id, ['ended'], stop)
  return changeState(tx, id, ['live', 'paused'], { state: 'ended', endedAt: tx.now, ...stop })
}
