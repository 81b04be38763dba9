// By when a request of a person has to be answered: a month in calendar months, not in days, and a period that would end on
// a weekend or a public holiday ends on the next working day (Regulation 1182/71). Pure.
import { addCalendarMonths, addDays } from '#core/calendar.ts'

/** The last millisecond (UTC) of the last day. `receivedAt` in epoch ms; the day of receipt itself does not count. `off`:
 * days off as 'YYYY-MM-DD', or as 'MM-DD' in every year. */
export function dueAfter(receivedAt: number, months: number, off: ReadonlySet<string> = new Set()): number {
  let day = addCalendarMonths(new Date(receivedAt).toISOString().slice(0, 10), months)
  // Even if every day were off, a deadline comes.
  for (let moved = 0; moved < 31 && isOff(day, off); moved += 1) day = addDays(day, 1)
  return Date.parse(`${day}T23:59:59.999Z`)
}

function isOff(day: string, off: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6 || off.has(day) || off.has(day.slice(5))
}
