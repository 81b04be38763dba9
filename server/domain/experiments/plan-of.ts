// Pure: the plan of a campaign's experiment, from its terms as they stand at launch.
import type { ExperimentTerms } from '#shared/contracts/experiments.ts'
import { DAY_MS } from '#shared/time.ts'
import { HOLDOUT } from './assign.ts'
import { LEVELS, type Plan, SRM_CONCENTRATION, TAIL_DAYS, TAU } from './plan.ts'

export interface Launched {
  variants: { key: string; shareBps: number }[]
  holdoutBps: number
  /** How long a code lives that is issued at the start. */
  validDays: number
  launchedAt: number
  /** When the last recipient can be assigned; null where nobody can say. */
  lastAssignedAt: number | null
  terms: ExperimentTerms | undefined
}

const FULL_BPS = 10_000

/** Without a named end it is the day on which the last recipient is mature; where there is none, every look is one of many. */
export function planOf({ variants, holdoutBps, validDays, launchedAt, lastAssignedAt, terms }: Launched): Plan {
  const offers = variants.map(({ key }) => ({ key, kind: 'offer' as const }))
  const named = offers.find(({ key }) => key === terms?.reference) ?? offers[0]
  const matureAt = lastAssignedAt === null ? null : lastAssignedAt + (validDays + TAIL_DAYS + 1) * DAY_MS
  return {
    version: 1,
    primary: terms?.primary ?? 'conversion',
    arms: [...offers, ...(holdoutBps > 0 ? [{ key: HOLDOUT, kind: 'holdout' as const }] : [])],
    reference: offers.length > 1 ? (named?.key ?? null) : null,
    plannedRecipients: terms?.recipients === undefined ? null : shareOut(terms.recipients, variants, holdoutBps),
    launchedAt,
    decideAt: terms?.decideAt === undefined ? matureAt : Date.parse(terms.decideAt),
    endMoved: false,
    windowDays: validDays,
    tailDays: TAIL_DAYS,
    levels: { ...LEVELS },
    tau: TAU,
    srmConcentration: SRM_CONCENTRATION,
    indifference: terms?.indifference ?? null,
    guardrails: terms?.guardrails ?? [],
    capQuantile: terms?.capQuantile ?? null,
    cuped: terms?.cuped ?? false,
  }
}

function shareOut(recipients: number, variants: Launched['variants'], holdoutBps: number): Record<string, number> {
  const held = Math.round((recipients * holdoutBps) / FULL_BPS)
  const offered = variants.map(({ key, shareBps }) => [key, Math.round(((recipients - held) * shareBps) / FULL_BPS)])
  return Object.fromEntries([...offered, ...(held > 0 ? [[HOLDOUT, held]] : [])])
}
