// A day that comes round each year, such as a birthday: who keeps it now, in her own zone, some days ahead; pure.
import { type SQL, sql } from 'drizzle-orm'
import { addDays, birthdaysOn, closeOfLocalDay, isZone, localDay } from '#core/calendar.ts'
import { byZone, daysTouched, whereTheyLive } from '../local-days.ts'
import { type DueAt, GRACE_MS } from './trigger.ts'

/** `key` is the 'MM-DD' of whoever is asked about. The year is that of the day itself: in December somebody may be due for
 * one in January. */
export function dueEachYear(key: SQL, leadDays: number, at: DueAt): { where: SQL; year: SQL } {
  const from = Math.max(at.since, at.launchedAt, at.asOf - GRACE_MS)
  const kept = byZone(
    at.zones,
    at.zone,
    (zone) => daysTouched(from, at.asOf, zone).map((day) => addDays(day, leadDays)),
    (days) => days.join(),
  )
  const everywhere = [...new Set([kept.usual, ...kept.others.map((group) => group.answer)].flat())].sort()
  const all = sql`${key} in ${keysOf(everywhere)}`
  const theirs = whereTheyLive(kept, (days) => sql`${key} in ${keysOf(days)}`)
  // The first condition lets the index find the few people whom the second then judges.
  return { where: kept.others.length === 0 ? all : sql`(${all} and ${theirs})`, year: yearOf(key, everywhere) }
}

/** The next midnight in any of the zones. */
export function nextMidnight(after: number, zones: readonly string[]): number {
  const known = [...new Set(zones)].filter(isZone)
  return Math.min(...known.map((zone) => closeOfLocalDay(localDay(after, zone), zone) + 1))
}

const keysOf = (days: readonly string[]): string[] => [...new Set(days.flatMap(birthdaysOn))]

function yearOf(key: SQL, days: readonly string[]): SQL {
  const years = new Map<string, string[]>()
  for (const day of days) years.set(day.slice(0, 4), [...(years.get(day.slice(0, 4)) ?? []), day])
  const [first, ...later] = [...years]
  const cases = later.map(([year, some]) => sql`when ${key} in ${keysOf(some)} then cast(${year} as text)`)
  const year = sql`cast(${first?.[0] ?? ''} as text)`
  return cases.length === 0 ? year : sql`(case ${sql.join(cases, sql` `)} else ${year} end)`
}
