// A custom attribute: its declared type decides the operators, its declared category what consent it needs.
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays } from '#core/calendar.ts'
import type { AttributeType } from '#customers/attributes.ts'
import { onTheirDay } from '#occasions/local-days.ts'
import type { Category } from '#shared/kinds.ts'
import { dayText, type Field, listOf, numberOps, operator, plain, type ValueOf, withinDays, wordOps } from './field.ts'

const MICROS = 1_000_000
/** Millionths of what may be stored are safe integers. */
const number = z
  .number()
  .refine((value) => Number.isSafeInteger(Math.round(value * MICROS)), 'must be below nine thousand million')

export function attributeField(
  key: string,
  declared: { type: AttributeType; category: Category; categories?: readonly Category[] },
): Field {
  const field = `attributes.${key}`
  return { field, label: key, needs: [...(declared.categories ?? [declared.category])], ops: opsOf(key, declared.type) }
}

function opsOf(key: string, type: AttributeType): Field['ops'] {
  const value: ValueOf = (ctx) => ctx.once(`attributes.${key}`, storedAs(key, sql`a.value`))
  if (type === 'number')
    return numberOps((ctx) => ctx.once(`attributes.${key}`, storedAs(key, sql`a.value_micros`)), number, {
      scale: (given) => Math.round(given * MICROS),
    })
  if (type === 'boolean') {
    const isKnown = plain((ctx) => sql`${value(ctx)} is not null`)
    return { eq: operator(z.boolean(), (given, ctx) => sql`${value(ctx)} = ${String(given)}`), is_known: isKnown }
  }
  return type === 'day' ? dayOps(value) : wordOps(value)
}

/** Days of somebody's own; `within_days` means on either side of today. */
function dayOps(value: ValueOf): Field['ops'] {
  return {
    eq: operator(dayText, (day, ctx) => sql`${value(ctx)} = ${day}`),
    in: operator(listOf(dayText), (days, ctx) => sql`${value(ctx)} in ${days}`),
    before: operator(dayText, (day, ctx) => sql`${value(ctx)} < ${day}`),
    after: operator(dayText, (day, ctx) => sql`${value(ctx)} > ${day}`),
    is_today: plain((ctx) => onTheirDay(ctx.now, ctx.zones, ctx.zone, (today) => sql`${value(ctx)} = ${today}`)),
    within_days: operator(withinDays, (days, ctx) =>
      onTheirDay(ctx.now, ctx.zones, ctx.zone, (today) => {
        return sql`(${value(ctx)} >= ${addDays(today, -days)} and ${value(ctx)} <= ${addDays(today, days)})`
      }),
    ),
    is_known: plain((ctx) => sql`${value(ctx)} is not null`),
  }
}

const storedAs = (key: string, column: SQL): SQL =>
  sql`(select ${column} from attribute_values a where a.customer_id = c.id and a.key = ${key})`
