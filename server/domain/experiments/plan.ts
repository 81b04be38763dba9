// The plan of an experiment as it is frozen at launch: what is measured, between whom, until when, at which levels.
// Everything that would change a verdict stands here, so that nothing can be chosen after the figures were seen.
import { DAY_MS } from '#shared/time.ts'
import type { AssignedDay, Metric } from './evidence.ts'

/** What a verdict may rest on; discount cost alone is a guardrail. */
export type PrimaryMetric = Exclude<Metric, 'discount'>

export interface PlannedArm {
  key: string
  kind: 'holdout' | 'offer'
}

/** Fails when the one-sided 95 % bound is worse than the allowed loss. */
export interface Guardrail {
  /** Margin must not fall, the share of recipients with a refund and the discount per recipient must not rise by more. */
  metric: 'margin' | 'refunds' | 'discount'
  /** Minor units per assigned recipient; for refunds a share of the recipients. */
  allowedLoss: number
}

export interface Plan {
  /** Counts the analyses of one campaign: whatever changes below is a new version. */
  version: number
  primary: PrimaryMetric
  /** In the order in which they are shown; at most one holdout. */
  arms: PlannedArm[]
  /** The offer that other offers are compared with; null where there is only one. */
  reference: string | null
  /** Recipients per arm at the end; null where nobody knew: the first week tells then (`foreseen`), and N* is 5,000 per pair until it is over. */
  plannedRecipients: Record<string, number> | null
  launchedAt: number
  /** The pre-registered end: the instant at which the planned recipients are mature. Null: no end, purely sequential. */
  decideAt: number | null
  /** True when the end was moved after launch: the fixed part is off, whatever the plan says. */
  endMoved: boolean
  /** Days from assignment within which purchases count, and the days after expiry that are added to it. */
  windowDays: number
  tailDays: number
  /** Of a purely sequential run; of a call before the end; of the one fixed test at the end. */
  levels: { sequential: number; early: number; final: number }
  /** Prior standard deviation of the log rate ratio in the exact test. */
  tau: number
  /** Prior recipients behind the configured weights in the sequential check of the assignment. */
  srmConcentration: number
  /** A difference smaller than this, in the primary metric's unit, does not matter; null where nobody said. */
  indifference: number | null
  guardrails: Guardrail[]
  /** Recipients' totals are capped at this quantile of the positive totals of all arms; null: not capped. */
  capQuantile: number | null
  /** Whether money is adjusted by the spend of the 90 days before assignment. */
  cuped: boolean
}

export const LEVELS = { sequential: 0.05, early: 0.01, final: 0.04 } as const
export const TAU = 0.3
export const SRM_CONCENTRATION = 10_000
export const SRM_ALARM = 0.001
export const UNKNOWN_N = 5000
export const TAIL_DAYS = 14

/** Recipients of a pair at its end, which tune the always-valid intervals for the whole run. */
export function tuningN(plan: Plan, a: string, b: string): number {
  const planned = plan.plannedRecipients
  const sum = planned === null ? 0 : (planned[a] ?? 0) + (planned[b] ?? 0)
  return sum > 0 ? sum : UNKNOWN_N
}

const WEEK_DAYS = 7
/** Of a campaign without an end. */
const USUAL_WEEKS = 4

/**
 * The plan with the recipients that the first seven days of assignment let expect, where nobody said how many there will be.
 * Who was assigned then never changes again and knows nothing of purchases, so that the number holds for the whole run; no
 * verdict is spoken before the week is over. `now` in epoch ms.
 */
export function foreseen(plan: Plan, days: readonly AssignedDay[], now: number): Plan {
  if (plan.plannedRecipients !== null || now < plan.launchedAt + WEEK_DAYS * DAY_MS) return plan
  const first = Date.parse(days.map(({ day }) => day).sort()[0] ?? '')
  if (Number.isNaN(first)) return plan
  const last = new Date(first + WEEK_DAYS * DAY_MS).toISOString().slice(0, 10)
  const firstWeek = days.filter(({ day }) => day < last)
  const { decideAt, launchedAt, windowDays, tailDays } = plan
  const assignDays =
    decideAt === null ? USUAL_WEEKS * WEEK_DAYS : (decideAt - launchedAt) / DAY_MS - windowDays - tailDays
  const weeks = Math.max(1, assignDays / WEEK_DAYS)
  const expected = (arm: string) => Math.round(weeks * firstWeek.reduce((sum, { arms }) => sum + (arms[arm] ?? 0), 0))
  return { ...plan, plannedRecipients: Object.fromEntries(plan.arms.map(({ key }) => [key, expected(key)])) }
}
