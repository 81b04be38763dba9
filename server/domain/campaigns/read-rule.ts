// Finds the rule of a campaign's audience, whether it is its own or that of a segment.
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { showSegment } from '#segments/show.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Rule } from '#shared/contracts/segments.ts'

/** Null for a campaign without a segment. 422 `segment.unknown`. */
export async function ruleOf(q: Queries, { segment }: Pick<NewCampaign, 'segment'>): Promise<Rule | null> {
  if (segment === undefined) return null
  if ('rule' in segment) return segment.rule
  try {
    return (await showSegment(q, segment.id)).rule
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'segment.not_found') throw error
    throw new Refusal('segment.unknown', { errors: [{ path: 'segment.id', message: 'There is no such segment' }] })
  }
}
