// By when a request of a person has to be answered: in the EU and the UK a month in calendar months, not in days, and a period
// that would end on a weekend or a public holiday ends on the next working day (Regulation 1182/71); under California's CCPA
// days of its own. Where two laws may hold, the earlier day counts. Pure.
import { addCalendarMonths, addDays } from '#core/calendar.ts'
import { DAY_MS } from '#shared/time.ts'

export const laws = ['ccpa', 'gdpr', 'uk'] as const
export type Law = (typeof laws)[number]

const FIRST_MONTHS = 1
/** Two further months, counted like the first from the day of receipt (GDPR, article 12(3)). */
const LAST_MONTHS = 3
const CCPA_DAYS = 45
const CCPA_OPT_OUT_WORKING_DAYS = 15
const CCPA_CONFIRM_WORKING_DAYS = 10

/** Countries as 'GB'. That of the office and that of the person; one that nobody knows counts as the EU's, which is the
 * stricter. No state of a person is known, so the CCPA counts for all of the United States. */
export function lawsFor(office: string | null, person: string | null): Law[] {
  return [...new Set([lawOf(office), lawOf(person)])].sort()
}

const lawOf = (country: string | null): Law => (country === 'GB' ? 'uk' : country === 'US' ? 'ccpa' : 'gdpr')

export interface Asked {
  kind: string
  laws: readonly Law[]
  /** Epoch ms; the day of receipt itself does not count. */
  receivedAt: number
  isExtended?: boolean
  /** For how long the clock stood still. */
  pausedMs?: number
}

/** The last millisecond (UTC) of the last day. `off`: days off as 'YYYY-MM-DD', or as 'MM-DD' in every year. */
export function dueBy(asked: Asked, off: ReadonlySet<string> = new Set()): number {
  const { kind, receivedAt, isExtended = false, pausedMs = 0 } = asked
  const ends = asked.laws.map((law) => {
    if (law !== 'ccpa') return dueAfter(receivedAt, isExtended ? LAST_MONTHS : FIRST_MONTHS, off, pausedMs)
    if (isOptOut(kind)) return afterWorkingDays(receivedAt, CCPA_OPT_OUT_WORKING_DAYS, off)
    return endOf(addDays(dayOf(receivedAt), isExtended ? 2 * CCPA_DAYS : CCPA_DAYS))
  })
  return Math.min(...ends)
}

/** By when the receipt of a request must be confirmed; null where no law says. */
export function confirmBy({ laws, receivedAt }: Asked, off: ReadonlySet<string> = new Set()): number | null {
  return laws.includes('ccpa') ? afterWorkingDays(receivedAt, CCPA_CONFIRM_WORKING_DAYS, off) : null
}

/** An opt-out of the CCPA has its 15 working days and no more. */
export const canExtend = ({ kind, laws }: Pick<Asked, 'kind' | 'laws'>): boolean =>
  !(laws.includes('ccpa') && isOptOut(kind))
/** Only the UK lets the clock stand still while she is asked who she is. */
export const canPause = (laws: readonly Law[]): boolean => laws.every((law) => law === 'uk')

const isOptOut = (kind: string): boolean => kind === 'object' || kind === 'restrict'

/** The last millisecond (UTC) of the last day, some months and whole days of a pause after `receivedAt`. */
export function dueAfter(
  receivedAt: number,
  months: number,
  off: ReadonlySet<string> = new Set(),
  pausedMs = 0,
): number {
  let day = addDays(addCalendarMonths(dayOf(receivedAt), months), Math.floor(pausedMs / DAY_MS))
  // Even if every day were off, a deadline comes.
  for (let moved = 0; moved < 31 && isOff(day, off); moved += 1) day = addDays(day, 1)
  return endOf(day)
}

function afterWorkingDays(receivedAt: number, count: number, off: ReadonlySet<string>): number {
  let day = dayOf(receivedAt)
  let worked = 0
  // Even if every day were off, a deadline comes.
  for (let gone = 0; worked < count && gone < 3 * count; gone += 1) {
    day = addDays(day, 1)
    if (!isOff(day, off)) worked += 1
  }
  return endOf(day)
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
const endOf = (day: string): number => Date.parse(`${day}T23:59:59.999Z`)

function isOff(day: string, off: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6 || off.has(day) || off.has(day.slice(5))
}
