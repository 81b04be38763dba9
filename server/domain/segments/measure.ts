// Measures an audience: whom a rule and a trigger mean, whom the gate permits, and why not the others; exact numbers.
import { type SQL, sql } from 'drizzle-orm'
import { cellGranted, type RefusalCount, refusalCounts, type Use } from '#consent/gate.ts'
import { attributesByKey } from '#customers/attributes.ts'
import { zonesInUse } from '#customers/zones.ts'
import type { Queries } from '#db/store.ts'
import { concernedBy, triggerNeeds } from '#occasions/kinds/all.ts'
import type { Rule } from '#shared/contracts/segments.ts'
import type { Trigger } from '#shared/contracts/triggers.ts'
import { type Category, categories } from '#shared/kinds.ts'
import { compileRule } from './compile.ts'
import { countPeople } from './queries.ts'

export interface AudienceAsked extends Omit<Use, 'needs'> {
  rule?: Rule | undefined
  trigger?: Trigger | undefined
  zone: string
  now: number
}

export interface Audience {
  matched: number
  /** matched − reachable = the sum of refusedBy. */
  reachable: number
  refusedBy: RefusalCount[]
  /** Besides the contact category of each channel. */
  needs: Category[]
}

/** Refuses what compileRule refuses, and an undeclared custom event. */
export async function measureAudience(q: Queries, asked: AudienceAsked): Promise<Audience> {
  const { purpose, legalBasis, channels, now } = asked
  const { people, needs } = await peopleOf(q, asked)
  const matched = await countPeople(q, people)
  const refusedBy = await refusalCounts(q, { purpose, legalBasis, channels, needs }, now, people)
  const refused = refusedBy.reduce((sum, { count }) => sum + count, 0)
  return { matched, reachable: Math.max(0, matched - refused), refusedBy, needs }
}

/** Everybody who is meant, as a query for their ids that more conditions may follow, and what is read to find them. */
export async function peopleOf(q: Queries, asked: AudienceAsked): Promise<{ people: SQL; needs: Category[] }> {
  const { purpose, legalBasis, channels, rule, trigger, now, zone } = asked
  const [attributes, zones] = await Promise.all([attributesByKey(q), zonesInUse(q)])
  const granted = (category: Category) => cellGranted({ purpose, legalBasis, channels, needs: [] }, category, now)
  const compiled = rule === undefined ? null : compileRule(rule, { now, zone, zones, attributes, granted })
  const read = new Set([
    ...(compiled?.needs ?? []),
    ...(trigger === undefined ? [] : triggerNeeds(trigger, attributes)),
  ])
  const needs = categories.filter((category) => read.has(category))
  const parts: SQL[] = [sql`1 = 1`]
  if (compiled !== null) parts.push(compiled.where)
  if (trigger !== undefined) parts.push(concernedBy(trigger))
  const where = sql.join(
    parts.map((part) => sql`(${part})`),
    sql` and `,
  )
  return { people: sql`select c.id from customers c where ${where}`, needs }
}
