// What crosses the wire of a finished look at an experiment: arms, comparisons, verdicts, and how they were come to.
import { z } from 'zod'

/** What a verdict may rest on. */
export const primaryMetrics = ['conversion', 'revenue', 'margin'] as const
export const verdicts = [
  'invalid_srm',
  'collecting',
  'keep_running',
  'winner',
  'winner_blocked_by_guardrail',
  'loser',
  'no_meaningful_difference',
  'inconclusive',
  'not_measurable',
] as const
export type Verdict = (typeof verdicts)[number]
export const figure = z.number().nullable()
const interval = { low: figure, high: figure }
const metrics = ['conversion', 'revenue', 'discount', 'margin'] as const
const metric = z.enum(metrics)

const relative = z.object({
  ...interval,
  lift: figure,
  status: z.enum(['bounded', 'unbounded', 'control_mean_not_positive', 'no_estimate']),
})
const bounds = z.object({ ...interval, level: z.number(), relative })
export const estimate = z.object({
  metric,
  status: z.enum(['ok', 'no_data', 'no_variance']),
  n: z.object({ control: z.int(), treatment: z.int() }),
  mean: z.object({ control: figure, treatment: figure }),
  difference: figure,
  se: figure,
  dof: figure,
  fixed: bounds.extend({ p: figure }),
  always: bounds.extend({ p: figure, logE: figure }),
  shown: bounds.extend({ kind: z.enum(['always', 'fixed']) }),
  newcombe: z.object({ ...interval, level: z.number(), sparse: z.boolean() }).nullable(),
  pooled: z.object({ z: figure, p: z.number() }).nullable(),
  epochs: z.object({ used: z.int(), leftOut: z.int() }),
})

const incrementality = z.object({
  status: z.enum(['ok', 'not_measurable', 'no_data']),
  rate: figure,
  rateInterval: z.object(interval),
  orders: figure,
  ordersInterval: z.object(interval),
  redemptionRate: figure,
  shareOfRedemptions: figure,
  discountPerIncrementalOrderMinor: figure,
  marginPerRecipientMinor: figure,
  marginInterval: z.object(interval),
  marginTotalMinor: figure,
  roi: figure,
  roiInterval: relative.omit({ lift: true }),
})

const bayesMoney = z.object({
  mean: z.number(),
  sd: z.number(),
  probTreatmentBetter: z.number(),
  low: z.number(),
  high: z.number(),
  lossChooseTreatment: z.number(),
  lossChooseControl: z.number(),
})
const bayesRates = z.object({
  probTreatmentBetter: z.number(),
  lossChooseTreatment: z.number(),
  lossChooseControl: z.number(),
  lift: z.object({ ...interval, median: figure }),
})
const cuped = z.object({
  theta: z.number(),
  difference: figure,
  se: figure,
  dof: figure,
  fixed: z.object({ ...interval, p: figure }),
  lift: figure,
  seLift: figure,
  varianceReduction: figure,
})
const events = z.object({
  batches: z.int(),
  logE: z.number(),
  p: z.number(),
  rateRatio: z.object({ ...interval, estimate: figure, label: z.enum(['rate_ratio', 'hazard_ratio']) }),
})
const guardrail = z.object({
  metric: z.enum(['margin', 'refunds', 'discount']),
  allowedLoss: z.number(),
  difference: figure,
  bound: figure,
  ok: z.boolean(),
  status: z.enum(['ok', 'fails', 'not_measured']),
})

export const comparison = z.object({
  key: z.string().describe('treatment:control'),
  treatment: z.string(),
  control: z.string(),
  family: z.enum(['pays', 'which']),
  verdict: z.enum(verdicts),
  sentence: z.object({
    key: z.string(),
    text: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
  }),
  p: z.object({ always: figure, alwaysHolm: figure, fixed: figure, fixedHolm: figure, level: z.number() }),
  primary: estimate,
  live: estimate.describe('everybody assigned, also those whose window is open'),
  secondary: z.array(estimate.extend({ pAdjusted: figure })).describe('exploratory'),
  raw: estimate.nullable().describe('where the plan adjusts or caps the primary metric'),
  exact: events.nullable(),
  cuped: cuped.nullable(),
  bayes: z.object({ rates: bayesRates.nullable(), money: bayesMoney.nullable() }),
  marginShare: z
    .object({ control: figure, treatment: figure, difference: figure, interval: z.object(interval) })
    .nullable(),
  incrementality: incrementality.nullable(),
  guardrails: z.array(guardrail),
  novelty: z.object({ early: z.number(), late: z.number(), z: figure, p: figure, changing: z.boolean() }).nullable(),
  pullForward: z.object({ inside: estimate, tail: estimate, pulledForward: z.boolean() }).nullable(),
  warnings: z.array(z.string()),
  told: z.object({ verdict: z.string(), at: z.int(), snapshot: z.string(), differs: z.boolean() }).nullable(),
})

const countOrNull = z.int().nullable()
export const armReadout = z.object({
  key: z.string(),
  kind: z.enum(['holdout', 'offer']),
  assigned: z.int(),
  mature: z.int(),
  planned: countOrNull,
  issued: countOrNull,
  redeemed: countOrNull,
  redeemedByOthers: countOrNull,
  redemptionRate: figure,
  purchasers: z.int(),
  conversion: figure,
  conversionInterval: z.object(interval),
  revenuePerRecipientMinor: figure,
  discountPerRecipientMinor: figure,
  marginPerRecipientMinor: figure,
  totals: z.object({ revenueMinor: z.string(), discountMinor: z.string(), marginMinor: z.string().nullable() }),
  revenuePerPurchaserMinor: figure,
  referenceShare: figure,
})

/** What the statistics answer; every number is finite or null. */
export const experimentReadout = z.object({
  version: z.int(),
  at: z.int(),
  primary: z.enum(primaryMetrics),
  final: z.boolean(),
  decideAt: z.int().nullable(),
  mode: z.enum(['hybrid', 'sequential']),
  maturity: z.object({ assigned: z.int(), mature: z.int(), share: figure, daysRunning: z.number() }),
  srm: z.object({
    checks: z.array(
      z.object({
        what: z.enum(['assigned', 'issued', 'delivered', 'referenced']),
        chiSquare: figure,
        dof: z.int(),
        p: z.number(),
        status: z.enum(['ok', 'too_few', 'no_data']),
        sequential: z.object({ p: z.number(), logBayesFactor: z.number() }).nullable(),
        alarm: z.boolean(),
      }),
    ),
    alarm: z.boolean(),
    p: z.number(),
  }),
  arms: z.array(armReadout),
  comparisons: z.array(comparison),
  best: z.array(z.object({ arm: z.string(), probBest: z.number(), expectedLoss: z.number() })),
  quality: z.object({
    redeemedByOthersShare: figure,
    flagged: z.boolean(),
    duplicates: z
      .int()
      .nullable()
      .describe('lines of an import that stood before; null for campaigns, where a repeat makes no fact'),
    lateFacts: z.int(),
  }),
  warnings: z.array(z.string()),
})
