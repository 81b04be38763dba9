// Reads a birth date as month and day, with the year only when it was given; pure.
import { isDay, localDay } from '#core/calendar.ts'

const FIRST_YEAR = 1900
/** Where a new day of the world begins: nobody is born later than today here. */
const FIRST_ZONE = 'Pacific/Kiritimati'
/** A leap year: without a year 29 February is a birthday like any other. */
const ANY_YEAR = '2000'

export type BirthDate = { monthDay: string; year: number | null }

/**
 * 'YYYY-MM-DD' or '--MM-DD' as `{ monthDay: 'MM-DD', year }`, else null: days no calendar has, years before 1900, days
 * to come (after `now`, epoch milliseconds, in every zone).
 */
export function parseBirthDate(text: string, now: number = Date.now()): BirthDate | null {
  if (text.startsWith('--')) {
    const monthDay = text.slice(2)
    return isDay(`${ANY_YEAR}-${monthDay}`) ? { monthDay, year: null } : null
  }
  if (!isDay(text) || isToCome(text, now)) return null
  const year = Number(text.slice(0, 4))
  return year < FIRST_YEAR ? null : { monthDay: text.slice(5), year }
}

/** A day that has begun in UTC has begun where days begin, and asking about zones takes longer. */
function isToCome(day: string, now: number): boolean {
  return day > new Date(now).toISOString().slice(0, 10) && day > localDay(now, FIRST_ZONE)
}
