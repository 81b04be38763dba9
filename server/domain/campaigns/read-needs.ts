// Works out the set R of a campaign from its terms and what they point to, and what of them cannot be used.
import { sql } from 'drizzle-orm'
import { type FieldError, Refusal } from '#core/refusal.ts'
import { attributesByKey } from '#customers/attributes.ts'
import type { Queries } from '#db/store.ts'
import { triggerNeeds } from '#occasions/kinds/all.ts'
import { compileRule } from '#segments/compile.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'
import { needsOf } from './needs.ts'
import { ruleOf } from './read-rule.ts'

export interface ReadNeeds {
  needs: Category[]
  /** `segment.unknown`, `rule.invalid`, `rule.too_large`, `attribute.undeclared`, with paths that begin at the campaign. */
  refused: Refusal[]
}

export async function readNeeds(q: Queries, terms: NewCampaign, now: number): Promise<ReadNeeds> {
  const declared = await attributesByKey(q)
  const refused: Refusal[] = []
  const orRefused = async (read: () => Promise<Category[]>): Promise<Category[]> => {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push(error)
      return []
    }
  }
  const rule = await orRefused(async () => {
    const tree = await ruleOf(q, terms)
    if (tree === null) return []
    const context = { now, zone: terms.timeZone, attributes: declared, granted: () => sql`1 = 1` }
    return compileRule(tree, context, 'segment.rule').needs
  })
  const trigger = await orRefused(async () => triggerNeeds(terms.trigger, declared))
  const offers = terms.variants.map(({ offer }) => offer)
  return { needs: needsOf({ rule, trigger, offers, message: terms.message }), refused }
}

/** The errors of a refusal, of which there is at least one, each with a code. */
export function errorsOf(refusal: Refusal): FieldError[] {
  const errors = refusal.errors ?? [{ path: '', message: refusal.message }]
  return errors.map((error) => ({ ...error, code: error.code ?? refusal.code }))
}
