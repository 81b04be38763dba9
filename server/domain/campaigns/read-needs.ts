// Works out the set R of a campaign from its terms and what they point to.
import type { Queries } from '#db/store.ts'
import { needsOfTrigger } from '#occasions/kinds/all.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'
import { needsOf } from './needs.ts'
import { needsOfRule } from './read-rule.ts'

/** Refuses as `needsOfRule` does; whether a trigger or message can be used is the launch's to say. */
export async function readNeeds(q: Queries, terms: NewCampaign, now: number): Promise<Category[]> {
  return needsOf({
    rule: await needsOfRule(q, terms, now),
    trigger: needsOfTrigger(terms.trigger),
    offers: terms.variants.map(({ offer }) => offer),
    message: terms.message,
  })
}
