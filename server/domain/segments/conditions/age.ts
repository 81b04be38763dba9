// Full years of age on the day that is today where somebody lives; unknown without a year of birth.
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { birthdaysOn } from '#core/calendar.ts'
import { onTheirDay } from '#occasions/local-days.ts'
import { type Field, numberOps, type RuleContext } from './field.ts'

const years = z.int().min(0).max(200)

export const age: Field = {
  field: 'age',
  label: 'Age in years',
  needs: ['birthdate', 'age'],
  ops: numberOps((ctx) => ageToday(ctx), years),
}

function ageToday({ now, zones, zone }: RuleContext): SQL {
  return onTheirDay(now, zones, zone, (day) => {
    const year = Number(day.slice(0, 4))
    const celebrated = birthdaysOn(day).at(-1)
    return sql`(cast(${year} as bigint) - c.birth_year - case when c.birth_month_day > ${celebrated} then 1 else 0 end)`
  })
}
