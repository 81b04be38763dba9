// The socket of a condition: what every field of a rule says about itself, and the operators that fields are made of.
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, closeOfLocalDay, isDay } from '#core/calendar.ts'
import type { AttributeType } from '#customers/attributes.ts'
import type { RuleOp } from '#shared/contracts/segments.ts'
import { instant, text } from '#shared/contracts/words.ts'
import type { Category } from '#shared/kinds.ts'
import { DAY_MS } from '#shared/time.ts'

export interface RuleContext {
  /** Epoch milliseconds. */
  now: number
  /** The campaign's zone, which is also that of people who have none. */
  zone: string
  /** In use by customers; without them everybody counts as living in `zone`. */
  zones?: readonly string[]
  attributes: ReadonlyMap<string, { type: AttributeType; category: Category; categories?: readonly Category[] }>
  /** Whether somebody granted a category for this use; a condition over `c` = customers. */
  granted: (category: Category) => SQL
}

/** What a field is compiled with. */
export interface LeafContext extends RuleContext {
  /** A value that is costly to find, by a name of its own: where many leaves ask for it, it is found once. */
  once(name: string, value: SQL): SQL
}
/** The value that a field is about, over `c` = customers; null where it is unknown. */
export type ValueOf = (ctx: LeafContext) => SQL

/** A comparison whose value was read. */
export interface Comparison {
  /** Over `c` = customers; null counts as no. */
  holds(ctx: LeafContext): SQL
  /** Whether it holds for somebody of whom nothing is known, such as "fewer than 3 orders". */
  holdsOnNothing: boolean
}

export interface Operator {
  /** The comparison, or what is wrong with the value. */
  read(value: unknown): Comparison | string
}

/** `ne` and `is_unknown` are the negations of `eq` and `is_known`, and come with them. */
export type OwnOp = Exclude<RuleOp, 'ne' | 'is_unknown'>

export interface Field {
  field: string
  label: string
  needs: readonly Category[]
  ops: Partial<Record<OwnOp, Operator>>
}

const LONGEST_LIST = 500
const LONGEST_DAYS = 36_500

export function operator<T>(
  schema: z.ZodType<T>,
  holds: (value: T, ctx: LeafContext) => SQL,
  onNothing: (value: T) => boolean = () => false,
): Operator {
  return {
    read(value) {
      const parsed = schema.safeParse(value)
      if (!parsed.success) return parsed.error.issues[0]?.message ?? 'unusable'
      const read = parsed.data
      return { holds: (ctx) => holds(read, ctx), holdsOnNothing: onNothing(read) }
    },
  }
}

const none = z.undefined('takes no value')

/** An operator without a value. */
export const plain = (holds: (ctx: LeafContext) => SQL): Operator => operator(none, (_, ctx) => holds(ctx))
export const listOf = <T>(schema: z.ZodType<T>): z.ZodType<T[]> => z.array(schema).min(1).max(LONGEST_LIST)
export const withinDays = z.int().min(0).max(LONGEST_DAYS)
export const dayText = z.string().refine(isDay, 'must be a day such as 2026-12-31')

/** Words that are equal or not. */
export function wordOps(word: ValueOf, schema: z.ZodType<string> = text(500)): Field['ops'] {
  return {
    eq: operator(schema, (value, ctx) => sql`${word(ctx)} = ${value}`),
    in: operator(listOf(schema), (values, ctx) => sql`${word(ctx)} in ${values}`),
    is_known: plain((ctx) => sql`${word(ctx)} is not null`),
  }
}

/**
 * Numbers. `scale` turns the rule's number into the stored whole one. Where the absence of facts counts as 0, `nothing`
 * says so; there is nothing unknown about such a field.
 */
export function numberOps(
  number: ValueOf,
  schema: z.ZodType<number>,
  { nothing = null, scale = (value) => value }: { nothing?: number | null; scale?: (value: number) => number } = {},
): Field['ops'] {
  const compare = (sign: SQL, isTrue: (known: number, value: number) => boolean) =>
    operator(
      schema,
      (value, ctx) => sql`${number(ctx)} ${sign} ${scale(value)}`,
      (value) => nothing !== null && isTrue(nothing, value),
    )
  const compared: Field['ops'] = {
    eq: compare(sql`=`, (known, value) => known === value),
    gt: compare(sql`>`, (known, value) => known > value),
    gte: compare(sql`>=`, (known, value) => known >= value),
    lt: compare(sql`<`, (known, value) => known < value),
    lte: compare(sql`<=`, (known, value) => known <= value),
    in: operator(
      listOf(schema),
      (values, ctx) => sql`${number(ctx)} in ${values.map(scale)}`,
      (values) => nothing !== null && values.includes(nothing),
    ),
  }
  return nothing === null ? { ...compared, is_known: plain((ctx) => sql`${number(ctx)} is not null`) } : compared
}

/** Instants, compared with instants or with whole days of the campaign's zone; `within_days` looks back. */
export function instantOps(at: ValueOf): Field['ops'] {
  const when = z.union([dayText, instant], { error: 'must be a day or an instant such as 2026-12-31T23:00:00Z' })
  const startOf = (value: string, ctx: RuleContext) =>
    isDay(value) ? closeOfLocalDay(addDays(value, -1), ctx.zone) + 1 : Date.parse(value)
  const endOf = (value: string, ctx: RuleContext) =>
    isDay(value) ? closeOfLocalDay(value, ctx.zone) : Date.parse(value)
  return {
    before: operator(when, (value, ctx) => sql`${at(ctx)} < ${startOf(value, ctx)}`),
    after: operator(when, (value, ctx) => sql`${at(ctx)} > ${endOf(value, ctx)}`),
    within_days: operator(withinDays, (days, ctx) => sql`${at(ctx)} > ${ctx.now - days * DAY_MS}`),
    is_known: plain((ctx) => sql`${at(ctx)} is not null`),
  }
}
