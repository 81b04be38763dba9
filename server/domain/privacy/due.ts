// By when a request of a person has to be answered: a month in calendar months, not in days, and a period that would end on
// a weekend ends on the Monday (Regulation 1182/71). Pure.
import { addCalendarMonths, addDays } from '#core/calendar.ts'

/** The last millisecond (UTC) of the last day. `receivedAt` in epoch ms; the day of receipt itself does not count. */
export function dueAfter(receivedAt: number, months: number): number {
  const day = addCalendarMonths(new Date(receivedAt).toISOString().slice(0, 10), months)
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const working = weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day
  return Date.parse(`${working}T23:59:59.999Z`)
}
