// Pure: the decision rule. Before the end only evidence that may be looked at often can speak; at the end one fixed test.
import { LEVELS, SRM_ALARM } from './plan.ts'
import type { Verdict } from './verdicts.ts'

export interface Facts {
  srmP: number
  minArmAssigned: number
  minArmConversions: number
  totalConversions: number
  minArmPurchasers: number
  metricKind: 'rate' | 'money'
  daysRunning: number
  /** Of the assigned; 0 to 1. */
  maturedShare: number
  isFinal: boolean
  pAlwaysValidHolm: number | null
  pFixedHolm: number | null
  estimate: number | null
  guardrailsOk: boolean
  finalInterval: [number | null, number | null]
  indifference: number | null
}

const LEAST = { assigned: 100, conversions: 25, total: 150, purchasers: 100, days: 7, matured: 0.5 }

/** `early` is the level of a call before the end: 0.01, or 0.05 where there is no fixed test to come. */
export function decide(facts: Facts, { early, final }: { early: number; final: number } = LEVELS): Verdict {
  const { isFinal, estimate } = facts
  if (facts.srmP < SRM_ALARM) return 'invalid_srm'
  if (isThin(facts)) return isFinal ? 'inconclusive' : 'collecting'
  if (!isFinal && (facts.daysRunning < LEAST.days || facts.maturedShare < LEAST.matured)) return 'collecting'
  const [p, level] = isFinal ? [facts.pFixedHolm, final] : [facts.pAlwaysValidHolm, early]
  if (p !== null && estimate !== null && p < level) {
    if (estimate <= 0) return 'loser'
    return facts.guardrailsOk ? 'winner' : 'winner_blocked_by_guardrail'
  }
  if (!isFinal) return 'keep_running'
  return isWithin(facts.finalInterval, facts.indifference) ? 'no_meaningful_difference' : 'inconclusive'
}

/** Too few for the approximations to hold, whatever they say. */
const isThin = (facts: Facts): boolean =>
  facts.minArmAssigned < LEAST.assigned ||
  facts.minArmConversions < LEAST.conversions ||
  facts.totalConversions < LEAST.total ||
  (facts.metricKind === 'money' && facts.minArmPurchasers < LEAST.purchasers)

const isWithin = ([low, high]: Facts['finalInterval'], indifference: number | null): boolean =>
  indifference !== null && low !== null && high !== null && low > -indifference && high < indifference
