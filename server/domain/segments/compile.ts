// Turns a rule into one SQL condition and the data categories it reads; pure. Negations are pushed down to the leaves, and
// a rule with a leaf that could hold for somebody of whom nothing may be known asks for her consent first (consent.md, 4).
import { type SQL, sql } from 'drizzle-orm'
import { type FieldError, fillIn, Refusal } from '#core/refusal.ts'
import { type Condition, MAX_RULE_DEPTH, MAX_RULE_NODES, type Rule } from '#shared/contracts/segments.ts'
import { type Category, categories } from '#shared/kinds.ts'
import type { DetailText } from '#shared/refusal-details/en.ts'
import { type Field, findField, type RuleContext } from './conditions/all.ts'
import type { LeafContext, Operator, OwnOp } from './conditions/field.ts'

export type { RuleContext } from './conditions/all.ts'

export interface Compiled {
  /** Over `c` = customers; true for those who match. */
  where: SQL
  /** In the order of `categories`; the gate must permit all of them, whichever branch let somebody in. */
  needs: Category[]
}

/** Values in lists: statements take some tens of thousands of parameters. */
const MAX_RULE_VALUES = 5000

/** From so many leaves on, a costly value is found once for all of them; before, the database does well on its own. */
const MANY_LEAVES = 4

interface Walk {
  ctx: LeafContext
  nodes: number
  values: number
  needs: Set<Category>
  /** What has to be granted before the rule is asked at all. */
  first: Set<Category>
  errors: (FieldError & { code: 'rule.invalid' | 'attribute.undeclared' })[]
}

/**
 * Refuses, with the path of every node concerned: `rule.too_large` (depth, nodes, values), `attribute.undeclared`, and
 * `rule.invalid` for unknown fields, operators a field does not know and values an operator does not take.
 */
export function compileRule(rule: Rule, ctx: RuleContext, path = 'rule'): Compiled {
  const uses = new Map<string, number>()
  const counted = walkRule(rule, path, {
    ...ctx,
    once(name, value) {
      uses.set(name, (uses.get(name) ?? 0) + 1)
      return value
    },
  })
  const often = [...uses].filter(([, count]) => count >= MANY_LEAVES).map(([name]) => name)
  const holds = often.length === 0 ? counted.holds : withShared(rule, path, ctx, often)
  // Once for the whole rule: the same questions at each of 500 leaves take PostgreSQL minutes to plan.
  const grants = categories.filter((category) => counted.first.has(category)).map((category) => ctx.granted(category))
  const needs = categories.filter((category) => counted.needs.has(category))
  return { where: joined([...grants, holds], sql` and `), needs }
}

/** Asks the rule of a row that holds the values which many of its leaves compare. */
function withShared(rule: Rule, path: string, ctx: RuleContext, often: string[]): SQL {
  const values = new Map<string, SQL>()
  const { holds } = walkRule(rule, path, {
    ...ctx,
    once(name, value) {
      if (!often.includes(name)) return value
      values.set(name, value)
      return sql.raw(`f.v${often.indexOf(name)}`)
    },
  })
  const columns = often.map((name, index) => sql`${values.get(name)} as ${sql.raw(`v${index}`)}`)
  // The limit keeps both engines from writing the values back into every leaf.
  return sql`exists (select 1 from (select ${sql.join(columns, sql`, `)} limit 1) f where ${holds})`
}

function walkRule(rule: Rule, path: string, ctx: LeafContext): Walk & { holds: SQL } {
  const walk: Walk = { ctx, nodes: 0, values: 0, needs: new Set(), first: new Set(), errors: [] }
  const holds = node(rule, false, path, 1, walk)
  const [wrong] = walk.errors
  if (wrong !== undefined) throw new Refusal(wrong.code, { errors: walk.errors })
  return { ...walk, holds }
}

function node(rule: Rule, isNegated: boolean, path: string, depth: number, walk: Walk): SQL {
  walk.nodes += 1
  if (depth > MAX_RULE_DEPTH) throw tooLarge(path, 'The rule is deeper than {{most}} levels', MAX_RULE_DEPTH)
  if (walk.nodes > MAX_RULE_NODES) throw tooLarge(path, 'The rule is more than {{most}} nodes', MAX_RULE_NODES)
  if ('not' in rule) return node(rule.not, !isNegated, `${path}.not`, depth + 1, walk)
  if ('all' in rule) return branches(rule.all, isNegated ? 'or' : 'and', isNegated, `${path}.all`, depth, walk)
  if ('any' in rule) return branches(rule.any, isNegated ? 'and' : 'or', isNegated, `${path}.any`, depth, walk)
  return leaf(rule, isNegated, path, walk)
}

function branches(rules: Rule[], word: 'and' | 'or', isNegated: boolean, path: string, depth: number, walk: Walk): SQL {
  if (rules.length === 0) walk.errors.push({ path, code: 'rule.invalid', message: 'must not be empty' })
  const parts = rules.map((rule, index) => node(rule, isNegated, `${path}.${index}`, depth + 1, walk))
  return joined(parts, word === 'and' ? sql` and ` : sql` or `)
}

/** Joined in halves, because SQLite takes expressions no deeper than 1,000 and reads a chain as one step per part. */
function joined(parts: SQL[], word: SQL): SQL {
  const [only] = parts
  if (only === undefined) return sql`1 = 0`
  if (parts.length === 1) return only
  const middle = Math.ceil(parts.length / 2)
  return sql`(${joined(parts.slice(0, middle), word)}${word}${joined(parts.slice(middle), word)})`
}

function leaf(condition: Condition, isNegated: boolean, path: string, walk: Walk): SQL {
  const found = read(condition, path, walk)
  if (found === null) return sql`1 = 0`
  const { field, operator, negates } = found
  walk.values += Array.isArray(condition.value) ? condition.value.length : 0
  if (walk.values > MAX_RULE_VALUES)
    throw tooLarge(path, 'The rule is more than {{most}} values in lists', MAX_RULE_VALUES)
  const comparison = operator.read(condition.value)
  if (typeof comparison === 'string') {
    walk.errors.push({ path: `${path}.value`, code: 'rule.invalid', message: comparison })
    return sql`1 = 0`
  }
  const holds = comparison.holds(walk.ctx)
  const isNo = isNegated !== negates
  if (isNo || comparison.holdsOnNothing) for (const category of field.needs) walk.first.add(category)
  return isNo ? sql`(${holds}) is not true` : sql`(${holds})`
}

function read(condition: Condition, path: string, walk: Walk) {
  const field = findField(condition.field, walk.ctx.attributes)
  if (field === 'undeclared') {
    const message = 'declare this attribute with its data category first'
    const values = { key: condition.field.replace(/^attributes\./, '') }
    walk.errors.push({ path: `${path}.field`, code: 'attribute.undeclared', message, values })
    return null
  }
  if (field === 'unknown') {
    walk.errors.push({ path: `${path}.field`, code: 'rule.invalid', message: 'there is no such field' })
    return null
  }
  for (const category of field.needs) walk.needs.add(category)
  const found = operatorOf(field, condition)
  if (found !== null) return { field, ...found }
  const message = `${field.field} takes ${opsOf(field).join(', ')}`
  walk.errors.push({ path: `${path}.op`, code: 'rule.invalid', message })
  return null
}

function operatorOf(field: Field, { op }: Condition): { operator: Operator; negates: boolean } | null {
  const negates = op === 'ne' || op === 'is_unknown'
  const own: OwnOp = op === 'ne' ? 'eq' : op === 'is_unknown' ? 'is_known' : op
  const operator = Object.hasOwn(field.ops, own) ? field.ops[own] : undefined
  return operator === undefined ? null : { operator, negates }
}

/** Every operator that a field takes, the negations included. */
export function opsOf({ ops }: Field): string[] {
  const own = Object.keys(ops)
  return [...own, ...(ops.eq ? ['ne'] : []), ...(ops.is_known ? ['is_unknown'] : [])]
}

function tooLarge(path: string, text: DetailText, most: number): Refusal {
  const message = fillIn([text, { most }]).replace('The rule is ', '')
  return new Refusal('rule.too_large', { detail: [text, { most }], errors: [{ path, message }] })
}
