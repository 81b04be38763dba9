// A custom attribute: its declared type decides the operators, its declared category what consent it needs.
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays } from '#core/calendar.ts'
import type { AttributeType } from '#customers/attributes.ts'
import { onTheirDay } from '#occasions/local-days.ts'
import type { Category } from '#shared/kinds.ts'
import { dayText, type Field, listOf, numberOps, operator, plain, withinDays, wordOps } from './field.ts'

const MICROS = 1_000_000
/** Millionths of what may be stored are safe integers. */
const number = z
  .number()
  .refine((value) => Number.isSafeInteger(Math.round(value * MICROS)), 'must be below nine thousand million')

export function attributeField(key: string, declared: { type: AttributeType; category: Category }): Field {
  const field = `attributes.${key}`
  return { field, label: key, needs: [declared.category], ops: opsOf(key, declared.type) }
}

function opsOf(key: string, type: AttributeType): Field['ops'] {
  const value = storedAs(key, sql`a.value`)
  if (type === 'number')
    return numberOps(() => storedAs(key, sql`a.value_micros`), number, { scale: (given) => Math.round(given * MICROS) })
  if (type === 'boolean') {
    const isKnown = plain(() => sql`${value} is not null`)
    return { eq: operator(z.boolean(), (given) => sql`${value} = ${String(given)}`), is_known: isKnown }
  }
  return type === 'day' ? dayOps(value) : wordOps(value)
}

/** Days of somebody's own; `within_days` means on either side of today. */
function dayOps(value: SQL): Field['ops'] {
  return {
    eq: operator(dayText, (day) => sql`${value} = ${day}`),
    in: operator(listOf(dayText), (days) => sql`${value} in ${days}`),
    before: operator(dayText, (day) => sql`${value} < ${day}`),
    after: operator(dayText, (day) => sql`${value} > ${day}`),
    is_today: plain(({ now, zones, zone }) => onTheirDay(now, zones, zone, (today) => sql`${value} = ${today}`)),
    within_days: operator(withinDays, (days, { now, zones, zone }) =>
      onTheirDay(now, zones, zone, (today) => {
        return sql`(${value} >= ${addDays(today, -days)} and ${value} <= ${addDays(today, days)})`
      }),
    ),
    is_known: plain(() => sql`${value} is not null`),
  }
}

const storedAs = (key: string, column: SQL): SQL =>
  sql`(select ${column} from attribute_values a where a.customer_id = c.id and a.key = ${key})`
