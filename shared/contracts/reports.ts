// What crosses the wire about reports: the funnel per arm, the budget, the counts of the experiment.
import { z } from 'zod'
import { budgetFigures } from './campaigns.ts'
import { day, instant, text } from './words.ts'

const count = z.union([z.int(), z.string()]).nullable().describe('null or "<10" where a small cell is hidden')
export const funnelRow = z.object({
  key: z.string().describe('the variant, day or channel'),
  assigned: count,
  consented: count,
  issued: count,
  sent: count,
  held: count,
  redeemed: count,
  reversed: count,
  expired: count,
  discountMinor: count,
})
/** Without it the Accept header says which: JSON, text/csv, or application/vnd.apache.parquet. */
const format = z.enum(['json', 'csv', 'parquet']).optional()
export const reportAsked = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  by: z.enum(['day', 'variant', 'channel']).default('variant'),
  format,
  table: z
    .enum(['funnel', 'arms', 'comparisons'])
    .default('funnel')
    .describe('what a CSV or Parquet file holds: the funnel, or the arms or comparisons of the experiment'),
})
const maybe = z.number().nullable()
const interval = z.looseObject({ low: maybe, high: maybe })
const estimate = z.looseObject({
  metric: z.enum(['conversion', 'revenue', 'discount', 'margin']),
  status: z.enum(['ok', 'no_data', 'no_variance']),
  difference: maybe,
  shown: z.looseObject({ low: maybe, high: maybe, kind: z.enum(['always', 'fixed']), level: z.number() }),
})
/** What the statistics say; every number is finite or null. The full list of fields: /v1/reports/definitions. */
export const experimentReadout = z.looseObject({
  version: z.int(),
  at: z.number(),
  primary: z.string(),
  final: z.boolean(),
  decideAt: maybe,
  mode: z.enum(['hybrid', 'sequential']),
  maturity: z.looseObject({ assigned: z.int(), mature: z.int(), share: maybe, daysRunning: z.number() }),
  srm: z.looseObject({ alarm: z.boolean(), p: z.number() }),
  arms: z.array(
    z.looseObject({
      key: z.string(),
      kind: z.enum(['holdout', 'offer']),
      assigned: z.int(),
      mature: z.int(),
      purchasers: z.int(),
      conversion: maybe,
      conversionInterval: interval,
    }),
  ),
  comparisons: z.array(
    z.looseObject({
      key: z.string(),
      treatment: z.string(),
      control: z.string(),
      family: z.enum(['pays', 'which']),
      verdict: z.string(),
      sentence: z.looseObject({ key: z.string() }),
      primary: estimate,
      live: estimate,
      secondary: z.array(estimate),
      warnings: z.array(z.string()),
    }),
  ),
  warnings: z.array(z.string()),
})

export const campaignReport = z.object({
  campaignId: z.string(),
  name: z.string(),
  by: z.enum(['day', 'variant', 'channel']),
  from: day.nullable(),
  to: day.nullable(),
  generatedAt: instant,
  asOf: instant.nullable().describe('analysts see batches: when this one was let out; null while there is none'),
  currency: z.string(),
  funnel: z.array(funnelRow),
  total: funnelRow,
  budget: budgetFigures,
  burnDown: z
    .object({
      spent: z
        .array(z.object({ day, spentMinor: z.int() }))
        .describe('at the end of each day on which something happened'),
      coming: z
        .array(z.object({ day, lowMinor: z.int(), expectedMinor: z.int(), highMinor: z.int() }))
        .describe(
          'at the end of each day to come, in nine cases of ten between low and high; the last as the forecast',
        ),
    })
    .nullish()
    .describe('null for those who see batches, since many roundings of one amount would tell it'),
  experiment: z.object({
    holdoutBps: z.int(),
    arms: z.array(z.object({ key: z.string(), shareBps: z.int(), assigned: count, issued: count, redeemed: count })),
    redeemedByOthers: count,
    readout: experimentReadout
      .nullable()
      .describe('null before anybody was assigned, or where an arm is too small to show'),
  }),
  refusals: z.array(z.object({ reason: z.string(), count })),
  hidden: z.array(z.object({ key: z.string(), reason: z.string() })),
})
export type CampaignReport = z.infer<typeof campaignReport>

export const breakdownAsked = z.strictObject({
  by: z.enum(['channel', 'country', 'age', 'newcomer', 'day', 'curve']).default('channel'),
  format,
})
export const breakdown = z.object({
  campaignId: z.string(),
  by: z.enum(['channel', 'country', 'age', 'newcomer', 'day', 'curve']),
  asOf: instant.nullable(),
  currency: z.string(),
  rows: z.array(
    z.object({
      arm: z.string(),
      value: z.string().describe('of the dimension; of the curve, days from assignment to use'),
      assigned: count,
      issued: count,
      redeemed: count,
      purchasers: count,
      conversion: z.number().nullable(),
      revenueMinor: z.string().nullable().describe('exact decimal text; analysts: three significant digits'),
      discountMinor: z.string().nullable(),
    }),
  ),
  hidden: z.array(z.object({ arm: z.string(), value: z.string(), reason: z.string() })),
})
export type Breakdown = z.infer<typeof breakdown>

const asked = z.strictObject({
  by: z.enum(['day', 'variant', 'channel']).default('variant'),
  from: day.optional(),
  to: day.optional(),
})
export const keepReport = asked
export const keptReport = z.object({
  hash: z.string().describe('SHA-256 of the canonical JSON (RFC 8785) of the report'),
  keptAt: instant,
  address: z.string().describe('shows the same numbers for ever'),
  report: campaignReport,
})
export type KeptReport = z.infer<typeof keptReport>

export const newReportView = z
  .strictObject({
    name: text(200),
    campaignId: text(64),
    asked: asked.default({ by: 'variant' }),
    every: z.enum(['day', 'week']).optional(),
    to: z.email().max(320).optional(),
  })
  .refine((view) => (view.every === undefined) === (view.to === undefined), {
    path: ['to'],
    message: 'a mail needs both: how often, and to whom',
  })
export type NewReportView = z.infer<typeof newReportView>
export const reportView = z.object({
  id: z.string(),
  name: z.string(),
  campaignId: z.string(),
  asked,
  every: z.enum(['day', 'week']).nullable(),
  to: z.string().nullable(),
  nextAt: instant.nullable(),
  createdAt: instant,
})
export type ReportView = z.infer<typeof reportView>

export const comparedCampaign = z.object({
  campaignId: z.string(),
  name: z.string(),
  state: z.string(),
  currency: z.string(),
  asOf: instant.nullable(),
  assigned: count,
  issued: count,
  redeemed: count,
  discountMinor: count,
  comparisons: z.array(
    z.object({
      treatment: z.string(),
      control: z.string(),
      family: z.enum(['pays', 'which']),
      verdict: z.string(),
      sentence: z.looseObject({ key: z.string() }),
      metric: z.string(),
      difference: maybe,
      low: maybe,
      high: maybe,
    }),
  ),
})
export interface ComparedCampaigns {
  data: z.infer<typeof comparedCampaign>[]
  nextCursor: string | null
}

export const reportDefinitions = z.object({
  metrics: z.array(z.object({ key: z.string(), definition: z.string(), recompute: z.string() })),
  window: z.object({ opens: z.string(), closes: z.string(), mature: z.string() }),
  levels: z.record(z.string(), z.number()),
  sums: z.string(),
  privacy: z.object({ k: z.int(), kCount: z.int(), dominancePercent: z.int(), batches: z.string() }),
})

export const deliveryHealth = z.object({
  asOf: instant,
  channels: z.array(
    z.object({
      channel: z.string(),
      sent: count,
      failed: count.describe('given up and not sent again'),
      bounced: count.describe('addresses that bounced hard'),
      complained: count.describe('addresses from which a complaint came'),
      unsubscribed: count.describe('addresses that are written to no more for any other reason'),
    }),
  ),
  reachedCap: count.describe('times that somebody was left out of a run because she had had enough'),
})
export type DeliveryHealth = z.infer<typeof deliveryHealth>
