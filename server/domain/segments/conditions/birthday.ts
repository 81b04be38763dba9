// The day somebody celebrates, whatever the year. `within_days` looks ahead, today included.
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, birthdaysOn, isDay } from '#core/calendar.ts'
import { onTheirDay } from '#occasions/local-days.ts'
import { type Field, listOf, operator, plain, withinDays } from './field.ts'

const monthDay = z
  .string()
  .transform((value) => value.replace(/^--/, ''))
  .refine((value) => isDay(`2000-${value}`), 'must be a month and a day such as 12-31')

export const birthday: Field = {
  field: 'birthday',
  label: 'Birthday',
  needs: ['birthdate'],
  ops: {
    eq: operator(monthDay, (value) => sql`c.birth_month_day = ${value}`),
    in: operator(listOf(monthDay), (values) => sql`c.birth_month_day in ${values}`),
    is_today: plain((ctx) =>
      onTheirDay(ctx.now, ctx.zones, ctx.zone, (day) => sql`c.birth_month_day in ${birthdaysOn(day)}`),
    ),
    within_days: operator(withinDays, (days, ctx) =>
      onTheirDay(ctx.now, ctx.zones, ctx.zone, (today) => isCelebrated(today, days)),
    ),
    is_known: plain(() => sql`c.birth_month_day is not null`),
  },
}

/** Month-days in the order of the calendar are also in the order of their text, so a stretch of days is a range. */
function isCelebrated(today: string, days: number): SQL {
  if (days >= 365) return sql`c.birth_month_day is not null`
  const last = addDays(today, days)
  const from = today.slice(5)
  const to = birthdaysOn(last).at(-1) ?? last.slice(5)
  if (today.slice(0, 4) === last.slice(0, 4)) return sql`(c.birth_month_day >= ${from} and c.birth_month_day <= ${to})`
  return sql`(c.birth_month_day >= ${from} or c.birth_month_day <= ${to})`
}
