// When somebody may next be due in a live campaign, so that a test clock need not stop at every midnight of the world.
import { isOpen } from '#campaigns/is-open.ts'
import { type LoadedCampaign, liveCampaigns } from '#campaigns/load.ts'
import { addDays, birthdaysOn, closeOfLocalDay, isZone, localDay } from '#core/calendar.ts'
import type { House } from '#core/house.ts'
import { zonesInUse } from '#customers/zones.ts'
import { nextDueOf } from '#occasions/kinds/all.ts'
import type { TriggerKind } from '#shared/kinds.ts'
import { birthdaysKnown, orderDaysKnown } from './queries.ts'

/** Looks this far ahead for a birthday: there is none further away. */
const YEAR_DAYS = 367

/**
 * The first instant after `after`, null while nothing is in sight. At first (`ran` false) it is at once when a campaign is
 * open: people and consents may have come since the clock was last moved, and a real clock would have looked again.
 */
export async function nextOccasion(
  { store, clock }: House,
  kinds: readonly TriggerKind[],
  after: number,
  ran: boolean,
): Promise<number | null> {
  const campaigns = await liveCampaigns(store.read, kinds)
  if (!ran && campaigns.some((campaign) => isOpen(campaign, clock.now()))) return after + 1
  const isWaitedFor = (kind: TriggerKind) => campaigns.some(({ terms }) => terms.trigger.kind === kind)
  const isYearly = isWaitedFor('birthday') || isWaitedFor('anniversary')
  const known: Known = {
    zones: isYearly ? (await zonesInUse(store.read)).filter(isZone) : [],
    birthday: new Set(isWaitedFor('birthday') ? await birthdaysKnown(store.read) : []),
    anniversary: new Set(isWaitedFor('anniversary') ? await orderDaysKnown(store.read) : []),
  }
  let earliest: number | null = null
  for (const campaign of campaigns) {
    const next = await nextOf(store.read, campaign, after, known)
    if (next === null || (campaign.endsAt !== null && next >= campaign.endsAt)) continue
    if (earliest === null || next < earliest) earliest = next
  }
  return earliest
}

/** The days of the year that are somebody's, and where people live. */
interface Known {
  zones: string[]
  birthday: ReadonlySet<string>
  anniversary: ReadonlySet<string>
}

async function nextOf(
  q: House['store']['read'],
  { terms: { trigger }, timeZone, checkedAt, startsAt, launchedAt }: LoadedCampaign,
  after: number,
  known: Known,
): Promise<number | null> {
  const begins = Math.max(launchedAt ?? 0, startsAt ?? 0)
  if ((trigger.kind !== 'birthday' && trigger.kind !== 'anniversary') || after < begins) {
    return nextDueOf(q, trigger, { after, checkedAt, launchedAt: begins, zone: timeZone })
  }
  return nextBirthday([...new Set([timeZone, ...known.zones])], trigger.leadDays, after, known[trigger.kind])
}

/** The next beginning of a local day, in any of the zones, on which somebody's birthday is `leadDays` away. */
export function nextBirthday(
  zones: readonly string[],
  leadDays: number,
  after: number,
  monthDays: ReadonlySet<string>,
): number | null {
  const today = zones.map((zone) => localDay(after, zone)).sort()[0] ?? ''
  let found: number | null = null
  let daysLeft = YEAR_DAYS
  for (let day = today; daysLeft > 0; day = addDays(day, 1), daysLeft--) {
    if (!birthdaysOn(addDays(day, leadDays)).some((monthDay) => monthDays.has(monthDay))) continue
    for (const zone of zones) {
      const begins = closeOfLocalDay(addDays(day, -1), zone) + 1
      if (begins > after && (found === null || begins < found)) found = begins
    }
    // Where the sun rises first the next day but one begins before this one does where it rises last.
    if (found !== null) daysLeft = Math.min(daysLeft, 3)
  }
  return found
}
