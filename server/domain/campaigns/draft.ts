// Drafts a campaign: nothing is issued, nothing is promised, everything may still change.
import { newId } from '#core/ids.ts'
import type { Tx } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { CampaignVersion } from '#shared/contracts/desk.ts'
import { checkDraft } from './check-draft.ts'
import { columnsOf } from './columns.ts'
import { keepVersion } from './keep-version.ts'
import { insertCampaign } from './queries.ts'

/** Answers the id. Refuses as `checkDraft` does. */
export const draftCampaign = (tx: Tx, terms: NewCampaign, actor = 'house'): Promise<string> =>
  insertDraft(tx, terms, { actor, cause: 'drafted' })

export async function insertDraft(
  tx: Tx,
  terms: NewCampaign,
  by: { actor: string; cause: CampaignVersion['cause'] },
): Promise<string> {
  const needs = await checkDraft(tx, terms, tx.now)
  const id = newId('campaign', tx.now)
  await insertCampaign(tx, {
    id,
    state: 'draft',
    revision: 1,
    salt: '',
    createdAt: tx.now,
    ...columnsOf(terms, needs),
  })
  await keepVersion(tx, id, { ...by, terms })
  return id
}
