// A birthday, in the customer's own zone, up to 60 days ahead; once for each birthday, however often its date is corrected.
import { sql } from 'drizzle-orm'
import { zonesInUse } from '#customers/zones.ts'
import { birthdayTrigger } from '#shared/contracts/triggers.ts'
import { dueEachYear, nextMidnight } from './each-year.ts'
import type { TriggerKind } from './trigger.ts'

export const birthday: TriggerKind<'birthday'> = {
  kind: 'birthday',
  label: 'Birthday',
  args: birthdayTrigger,
  needs: () => ['birthdate'],
  due({ leadDays }, at) {
    const { where, year } = dueEachYear(sql`c.birth_month_day`, leadDays, at)
    return { join: null, where, occasion: year }
  },
  concerns: () => sql`c.birth_month_day is not null`,
  nextDue: async (q, _trigger, { after, zone }) => nextMidnight(after, [zone, ...(await zonesInUse(q))]),
}
