// Remembers up to when the trigger of a campaign has been looked at.
import type { Tx } from '#db/store.ts'
import { setCheckedAt } from './queries.ts'

/** Only ever later; the next run looks at what fell due after it. */
export async function markChecked(tx: Tx, campaignId: string, at: number): Promise<void> {
  await setCheckedAt(tx, campaignId, at)
}
