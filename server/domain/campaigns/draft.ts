// Drafts a campaign: nothing is issued, nothing is promised, everything may still change.
import { newId } from '#core/ids.ts'
import type { Tx } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { checkDraft } from './check-draft.ts'
import { columnsOf } from './columns.ts'
import { insertCampaign } from './queries.ts'

/** Answers the id. Refuses as `checkDraft` does. */
export async function draftCampaign(tx: Tx, terms: NewCampaign): Promise<string> {
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
  return id
}
