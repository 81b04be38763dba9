// Pauses a campaign: no issuing and no sending; codes that are out work on (decisions.md, 13).
import type { Tx } from '#db/store.ts'
import { changeState } from './change-state.ts'

/** 404 `campaign.not_found`, 409 `campaign.wrong_state`. When it answers, no page is being issued any more. */
export const pauseCampaign = (tx: Tx, id: string): Promise<void> => changeState(tx, id, ['live'], { state: 'paused' })
