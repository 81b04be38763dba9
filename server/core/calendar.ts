// Days, birthdays and ages as the people of a time zone live them; days are 'YYYY-MM-DD', instants epoch milliseconds.
import { DateTime, IANAZone } from 'luxon'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/time.ts'

/** No zone was ever further than this from UTC (Manila and Sitka once were nearly 16 hours away). */
const FURTHEST_ZONE_MS = 17 * HOUR_MS
const LONGEST_ZONE_NAME = 64
const MOST_ZONES = 1_000

/** Whether this is a zone with a name, such as Europe/Berlin; bare offsets such as +02:00 know no summer time. */
export function isZone(zone: string): boolean {
  return zone.length <= LONGEST_ZONE_NAME && /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone)
}

/** Whether this is a day that the calendar has, written 'YYYY-MM-DD'. */
export function isDay(day: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return false
  const month = Number(day.slice(5, 7))
  const date = Number(day.slice(8))
  // Most days need no look at the year, and making a date takes ten times as long.
  if (date < 1 || month < 1 || month > 12) return false
  return date <= 28 || date <= lastOf(Number(day.slice(0, 4)), month)
}

const lastOf = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31

/** The day on the calendars of a zone at an instant. RangeError for an unknown zone. */
export function localDay(instant: number, zone: string): string {
  return new Date(localClock(instant, zone)).toISOString().slice(0, 10)
}

/** The hour, 0 to 23, on the clocks of a zone at an instant. RangeError for an unknown zone. */
export function localHour(instant: number, zone: string): number {
  return new Date(localClock(instant, zone)).getUTCHours()
}

/** What the clocks of a zone show: minutes since midnight, and the day of the week from 1 (Monday). RangeError for an
 * unknown zone. */
export function localMinute(instant: number, zone: string): { minute: number; weekday: number } {
  const clock = new Date(localClock(instant, zone))
  return { minute: clock.getUTCHours() * 60 + clock.getUTCMinutes(), weekday: clock.getUTCDay() || 7 }
}

/**
 * The last millisecond of a local day: one before the next local midnight, or before the clocks jump over it. Where
 * clocks go back over midnight it is the second end of the day; a day that a zone left out ends with the day before.
 * Costs some 10 µs: ask once per page of vouchers, not once per voucher.
 */
export function closeOfLocalDay(day: string, zone: string): number {
  const midnight = startOfDayUtc(day) + DAY_MS
  const early = midnight - FURTHEST_ZONE_MS
  const late = midnight + FURTHEST_ZONE_MS
  const offsetBefore = offsetAt(early, zone)
  const offsetAfter = offsetAt(late, zone)
  const midnightBefore = midnight - offsetBefore
  const midnightAfter = midnight - offsetAfter
  if (offsetBefore === offsetAfter) return midnightAfter - 1
  const change = firstInstantOf(offsetAfter, early, late, zone)
  return (change < midnightAfter ? midnightAfter : Math.min(change, midnightBefore)) - 1
}

/** The day `n` days later (or earlier, when negative). */
export function addDays(day: string, n: number): string {
  return writeDay(startOfDayUtc(day) + n * DAY_MS)
}

/** The same day `n` months later, or the last day of that month when it is shorter: 31 January + 1 is 28 February. */
export function addCalendarMonths(day: string, n: number): string {
  return writeDay(DateTime.fromMillis(startOfDayUtc(day), { zone: 'utc' }).plus({ months: n }).toMillis())
}

/** The 'MM-DD' keys whose birthday is kept on a day: 28 February in a common year is also the 29th's. */
export function birthdaysOn(day: string): string[] {
  startOfDayUtc(day)
  const key = day.slice(5)
  return key === '02-28' && !isLeapYear(Number(day.slice(0, 4))) ? ['02-28', '02-29'] : [key]
}

/** Full years of age on a day; people born on 29 February age on the 28th in common years. Negative before birth. */
export function ageOn(birth: { year: number; monthDay: string }, day: string): number {
  startOfDayUtc(day)
  const year = Number(day.slice(0, 4))
  const birthday = birth.monthDay === '02-29' && !isLeapYear(year) ? '02-28' : birth.monthDay
  return year - birth.year - (day.slice(5) < birthday ? 1 : 0)
}

/** Whether somebody is of age on a day; `unknown` without a year of birth. */
export function ageBandOn(
  birth: { year: number | null; monthDay: string },
  day: string,
  adultAge = 18,
): 'adult' | 'minor' | 'unknown' {
  if (birth.year === null) return 'unknown'
  return ageOn({ year: birth.year, monthDay: birth.monthDay }, day) >= adultAge ? 'adult' : 'minor'
}

/** What the clocks of the zone show, written as if it were UTC. */
function localClock(instant: number, zone: string): number {
  return instant + knownOffsetAt(instant, zone)
}

const QUARTER_MS = 15 * MINUTE_MS
/** By zone: a quarter of an hour in which the clocks do not change, and how far from UTC they are in it. */
const quiet = new Map<string, { from: number; offset: number }>()

/** Every redemption asks for its day, and a zone's tables take 40 µs to look through. */
function knownOffsetAt(instant: number, zone: string): number {
  const from = Math.floor(instant / QUARTER_MS) * QUARTER_MS
  const known = quiet.get(zone)
  if (known?.from === from) return known.offset
  const offset = offsetAt(from, zone)
  if (offsetAt(from + QUARTER_MS, zone) !== offset) return offsetAt(instant, zone)
  if (quiet.size >= MOST_ZONES) quiet.clear()
  quiet.set(zone, { from, offset })
  return offset
}

function offsetAt(instant: number, zone: string): number {
  const minutes = IANAZone.create(zone).offset(instant)
  if (Number.isNaN(minutes)) throw new RangeError(`no time zone or no instant: ${zone}, ${instant}`)
  return Math.round(minutes * MINUTE_MS)
}

/** The change of clocks between two instants; zones never changed twice in so short a time. */
function firstInstantOf(offset: number, early: number, late: number, zone: string): number {
  let before = early
  let after = late
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle, zone) === offset) after = middle
    else before = middle
  }
  return after
}

function startOfDayUtc(day: string): number {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`)
  return Date.parse(`${day}T00:00:00Z`)
}

function writeDay(instant: number): string {
  const day = new Date(instant).toISOString().slice(0, 10)
  if (!isDay(day)) throw new RangeError('beyond the calendar of four-digit years')
  return day
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
