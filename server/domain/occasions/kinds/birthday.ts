// A birthday, in the customer's own zone, up to 60 days ahead; once for each birthday, however often its date is corrected.
import { type SQL, sql } from 'drizzle-orm'
import { addDays, birthdaysOn, closeOfLocalDay, isZone, localDay } from '#core/calendar.ts'
import { zonesInUse } from '#customers/zones.ts'
import { birthdayTrigger } from '#shared/contracts/triggers.ts'
import { byZone, daysTouched, whereTheyLive } from '../local-days.ts'
import { GRACE_MS, type TriggerKind } from './trigger.ts'

export const birthday: TriggerKind<'birthday'> = {
  kind: 'birthday',
  label: 'Birthday',
  args: birthdayTrigger,
  needs: () => ['birthdate'],
  due({ leadDays }, at) {
    const from = Math.max(at.since, at.launchedAt, at.asOf - GRACE_MS)
    const kept = byZone(
      at.zones,
      at.zone,
      (zone) => daysTouched(from, at.asOf, zone).map((day) => addDays(day, leadDays)),
      (days) => days.join(),
    )
    const everywhere = [...new Set([kept.usual, ...kept.others.map((group) => group.answer)].flat())].sort()
    const all = sql`c.birth_month_day in ${keysOf(everywhere)}`
    const theirs = whereTheyLive(kept, (days) => sql`c.birth_month_day in ${keysOf(days)}`)
    // The first condition lets the index find the few people whom the second then judges.
    return {
      join: null,
      where: kept.others.length === 0 ? all : sql`(${all} and ${theirs})`,
      occasion: yearOf(everywhere),
    }
  },
  concerns: () => sql`c.birth_month_day is not null`,
  async nextDue(q, _trigger, { after, zone }) {
    const zones = new Set([zone, ...(await zonesInUse(q)).filter(isZone)])
    return Math.min(...[...zones].map((one) => nextMidnight(after, one)))
  },
}

const keysOf = (days: readonly string[]): string[] => [...new Set(days.flatMap(birthdaysOn))]

/** The year of the birthday itself: in December somebody may be due for one in January. */
function yearOf(days: readonly string[]): SQL {
  const years = new Map<string, string[]>()
  for (const day of days) years.set(day.slice(0, 4), [...(years.get(day.slice(0, 4)) ?? []), day])
  const [first, ...later] = [...years]
  const cases = later.map(([year, some]) => sql`when c.birth_month_day in ${keysOf(some)} then cast(${year} as text)`)
  const year = sql`cast(${first?.[0] ?? ''} as text)`
  return cases.length === 0 ? year : sql`(case ${sql.join(cases, sql` `)} else ${year} end)`
}

const nextMidnight = (after: number, zone: string): number => closeOfLocalDay(localDay(after, zone), zone) + 1
