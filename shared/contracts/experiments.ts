// What crosses the wire about experiments: a campaign's own terms, the plan before a launch, arms that were filled elsewhere.
import { z } from 'zod'
import { importError } from './customers.ts'
import { experimentReadout, figure, primaryMetrics } from './experiment-readout.ts'
import { amountMinor, basisPoints, day, instant, key, text } from './words.ts'

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
  layer: z
    .strictObject({ key, fromBps: basisPoints, toBps: basisPoints })
    .refine(({ fromBps, toBps }) => fromBps < toBps, 'is empty')
    .optional()
    .describe('the slice of all people who may be in this campaign; campaigns of one layer share nobody'),
})
export type ExperimentTerms = z.infer<typeof experimentTerms>

export const experimentSettings = z.object({
  globalHoldoutBps: basisPoints.describe('of all people, who are in no campaign; changing it changes who is compared'),
  grossMarginBps: z.int().min(0).max(10_000).nullable().describe('of what is sold, before discounts; null: unknown'),
})
export const putExperimentSettings = z.strictObject({
  globalHoldoutBps: z.int().min(0).max(2_000).optional(),
  grossMarginBps: z.int().min(0).max(10_000).optional(),
})

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
  name: text(200).optional().describe('under which the comparison is kept'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters')
    .optional()
    .describe('of the amounts; only told with them'),
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
  kept: z
    .object({ hash: z.string(), address: z.string() })
    .nullable()
    .describe('where the same numbers are shown for ever; null where there is no report'),
})
export type ImportExperimentAsked = z.infer<typeof importExperimentAsked>
export type ExperimentImported = z.infer<typeof experimentImported>

export const keptExperimentHead = z.object({
  hash: z.string().describe('SHA-256 of the canonical JSON (RFC 8785) of what was asked, counted and found'),
  name: z.string(),
  keptAt: instant,
  address: z.string().describe('shows the same numbers for ever'),
})
export type KeptExperimentHead = z.infer<typeof keptExperimentHead>
/** Without a format the Accept header says which: JSON (all of it), text/csv, or application/vnd.apache.parquet (one table). */
export const keptExperimentAsked = z.strictObject({
  format: z.enum(['json', 'csv', 'parquet']).optional(),
  table: z.enum(['arms', 'comparisons']).default('arms').describe('what a CSV or Parquet file holds'),
})
export const keptExperiment = keptExperimentHead.extend({
  asked: z.looseObject({}).describe('how it was compared'),
  read: z.int(),
  counted: z.int(),
  rejected: z.int(),
  report: experimentReadout,
})
export type KeptExperiment = z.infer<typeof keptExperiment>

export const campaignShares = z.object({
  holdoutBps: basisPoints,
  stretches: z
    .array(
      z.object({
        from: instant.nullable().describe('null before the launch'),
        arms: z.array(
          z.object({ key: z.string(), ofAllBps: z.number().describe('of all recipients, the held out included') }),
        ),
      }),
    )
    .describe('times of constant shares, oldest first: each is compared within itself'),
})
export type CampaignShares = z.infer<typeof campaignShares>
export const sharesForeseen = z.object({
  isChange: z.boolean(),
  stretches: z.int().describe('how many there would be'),
  arms: z
    .array(z.object({ key: z.string(), beforeBps: z.number(), afterBps: z.number() }))
    .describe('of all recipients'),
  comparisons: z.array(
    z.object({
      treatment: z.string(),
      control: z.string(),
      family: z.enum(['pays', 'which']),
      peopleFactor: z
        .number()
        .nullable()
        .describe('so many times as many recipients as now to see the same difference; null where an arm gets nobody'),
    }),
  ),
})
export type SharesForeseen = z.infer<typeof sharesForeseen>

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
    expectedLift: z.number().min(-0.99).max(100).optional(),
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
