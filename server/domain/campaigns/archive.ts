// Puts a campaign away that nobody needs in the list, and takes it out again; nothing else about it changes.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { CampaignState } from '#shared/kinds.ts'
import { changeState } from './change-state.ts'

const all: CampaignState[] = ['draft', 'live', 'paused', 'ended']

/** A live campaign must not be out of sight. 404 `campaign.not_found`, 409 `campaign.wrong_state`. */
export const archiveCampaign = (tx: Tx, id: string): Promise<void> =>
  changeState(tx, id, ['draft', 'ended'], { archivedAt: tx.now })

/** 404 `campaign.not_found`. */
export const restoreCampaign = (tx: Tx, id: string): Promise<void> => changeState(tx, id, all, { archivedAt: null })

/** 409 `campaign.wrong_state` for what has been put away: it is taken out first. */
export function refuseArchived(archivedAt: number | null): void {
  if (archivedAt === null) return
  throw new Refusal('campaign.wrong_state', { detail: 'The campaign is in the archive; take it out first' })
}
