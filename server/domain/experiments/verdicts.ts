// What an experiment's report shows: shapes only. Every number is finite or null, and where it is null a status says why.
// Rates are shares of 1, money is minor units per assigned recipient, p is two-sided, instants are epoch ms.
import type { Verdict } from '#shared/contracts/experiment-readout.ts'
import type { Metric } from './evidence.ts'
import type { Guardrail, PrimaryMetric } from './plan.ts'

export type { Verdict }

export interface Interval {
  low: number | null
  high: number | null
}

export type RelativeStatus = 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
export interface Relative extends Interval {
  lift: number | null
  status: RelativeStatus
}

export type EstimateStatus = 'ok' | 'no_data' | 'no_variance'

/** One metric of a treatment against a control. */
export interface Estimate {
  metric: Metric
  status: EstimateStatus
  n: { control: number; treatment: number }
  mean: { control: number | null; treatment: number | null }
  difference: number | null
  se: number | null
  dof: number | null
  /** As if it were looked at once. */
  fixed: Interval & { level: number; p: number | null; relative: Relative }
  /** Holds at every look at once. */
  always: Interval & { level: number; p: number | null; logE: number | null; relative: Relative }
  /** The one to show: `always` before the end, `fixed` at it; levels divided by the comparisons of the family. */
  shown: Interval & { kind: 'always' | 'fixed'; level: number; relative: Relative }
  /** Rates in one stretch of weights: Newcombe's interval at 95 %, the one to show where few bought or few did not. */
  newcombe: (Interval & { level: number; sparse: boolean }) | null
  /** Rates only, for calculators: the pooled z test. */
  pooled: { z: number | null; p: number } | null
  /** Epochs that the estimate is weighted over, and those without two recipients in both arms, which it leaves out. */
  epochs: { used: number; leftOut: number }
}

/** The exact test on purchases as they come in; valid at any look and any split. */
export interface EventReadout {
  batches: number
  logE: number
  p: number
  /** 1 + lift where rates are small; above 20 % conversion it is a hazard ratio and no lift. */
  rateRatio: Interval & { estimate: number | null; label: 'rate_ratio' | 'hazard_ratio' }
}

export interface BayesRates {
  probTreatmentBetter: number
  lossChooseTreatment: number
  lossChooseControl: number
  lift: Interval & { median: number | null }
}
export interface BayesMoney {
  mean: number
  sd: number
  probTreatmentBetter: number
  low: number
  high: number
  lossChooseTreatment: number
  lossChooseControl: number
}

export interface CupedReadout {
  theta: number
  difference: number | null
  se: number | null
  dof: number | null
  fixed: Interval & { p: number | null }
  lift: number | null
  seLift: number | null
  varianceReduction: number | null
}

/** What the offer added against the holdout. */
export interface Incrementality {
  status: 'ok' | 'not_measurable' | 'no_data'
  rate: number | null
  rateInterval: Interval
  orders: number | null
  ordersInterval: Interval
  redemptionRate: number | null
  /** Of the redemptions; may be negative. Null without redemptions. */
  shareOfRedemptions: number | null
  discountPerIncrementalOrderMinor: number | null
  marginPerRecipientMinor: number | null
  marginInterval: Interval
  marginTotalMinor: number | null
  /** Net margin gained per unit of discount: 0 breaks even, -1 wastes all. */
  roi: number | null
  roiInterval: Interval & { status: RelativeStatus }
}

export interface GuardrailReadout {
  metric: Guardrail['metric']
  allowedLoss: number
  difference: number | null
  /** The one-sided 95 % bound on the worse side. */
  bound: number | null
  ok: boolean
  status: 'ok' | 'fails' | 'not_measured'
}

export interface Change {
  early: number
  late: number
  z: number | null
  p: number | null
  changing: boolean
}
export interface PullForward {
  inside: Estimate
  tail: Estimate
  /** The tail's interval lies below zero. */
  pulledForward: boolean
}

/** A key for translations with raw values, and the same in plain English. */
export interface Sentence {
  key: string
  text: string
  values: Record<string, string | number | null>
}

export interface PairReadout {
  /** `treatment:control`. */
  key: string
  treatment: string
  control: string
  /** Does it pay (against the holdout), or which offer (against the reference offer): each a family of its own. */
  family: 'pays' | 'which'
  verdict: Verdict
  sentence: Sentence
  /** What the verdict rests on, over all comparisons of the family; for money `fixed` is never smaller than the primary's own. */
  p: { always: number | null; alwaysHolm: number | null; fixed: number | null; fixedHolm: number | null; level: number }
  primary: Estimate
  /** The primary metric over everybody assigned, also those whose window is open. */
  live: Estimate
  /** Exploratory; `pAdjusted` by Benjamini-Hochberg over the secondary metrics of the family. */
  secondary: (Estimate & { pAdjusted: number | null })[]
  exact: EventReadout | null
  /** The primary metric as it is, where the plan adjusts or caps it; else null. */
  raw: Estimate | null
  cuped: CupedReadout | null
  bayes: { rates: BayesRates | null; money: BayesMoney | null }
  /** Margin per unit of revenue in each arm, descriptive. */
  marginShare: {
    control: number | null
    treatment: number | null
    difference: number | null
    interval: Interval
  } | null
  incrementality: Incrementality | null
  guardrails: GuardrailReadout[]
  novelty: Change | null
  pullForward: PullForward | null
  warnings: string[]
  /** The verdict told before, and whether today's figures would give another. */
  told: { verdict: string; at: number; snapshot: string; differs: boolean } | null
}

export interface ArmReadout {
  key: string
  kind: 'holdout' | 'offer'
  assigned: number
  mature: number
  planned: number | null
  issued: number | null
  redeemed: number | null
  redeemedByOthers: number | null
  /** Redeemed of issued: descriptive, between offers. */
  redemptionRate: number | null
  purchasers: number
  conversion: number | null
  conversionInterval: Interval
  revenuePerRecipientMinor: number | null
  discountPerRecipientMinor: number | null
  marginPerRecipientMinor: number | null
  /** Exact totals of the assigned as decimal text: they may be larger than a double holds. */
  totals: { revenueMinor: string; discountMinor: string; marginMinor: string | null }
  /** Descriptive: the denominator was chosen after the offer. */
  revenuePerPurchaserMinor: number | null
  referenceShare: number | null
}

export interface SrmCheck {
  what: 'assigned' | 'issued' | 'delivered' | 'referenced'
  chiSquare: number | null
  dof: number
  p: number
  status: 'ok' | 'too_few' | 'no_data'
  /** Null where there are no days to follow. */
  sequential: { p: number; logBayesFactor: number } | null
  alarm: boolean
}

export interface ExperimentReadout {
  version: number
  at: number
  primary: PrimaryMetric
  /** At the pre-registered end the fixed test has spoken; before it only the always-valid one can. */
  final: boolean
  decideAt: number | null
  mode: 'hybrid' | 'sequential'
  maturity: { assigned: number; mature: number; share: number | null; daysRunning: number }
  srm: { checks: SrmCheck[]; alarm: boolean; p: number }
  arms: ArmReadout[]
  comparisons: PairReadout[]
  /** Per arm, among all arms with figures; descriptive. */
  best: { arm: string; probBest: number; expectedLoss: number }[]
  quality: {
    redeemedByOthersShare: number | null
    /** Above 2 %: codes are passed on. */
    flagged: boolean
    duplicates: number | null
    lateFacts: number
  }
  warnings: string[]
}
