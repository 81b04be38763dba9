// What a draft would issue on each of the next days, as far as is known today; one budget for all of them, and nothing written.
import { asIfLaunched } from '#campaigns/as-if.ts'
import type { LoadedCampaign } from '#campaigns/load.ts'
import { addDays, closeOfLocalDay, localDay } from '#core/calendar.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { foreseeAside } from '#experiments/set-aside.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { audienceOf } from './audience.ts'
import type { PageCounts } from './decide-page.ts'
import { openWalk, plannedBudget, walkAudience } from './dry-run.ts'
import { isOutOfStock } from './issue.ts'

const FULL_BPS = 10_000

export interface CalendarDay extends PageCounts {
  day: string
}

/** So many occasions are looked at in all. */
const MOST = 50_000

/** A broadcast has one day, its first, since it comes when somebody runs it. Days before the start and after the end are
 * empty. Refuses a segment or an attribute that is not there. */
export async function calendarOf(
  { store, clock }: Pick<House, 'store' | 'clock'>,
  terms: NewCampaign,
  days: number,
): Promise<{ days: CalendarDay[]; isWhole: boolean }> {
  const sharedBps = terms.variants.reduce((sum, { shareBps }) => sum + shareBps, 0)
  if (sharedBps !== FULL_BPS) {
    const message = 'the shares of the variants must sum to 10,000 first'
    throw new Refusal('request.invalid', { errors: [{ path: 'terms.variants', message }] })
  }
  const q = store.read
  const now = clock.now()
  const campaign = await asIfLaunched(q, terms, now)
  const soldOut = await isOutOfStock(q, campaign)
  const budget = plannedBudget(campaign)
  const aside = await foreseeAside(store, terms.experiment?.layer)
  const today = localDay(now, terms.timeZone)
  const found: CalendarDay[] = []
  let left = MOST
  let isOver = false
  for (let n = 0; n < days; n += 1) {
    const day = addDays(today, n)
    const walk = openWalk(campaign, budget, 0, aside)
    const looking = lookingOn(campaign, day, n === 0 ? now : null)
    if (looking !== null && left > 0 && !isOver) {
      isOver = terms.trigger.kind === 'broadcast'
      left -= await lookAt(q, campaign, walk, { ...looking, soldOut, most: left })
      // What this day takes is gone on the next.
      Object.assign(budget, walk.left)
    }
    const { matched: _, variants: __, people: ___, setAsideBy: ____, ...counts } = walk.run
    found.push({ day, ...counts })
  }
  return { days: found, isWhole: left > 0 }
}

/** Null when the campaign is not open on that day. */
function lookingOn({ startsAt, endsAt, terms }: LoadedCampaign, day: string, now: number | null) {
  const asOf = closeOfLocalDay(day, terms.timeZone)
  const begins = closeOfLocalDay(addDays(day, -1), terms.timeZone)
  if ((startsAt ?? 0) > asOf || (endsAt !== null && endsAt <= begins)) return null
  const since = now === null ? begins : now - 1
  return { asOf, since: Math.min(Math.max(since, startsAt ?? 0), asOf - 1) }
}

async function lookAt(
  q: Queries,
  campaign: LoadedCampaign,
  walk: ReturnType<typeof openWalk>,
  on: { asOf: number; since: number; soldOut: boolean; most: number },
): Promise<number> {
  const audience = await audienceOf(q, campaign, on)
  await walkAudience(q, campaign, audience, walk, on)
  return walk.run.matched
}
