// What a draft must name rightly to be kept at all; everything else may wait for the launch.
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'
import { readNeeds } from './read-needs.ts'
import { purposeOf } from './readiness.ts'

/** Answers the set R of the draft. 422 `purpose.unknown`, `segment.unknown`, `rule.invalid`, `rule.too_large`,
 * `attribute.undeclared`. */
export async function checkDraft(q: Queries, terms: NewCampaign, now: number): Promise<Category[]> {
  if ((await purposeOf(q, terms.purpose)) === null) {
    throw new Refusal('purpose.unknown', { errors: [{ path: 'purpose', message: 'There is no such purpose' }] })
  }
  const { needs, refused } = await readNeeds(q, terms, now)
  if (refused[0]) throw refused[0]
  return needs
}
