// Finds out all that speaks against launching a campaign, or against a change of one that is live.
import { categoriesOf } from '#catalog/categories-of.ts'
import { isCovered } from '#consent/notice.ts'
import { showPurpose } from '#consent/purposes.ts'
import { type FieldError, Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'
import { loadCampaign } from './load.ts'
import { cellsOf } from './needs.ts'
import { errorsOf, readNeeds } from './read-needs.ts'
import { type LaunchFacts, reasonsAgainst, skusOf } from './reasons.ts'

export interface Readiness {
  reasons: FieldError[]
  needs: Category[]
}

export async function readinessOf(q: Queries, terms: NewCampaign, now: number): Promise<Readiness> {
  const { needs, refused } = await readNeeds(q, terms, now)
  const named = terms.variants.flatMap(({ offer }) => skusOf(offer))
  const known = named.length === 0 ? new Map<string, string>() : await categoriesOf(q, named)
  const reasons = reasonsAgainst({
    now,
    terms,
    purpose: await purposeOf(q, terms.purpose),
    uncovered: await isCovered(q, now, cellsOf(terms, needs)),
    unknownSkus: new Set(named.filter((sku) => !known.has(sku))),
    unusable: refused.flatMap(errorsOf),
    baseline: terms.baselineCampaignId === undefined ? undefined : await loadCampaign(q, terms.baselineCampaignId),
  })
  return { reasons, needs }
}

/** Null when there is no such purpose. */
export async function purposeOf(q: Queries, key: string): Promise<LaunchFacts['purpose']> {
  try {
    return await showPurpose(q, key)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'purpose.not_found') return null
    throw error
  }
}
