// Finds the rule of a campaign's audience and the data it reads, whether it is its own or that of a segment.
import { sql } from 'drizzle-orm'
import { type FieldError, Refusal } from '#core/refusal.ts'
import { attributesByKey } from '#customers/attributes.ts'
import type { Queries } from '#db/store.ts'
import { compileRule } from '#segments/compile.ts'
import { showSegment } from '#segments/show.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Rule } from '#shared/contracts/segments.ts'
import type { Category } from '#shared/kinds.ts'

/** Null for a campaign without a segment. 422 `segment.unknown`. */
export async function ruleOf(q: Queries, terms: Pick<NewCampaign, 'segment'>): Promise<Rule | null> {
  if (terms.segment === undefined) return null
  if ('rule' in terms.segment) return terms.segment.rule
  try {
    return (await showSegment(q, terms.segment.id)).rule
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'segment.not_found') throw error
    throw new Refusal('segment.unknown', { errors: [{ path: 'segment.id', message: 'There is no such segment' }] })
  }
}

/** Refuses a rule that cannot be used, with paths that begin at the campaign. */
export async function needsOfRule(
  q: Queries,
  terms: Pick<NewCampaign, 'segment' | 'timeZone'>,
  now: number,
): Promise<Category[]> {
  const rule = await ruleOf(q, terms)
  if (rule === null) return []
  const attributes = await attributesByKey(q)
  try {
    return compileRule(rule, { now, zone: terms.timeZone, attributes, granted: () => sql`1 = 1` }).needs
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.code, { ...(error.detail && { detail: error.detail }), errors: fromCampaign(error) })
  }
}

function fromCampaign(refusal: Refusal): FieldError[] {
  const errors = refusal.errors ?? [{ path: '', message: refusal.message }]
  return errors.map((error) => ({
    ...error,
    path: ['segment.rule', error.path.replace(/^rule\.?/, '')].filter(Boolean).join('.'),
    code: error.code ?? refusal.code,
  }))
}
