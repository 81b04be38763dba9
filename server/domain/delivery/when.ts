// When a message may go to somebody: within the campaign's window and outside the silent hours, on her own clocks; pure.
import type { z } from 'zod'
import { localMinute } from '#core/calendar.ts'
import type { sendWindow } from '#shared/contracts/campaigns.ts'
import type { DeliveryRules } from '#shared/contracts/delivery.ts'
import type { Channel } from '#shared/kinds.ts'
import { MINUTE_MS } from '#shared/time.ts'

type Hours = z.infer<typeof sendWindow>
const DAY_MINUTES = 24 * 60
/** Every window opens at least once a week. */
const MOST_STEPS = 256
/** Clocks change on the quarter: the last two hours are gone in such steps, so that no opening is jumped over. */
const QUARTER = 15
const NEAR = 120

/** What a message has to keep to: all of these at once. */
export function windowsFor(
  channel: Channel,
  sends: Hours | undefined,
  quiet: DeliveryRules['quiet'],
): readonly Hours[] {
  const windows = sends === undefined ? [] : [sends]
  return quiet?.channels.includes(channel) ? [...windows, { from: quiet.to, to: quiet.from }] : windows
}

/** The first instant from `now` on at which all windows are open in the zone; windows that are never open together give
 * way after a week: late is better than never. */
export function sendableFrom(now: number, zone: string, windows: readonly Hours[]): number {
  let at = now
  for (let step = 0; step < MOST_STEPS; step++) {
    const wait = Math.max(0, ...windows.map((hours) => minutesToWait(hours, at, zone)))
    if (wait === 0) return at
    const minutes = wait > NEAR ? wait - NEAR + QUARTER : Math.min(wait, QUARTER)
    at = Math.floor(at / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS
  }
  return at
}

function minutesToWait(hours: Hours, at: number, zone: string): number {
  const { minute, weekday } = localMinute(at, zone)
  const from = minutesOf(hours.from)
  const to = minutesOf(hours.to)
  const isOvernight = to < from
  const isLate = isOvernight && minute < to
  const isWithin = isOvernight ? minute >= from || isLate : minute >= from && minute < to
  // The small hours of an overnight window belong to the day on which it began.
  const day = isLate ? before(weekday) : weekday
  if (isWithin && isOpenOn(hours, day)) return 0
  return minute < from && isOpenOn(hours, weekday) ? from - minute : DAY_MINUTES - minute
}

const isOpenOn = ({ days }: Hours, weekday: number) => days === undefined || days.includes(weekday)
const before = (weekday: number) => (weekday === 1 ? 7 : weekday - 1)
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
