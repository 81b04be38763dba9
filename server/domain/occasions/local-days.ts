// Which day it is where people live: answers about days per time zone, as one SQL expression; pure.
import { type SQL, sql } from 'drizzle-orm'
import { addDays, isZone, localDay } from '#core/calendar.ts'

/** What holds in most zones, and where something else does. */
export interface ByZone<T> {
  usual: T
  others: { zones: string[]; answer: T }[]
}

/**
 * Asks a question about each zone. People without a zone, or in one that is not among `zones`, count as living in `home`.
 * `same` says the same word for equal answers.
 */
export function byZone<T>(
  zones: readonly string[],
  home: string,
  ask: (zone: string) => T,
  same: (answer: T) => string,
): ByZone<T> {
  const usual = ask(home)
  const others = new Map<string, { zones: string[]; answer: T }>()
  for (const zone of new Set(zones)) {
    if (!isZone(zone)) continue
    const answer = ask(zone)
    const word = same(answer)
    if (word === same(usual)) continue
    const group = others.get(word) ?? { zones: [], answer }
    group.zones.push(zone)
    others.set(word, group)
  }
  return { usual, others: [...others.values()] }
}

/** The expression that is right where somebody lives; `c` = customers. */
export function whereTheyLive<T>({ usual, others }: ByZone<T>, write: (answer: T) => SQL): SQL {
  if (others.length === 0) return write(usual)
  const cases = others.map(({ zones, answer }) => sql`when c.time_zone in ${zones} then ${write(answer)}`)
  return sql`(case ${sql.join(cases, sql` `)} else ${write(usual)} end)`
}

/** A condition on the day that is today where somebody lives. */
export function onTheirDay(
  now: number,
  zones: readonly string[] | undefined,
  home: string,
  write: (day: string) => SQL,
): SQL {
  const today = byZone(
    zones ?? [],
    home,
    (zone) => localDay(now, zone),
    (day) => day,
  )
  return whereTheyLive(today, write)
}

/** The local days that the time after `since` and up to `asOf` touches; the day of `asOf` always. */
export function daysTouched(since: number, asOf: number, zone: string): string[] {
  const last = localDay(asOf, zone)
  const days = []
  for (let day = since < asOf ? localDay(since + 1, zone) : last; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}
