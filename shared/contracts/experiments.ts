// What crosses the wire about experiments: arms that were filled elsewhere, the plan before a launch, the read-out.
import { z } from 'zod'
import { importError } from './customers.ts'
import { amountMinor, basisPoints, day, instant, key, text } from './words.ts'

const figure = z.number().nullable()
const interval = { low: figure, high: figure }
export const primaryMetrics = ['conversion', 'revenue', 'margin'] as const
export const metrics = ['conversion', 'revenue', 'discount', 'margin'] as const
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
  verdict: z.enum([
    'invalid_srm',
    'collecting',
    'keep_running',
    'winner',
    'winner_blocked_by_guardrail',
    'loser',
    'no_meaningful_difference',
    'inconclusive',
    'not_measurable',
  ]),
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
    duplicates: z.int(),
    lateFacts: z.int(),
  }),
  warnings: z.array(z.string()),
})

/** What a campaign says of its experiment before launch; frozen with it. */
export const experimentTerms = z.strictObject({
  primary: z.enum(primaryMetrics).default('conversion'),
  recipients: z.int().min(1).max(1_000_000_000).optional().describe('all arms together, at the end'),
  decideAt: instant
    .optional()
    .describe('the end; without it the day on which the last recipient is mature, if there is one'),
  reference: key.optional().describe('the variant that the others are compared with; the first'),
  indifference: z.number().positive().optional().describe("in the primary metric's unit"),
  guardrails: z
    .array(z.strictObject({ metric: z.enum(['margin', 'refunds', 'discount']), allowedLoss: z.number().min(0) }))
    .max(3)
    .default([]),
  capQuantile: z.number().min(0.5).max(0.99999).optional(),
  cuped: z.boolean().default(false).describe('adjust by the spend of the 90 days before'),
})
export type ExperimentTerms = z.infer<typeof experimentTerms>

const armKey = text(100)
/** One recipient of a file. An empty cell is absent; amounts are whole minor units of one currency. */
export const importedRecipient = z.strictObject({
  recipient: text(200),
  arm: armKey,
  assigned_at: z.union([instant, day]),
  purchased: z.enum(['0', '1', 'true', 'false']),
  revenue_minor: z.string(),
  discount_minor: z.string().optional(),
  margin_minor: z.string().optional(),
  covariate: z.string().optional(),
})
export const importExperimentAsked = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false'),
  primary: z.enum(primaryMetrics).default('conversion'),
  holdout: armKey.default('holdout').describe('the arm without an offer; need not be there'),
  reference: armKey.optional().describe('the offer that the others are compared with; the first in the file'),
  weights: text(2000).optional().describe('arm:weight, separated by commas; equal where nothing is said'),
  cuped: z.enum(['true', 'false']).default('false').describe('adjust by the covariate, which every line must have'),
  capQuantile: z.coerce.number().min(0.5).max(0.99999).optional(),
  indifference: z.coerce.number().positive().optional().describe("in the primary metric's unit"),
})
export const experimentImported = z.object({
  read: z.int(),
  counted: z.int(),
  rejected: z.int(),
  dryRun: z.boolean(),
  errors: z.array(importError).describe('the first 100'),
  report: experimentReadout.nullable().describe('null on a dry run, and where nothing can be compared'),
})
export type ImportExperimentAsked = z.infer<typeof importExperimentAsked>
export type ExperimentImported = z.infer<typeof experimentImported>

/** What is to be planned: a draft's shares and audience, or figures of one's own; figures win. */
export const planAsked = z
  .strictObject({
    campaignId: text(64).optional(),
    audience: z.int().min(1).max(1_000_000_000).optional().describe('people who will be assigned'),
    holdoutBps: basisPoints.optional(),
    shares: z
      .array(z.strictObject({ key, shareBps: basisPoints }))
      .min(1)
      .max(20)
      .optional(),
    startsAt: instant.optional(),
    /** Over how many days they come in; 0 for all at once. */
    assignDays: z.int().min(0).max(3650).default(0),
    windowDays: z.int().min(0).max(3650).optional(),
    conversion: z.number().gt(0).lt(1).describe('share of recipients who buy without an offer'),
    margin: z
      .strictObject({ meanMinor: z.number().positive(), sdMinor: z.number().positive() })
      .optional()
      .describe('margin per recipient without an offer'),
    primary: z.enum(primaryMetrics).default('conversion'),
    expectedLift: z.number().gt(-1).max(100).optional(),
    discountPerRecipientMinor: amountMinor.optional(),
    power: z.number().min(0.5).max(0.99).default(0.8),
  })
  .refine(
    ({ campaignId, shares }) => campaignId !== undefined || shares !== undefined,
    'must name campaignId or shares',
  )
export type PlanAsked = z.infer<typeof planAsked>

const detectable = z.object({
  lift: figure.describe('the smallest relative rise that is seen with the power; null where the audience shows none'),
  liftAtAnyLook: figure.describe('the same when it is to be seen before the end'),
})
export const experimentPlan = z.object({
  audience: z.int(),
  arms: z.array(z.object({ key: z.string(), kind: z.enum(['holdout', 'offer']), recipients: z.int() })),
  startsAt: instant,
  matureAt: instant,
  level: z.number(),
  power: z.number(),
  comparisons: z.array(
    z.object({
      key: z.string(),
      family: z.enum(['pays', 'which']),
      conversion: detectable,
      margin: detectable.nullable(),
      /** Of the primary metric. */
      curve: z.array(z.object({ lift: z.number(), power: z.number(), powerAtAnyLook: z.number() })),
      expected: z.object({ lift: z.number(), power: z.number(), recipientsNeeded: z.int().nullable() }).nullable(),
      promised: z.boolean().describe('false: the audience cannot show a winner below 50 %'),
    }),
  ),
  holdoutCost: z.object({
    /** Against two arms of equal size, as a factor on the people needed. */
    peopleFactor: figure,
    /** What the held out would have brought at the expected lift, after discount. */
    marginMinor: figure,
  }),
  promised: z.boolean(),
  reasons: z.array(z.string()),
})
export type ExperimentPlan = z.infer<typeof experimentPlan>
