// Pure: a budget over days: what had been spent at the end of each, and where the forecast sees it at the end of those that
// come. A voucher's use may come on any of its remaining days alike, so the last point is the forecast of the end.
import { addDays } from '#core/calendar.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { DAY_MS } from '#shared/time.ts'
import { type ForecastInput, forecast } from './forecast.ts'

export interface BurnDown {
  spent: { day: string; spentMinor: number }[]
  coming: { day: string; lowMinor: number; expectedMinor: number; highMinor: number }[]
}

/** So many points are told of the coming time: every day, or days that lie evenly apart, the last always. */
const MOST = 92
/** The latest days on which something was counted. */
const MOST_BEHIND = 366

/** `days` are the tallies by day, in order, in the campaign's zone; `today` is a day of the same zone. */
export function burnDown(
  input: ForecastInput,
  days: readonly { key: string; issued: number; discountMinor: number }[],
  { validity, today }: Pick<NewCampaign, 'validity'> & { today: string },
): BurnDown {
  return { spent: spentBy(days, input.spentMinor), coming: comingOf(input, days, { validity, today }) }
}

/** Counted back from what the budget says now, so that the line ends there. */
function spentBy(days: readonly { key: string; discountMinor: number }[], spentMinor: number): BurnDown['spent'] {
  const spent: BurnDown['spent'] = []
  let left = spentMinor
  for (const { key, discountMinor } of days.toReversed().slice(0, MOST_BEHIND)) {
    spent.push({ day: key, spentMinor: Math.max(0, left) })
    left -= discountMinor
  }
  return spent.reverse()
}

function comingOf(
  input: ForecastInput,
  days: readonly { key: string; issued: number }[],
  { validity, today }: Pick<NewCampaign, 'validity'> & { today: string },
): BurnDown['coming'] {
  const end = forecast(input)
  if (end === null || end.worstCaseMinor === input.spentMinor) return []
  const live = days
    .map(({ key, issued }) => ({ issued, left: daysLeft(today, lastDay(key, validity)) }))
    .filter(({ issued, left }) => issued > 0 && left > 0)
  const longest = live.reduce((most, { left }) => Math.max(most, left), 1)
  const issued = live.reduce((sum, one) => sum + one.issued, 0)
  const points = Math.min(longest, MOST)
  const coming: BurnDown['coming'] = []
  for (let n = 1; n <= points; n += 1) {
    const day = Math.round((longest * n) / points)
    const had = live.reduce((sum, one) => sum + one.issued * Math.min(1, day / one.left), 0)
    const told = forecast(input, n === points || issued === 0 ? 1 : had / issued) ?? end
    const before = coming.at(-1)
    // What was spent is not unspent: neither bound falls, nor is beyond that of the end.
    coming.push({
      day: addDays(today, day - 1),
      lowMinor: Math.min(end.lowMinor, Math.max(told.lowMinor, before?.lowMinor ?? 0)),
      expectedMinor: told.expectedSpendMinor,
      highMinor: Math.min(end.highMinor, Math.max(told.highMinor, before?.highMinor ?? 0)),
    })
  }
  return coming
}

const lastDay = (issuedOn: string, validity: NewCampaign['validity']): string =>
  'until' in validity ? validity.until : addDays(issuedOn, validity.days)

/** Today is one of them. */
const daysLeft = (today: string, last: string): number => (Date.parse(last) - Date.parse(today)) / DAY_MS + 1
