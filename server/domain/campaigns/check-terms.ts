// Checks a campaign that is still being written: all that stands against it, what it needs and where each need comes from.
import { sql } from 'drizzle-orm'
import { isCovered } from '#consent/notice.ts'
import { Refusal } from '#core/refusal.ts'
import { attributesByKey } from '#customers/attributes.ts'
import type { Queries } from '#db/store.ts'
import { triggerNeeds } from '#occasions/kinds/all.ts'
import { compileRule } from '#segments/compile.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Checked } from '#shared/contracts/desk.ts'
import type { Condition, Rule } from '#shared/contracts/segments.ts'
import type { Category } from '#shared/kinds.ts'
import { approvalReasons } from './approve.ts'
import { readsOfMessage } from './message-variables.ts'
import { cellsOf, needsOfOffer } from './needs.ts'
import { readLoosely } from './read-loosely.ts'
import { ruleOf } from './read-rule.ts'
import { readinessOf } from './readiness.ts'
import { warningsAbout } from './reasons.ts'

export interface CheckedTerms extends Pick<Checked, 'reasons' | 'warnings' | 'warned' | 'needs'> {
  /** With stand-ins for what is blank. */
  terms: NewCampaign | null
  /** The top-level parts that are blank or wrong. */
  blank: ReadonlySet<string>
}

/** `id` is that of the saved draft, if there is one. Refuses nothing: what is wrong is among the reasons. */
export async function checkTerms(
  q: Queries,
  raw: Record<string, unknown>,
  { now, mailReady, id }: { now: number; mailReady: boolean; id?: string | undefined },
): Promise<CheckedTerms> {
  const { terms, reasons: unfit, blank } = readLoosely(raw)
  if (terms === null) return { terms, blank, reasons: unfit, warnings: [], warned: [], needs: [] }
  const { reasons, needs } = await readinessOf(q, terms, now)
  const four = id === undefined || blank.has('budget') ? [] : await approvalReasons(q, id, terms)
  const warned = unfit.length > 0 ? [] : warningsAbout(terms, { mailReady, now, needs })
  const found = [...reasons, ...four].filter((one) => !isAboutBlank(one, blank))
  return {
    terms,
    blank,
    reasons: [...unfit, ...found.map((one) => ({ ...one, code: one.code ?? 'campaign.not_ready' }))],
    warnings: warned.map(({ message }) => message),
    warned,
    needs: blank.has('purpose') || blank.has('channels') ? [] : await needsWithCauses(q, terms, needs, now),
  }
}

/** What is said of a stand-in is of no use to anybody. */
function isAboutBlank({ path, code }: { path: string; code?: string }, blank: ReadonlySet<string>): boolean {
  if (code === 'cell.not_covered') return blank.has('purpose') || blank.has('channels')
  return blank.has(path.split('.')[0] ?? '')
}

async function needsWithCauses(
  q: Queries,
  terms: NewCampaign,
  needs: Category[],
  now: number,
): Promise<Checked['needs']> {
  const cells = cellsOf(terms, needs)
  const uncovered = await isCovered(q, now, cells)
  const causes = await causesOf(q, terms, now)
  return cells.map((cell) => ({
    ...cell,
    because: [...new Set(causes.flatMap(({ path, category }) => (category === cell.category ? [path] : [])))],
    isAsked: !uncovered.some((one) => one.channel === cell.channel && one.category === cell.category),
  }))
}

interface Cause {
  path: string
  category: Category
}

/** Every part of the campaign that reads something about people, and what. */
async function causesOf(q: Queries, terms: NewCampaign, now: number): Promise<Cause[]> {
  const attributes = await attributesByKey(q)
  const at = (path: string, read: readonly Category[]): Cause[] => read.map((category) => ({ path, category }))
  const rule = await orNothing(() => ruleOf(q, terms), null)
  const context = { now, zone: terms.timeZone, attributes, granted: () => sql`1 = 1` }
  const leaves = rule === null ? [] : leavesOf(rule, 'segment.rule')
  const ofRule = leaves.map(async ({ leaf, path }) =>
    at(path, await orNothing(async () => compileRule(leaf, context).needs, [])),
  )
  return [
    ...at('trigger', await orNothing(async () => triggerNeeds(terms.trigger, attributes), [])),
    ...(await Promise.all(ofRule)).flat(),
    ...terms.variants.flatMap(({ offer }, i) => at(`variants.${i}.offer`, needsOfOffer(offer))),
    ...readsOfMessage(terms.message).map(({ path, category }) => ({ path, category })),
  ]
}

function leavesOf(rule: Rule, path: string): { leaf: Condition; path: string }[] {
  if ('not' in rule) return leavesOf(rule.not, `${path}.not`)
  if ('all' in rule) return rule.all.flatMap((one, i) => leavesOf(one, `${path}.all.${i}`))
  if ('any' in rule) return rule.any.flatMap((one, i) => leavesOf(one, `${path}.any.${i}`))
  return [{ leaf: rule, path }]
}

async function orNothing<T>(read: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Refusal) return nothing
    throw error
  }
}
