// Drafts a campaign like another one, as it is or as it was.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { insertDraft } from './draft.ts'
import { loadCampaign } from './load.ts'
import { termsAt } from './versions.ts'

const LONGEST_NAME = 200
const COPY = ' (copy)'

/** Answers the id of the new draft; instants that are over stay behind. 404 `campaign.not_found`,
 * `campaign.version_not_found`; refuses as `checkDraft` does. */
export async function copyCampaign(
  tx: Tx,
  id: string,
  asked: { name?: string | undefined; version?: number | undefined },
  actor: string,
): Promise<string> {
  const campaign = await loadCampaign(tx, id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const terms = asked.version === undefined ? campaign.terms : await termsAt(tx, id, asked.version)
  const name = asked.name ?? `${terms.name.slice(0, LONGEST_NAME - COPY.length)}${COPY}`
  return insertDraft(tx, { ...withoutPast(terms, tx.now), name }, { actor, cause: 'copied' })
}

function withoutPast({ startsAt, endsAt, experiment, ...terms }: NewCampaign, now: number): NewCampaign {
  const isAhead = (at: string | undefined) => at !== undefined && Date.parse(at) > now
  const { decideAt, ...plan } = experiment ?? {}
  return {
    ...terms,
    ...(isAhead(startsAt) ? { startsAt } : {}),
    ...(isAhead(endsAt) ? { endsAt } : {}),
    ...(experiment === undefined ? {} : { experiment: { ...plan, ...(isAhead(decideAt) ? { decideAt } : {}) } }),
  } as NewCampaign
}
