// A campaign that is not launched, or not even saved, as it would be if it were launched now.
import type { Queries } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { LoadedCampaign } from './load.ts'
import { readNeeds } from './read-needs.ts'

/** It has an id that is no campaign's. Refuses a segment or an attribute that is not there, as `readNeeds` tells. */
export async function asIfLaunched(q: Queries, terms: NewCampaign, now: number): Promise<LoadedCampaign> {
  const { needs, refused } = await readNeeds(q, terms, now)
  if (refused[0] !== undefined) throw refused[0]
  const { purpose, legalBasis, channels, startsAt, endsAt } = terms
  return {
    id: 'cmp_not_saved',
    name: terms.name,
    state: 'draft',
    revision: 0,
    salt: '',
    timeZone: terms.timeZone,
    startsAt: startsAt === undefined ? null : Date.parse(startsAt),
    endsAt: endsAt === undefined ? null : Date.parse(endsAt),
    createdAt: now,
    launchedAt: now,
    endedAt: null,
    archivedAt: null,
    redemptionsStoppedAt: null,
    ruledAt: null,
    checkedAt: null,
    mindsOrders: false,
    terms,
    needs,
    use: { purpose, legalBasis, channels, needs },
  }
}
