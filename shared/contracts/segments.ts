// What crosses the wire about segments: a rule tree, its preview and its members' count.
import { z } from 'zod'
import { categories, channels } from '../kinds.ts'
import { trigger } from './triggers.ts'
import { instant, key, text } from './words.ts'

export const ruleOps = [
  'eq',
  'ne',
  'in',
  'gt',
  'gte',
  'lt',
  'lte',
  'before',
  'after',
  'within_days',
  'is_today',
  'is_known',
  'is_unknown',
] as const
export type RuleOp = (typeof ruleOps)[number]
export const MAX_RULE_DEPTH = 20
export const MAX_RULE_NODES = 500

const scalar = z.union([text(500), z.number(), z.boolean()])
export interface Condition {
  field: string
  op: RuleOp
  value?: string | number | boolean | (string | number | boolean)[] | undefined
}
export type Rule = { all: Rule[] } | { any: Rule[] } | { not: Rule } | Condition

const condition = z.strictObject({
  field: text(100),
  op: z.enum(ruleOps),
  value: z.union([scalar, z.array(scalar).min(1).max(500)]).optional(),
})
/** The shape of a rule; depth, number of nodes, fields and operators are judged by segments/compile. */
export const rule: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(rule).min(1).max(500) }),
    z.strictObject({ any: z.array(rule).min(1).max(500) }),
    z.strictObject({ not: rule }),
    condition,
  ]),
)

export const newSegment = z.strictObject({ name: text(200), rule })
export const segment = z.object({ id: z.string(), name: z.string(), rule, createdAt: instant })
export const previewAsked = z.strictObject({
  rule: rule.optional(),
  purpose: key,
  channels: z.array(z.enum(channels)).min(1).max(channels.length),
  trigger: trigger.optional(),
  frequency: z
    .strictObject({ max: z.int().min(1).max(1000), withinDays: z.int().min(1).max(3650) })
    .optional()
    .describe("the campaign's own cap; those of the house hold anyway"),
})
export const preview = z.object({
  matched: z.union([z.int(), z.string()]).describe('rounded to 5; "<10" below ten'),
  reachable: z.union([z.int(), z.string()]),
  refusedBy: z.array(
    z.object({ reason: z.string(), category: z.string().optional(), count: z.union([z.int(), z.string()]) }),
  ),
  needs: z.array(z.object({ purpose: z.string(), channel: z.enum(channels), category: z.enum(categories) })),
})
