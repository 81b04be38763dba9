// Finds out all that speaks against launching a campaign, or against a change of one that is live.
import { categoriesOf } from '#catalog/categories-of.ts'
import { isCovered } from '#consent/notice.ts'
import { showPurpose } from '#consent/purposes.ts'
import { type FieldError, Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'
import { cellsOf } from './needs.ts'
import { readNeeds } from './read-needs.ts'
import { type LaunchFacts, reasonsAgainst, skusOf } from './reasons.ts'

export interface Readiness {
  reasons: FieldError[]
  needs: Category[]
}

export async function readinessOf(q: Queries, terms: NewCampaign, now: number): Promise<Readiness> {
  const { needs, ruleErrors } = await needsOrErrors(q, terms, now)
  const named = terms.variants.flatMap(({ offer }) => skusOf(offer))
  const known = named.length === 0 ? new Map<string, string>() : await categoriesOf(q, named)
  const reasons = reasonsAgainst({
    now,
    terms,
    purpose: await purposeOf(q, terms.purpose),
    uncovered: await isCovered(q, now, cellsOf(terms, needs)),
    unknownSkus: new Set(named.filter((sku) => !known.has(sku))),
    ruleErrors,
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

/** A rule that cannot be used is a reason like any other, and the rest is looked at all the same. */
async function needsOrErrors(
  q: Queries,
  terms: NewCampaign,
  now: number,
): Promise<{ needs: Category[]; ruleErrors: FieldError[] }> {
  try {
    return { needs: await readNeeds(q, terms, now), ruleErrors: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { segment: _, ...others } = terms
    const ruleErrors = error.errors ?? [{ path: 'segment', message: error.message, code: error.code }]
    return { needs: await readNeeds(q, others, now), ruleErrors }
  }
}
