// Goes on with a campaign that was paused; what fell due meanwhile is looked at by its next run.
import type { Tx } from '#db/store.ts'
import { changeState } from './change-state.ts'

/** 404 `campaign.not_found`, 409 `campaign.wrong_state`. */
export const resumeCampaign = (tx: Tx, id: string): Promise<void> => changeState(tx, id, ['paused'], { state: 'live' })
