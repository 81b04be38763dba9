// What crosses the wire about reports: the funnel per arm, the budget, the counts of the experiment.
import { z } from 'zod'
import { budgetFigures } from './campaigns.ts'
import { day, instant } from './words.ts'

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
export const reportAsked = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  by: z.enum(['day', 'variant', 'channel']).default('variant'),
})
export const campaignReport = z.object({
  campaignId: z.string(),
  name: z.string(),
  by: z.enum(['day', 'variant', 'channel']),
  from: day.nullable(),
  to: day.nullable(),
  generatedAt: instant,
  currency: z.string(),
  funnel: z.array(funnelRow),
  total: funnelRow,
  budget: budgetFigures,
  experiment: z.object({
    holdoutBps: z.int(),
    arms: z.array(z.object({ key: z.string(), shareBps: z.int(), assigned: count, issued: count, redeemed: count })),
    redeemedByOthers: count,
  }),
  refusals: z.array(z.object({ reason: z.string(), count })),
  hidden: z.array(z.object({ key: z.string(), reason: z.string() })),
})
export type CampaignReport = z.infer<typeof campaignReport>
