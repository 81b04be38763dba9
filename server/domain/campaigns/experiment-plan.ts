// Pure: the plan of a campaign's experiment, as its terms come to it at launch.
import { localDay } from '#core/calendar.ts'
import type { Plan } from '#experiments/plan.ts'
import { planOf } from '#experiments/plan-of.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { DAY_MS } from '#shared/time.ts'

export function experimentPlanOf(terms: NewCampaign, launchedAt: number): Plan {
  const startsAt = Math.max(launchedAt, terms.startsAt === undefined ? 0 : Date.parse(terms.startsAt))
  const endsAt = terms.endsAt === undefined ? null : Date.parse(terms.endsAt)
  return planOf({
    variants: terms.variants,
    holdoutBps: terms.holdoutBps,
    validDays: validDays(terms, startsAt),
    launchedAt,
    // A broadcast assigns everybody when it begins.
    lastAssignedAt: terms.trigger.kind === 'broadcast' ? startsAt : endsAt,
    terms: terms.experiment,
  })
}

/** How long a code lives that is issued then. */
export function validDays({ validity, timeZone }: Pick<NewCampaign, 'validity' | 'timeZone'>, at: number): number {
  if ('days' in validity) return validity.days
  return Math.max(0, Math.round((Date.parse(validity.until) - Date.parse(localDay(at, timeZone))) / DAY_MS))
}
