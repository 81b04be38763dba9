// What crosses the wire about campaigns: the draft, its launch, its runs.
import { z } from 'zod'
import { budgetModes, campaignStates, channels, legalBases } from '../kinds.ts'
import { experimentTerms } from './experiments.ts'
import { offerSchema } from './offers.ts'
import { rule } from './segments.ts'
import { trigger } from './triggers.ts'
import {
  amountMinor,
  basisPoints,
  currency,
  day,
  instant,
  key,
  locale,
  positiveMinor,
  reference,
  text,
  timeZone,
} from './words.ts'

export const variant = z.strictObject({
  key: key.refine((value) => value !== 'holdout', '"holdout" is the name of the arm without an offer'),
  shareBps: basisPoints,
  offer: offerSchema,
})
/** What of a budget may go in a day of the campaign's zone, or to one customer over the campaign's life. */
export const capTerms = z
  .strictObject({
    limitMinor: positiveMinor.optional(),
    count: z.int().min(1).max(1_000_000_000).optional().describe('uses that stand or are held'),
  })
  .refine((cap) => cap.limitMinor !== undefined || cap.count !== undefined, 'must name limitMinor or count')
export const budgetTerms = z.strictObject({
  limitMinor: amountMinor,
  currency,
  count: z.int().min(0).max(1_000_000_000).optional(),
  mode: z.enum(budgetModes),
  whenShort: z.enum(['refuse', 'cap']).default('refuse'),
  perDay: capTerms.optional(),
  perCustomer: capTerms.optional(),
})
const rank = z.int().min(0).max(1000).default(500).describe('codes of a lower rank have their turn earlier')
/** What a campaign's codes allow beside them on one order; gift cards pay and go with everything. */
export const stacking = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('exclusive'), rank }),
  z.strictObject({
    mode: z.literal('combinable'),
    group: key.optional().describe('an order takes one code of a group'),
    rank,
  }),
])
export const validity = z.union([z.strictObject({ days: z.int().min(0).max(3650) }), z.strictObject({ until: day })])
const saying = z.strictObject({
  subject: text(300).optional(),
  text: text(20_000),
  html: text(200_000).optional(),
})
/** What suits a regular may put off a stranger: who has bought nothing yet, once or twice, or more often. */
export const messageText = saying.extend({
  tones: z
    .strictObject({ prospect: saying.optional(), known: saying.optional(), loyal: saying.optional() })
    .optional()
    .describe('said instead, by how much somebody has bought (needs purchase_history)'),
  reminder: saying.optional().describe('said by the reminder before the voucher expires; without it the same again'),
})
export const clockTime = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'must be HH:MM')
/** From the one to the other on the clocks of the customer's zone, over midnight when the second is earlier. */
export const sendWindow = z
  .strictObject({
    from: clockTime,
    to: clockTime,
    days: z.array(z.int().min(1).max(7)).min(1).max(7).optional().describe('1 is Monday; all when left out'),
  })
  .refine(({ from, to }) => from !== to, 'is empty')
export const reminderTerms = z.strictObject({
  daysBefore: z.int().min(1).max(60).describe('before the voucher expires; counted in every cap'),
})
export const frequency = z.strictObject({ max: z.int().min(1).max(1000), withinDays: z.int().min(1).max(3650) })

export const newCampaign = z.strictObject({
  /** The campaign that serves whoever said no to personalisation: it reads nothing but how to reach people. */
  baselineCampaignId: text(64).optional(),
  name: text(200),
  purpose: key,
  legalBasis: z.enum(legalBases).default('consent'),
  channels: z
    .array(z.enum(channels))
    .min(1)
    .max(channels.length)
    .refine((named) => new Set(named).size === named.length, 'names a channel twice'),
  trigger,
  segment: z.union([z.strictObject({ id: text(64) }), z.strictObject({ rule })]).optional(),
  variants: z.array(variant).min(1).max(20),
  holdoutBps: basisPoints.default(0),
  experiment: experimentTerms.optional(),
  budget: budgetTerms.optional(),
  validity,
  minimumOrderMinor: amountMinor.optional(),
  frequency: frequency.optional(),
  priority: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('of campaigns that are due for the same person the higher has its turn first; 500 when left out'),
  sendWindow: sendWindow.optional(),
  reminder: reminderTerms.optional(),
  refundPolicy: z.enum(['keep', 'restore']).default('restore'),
  redeemableBy: z.enum(['anyone', 'recipient']).default('anyone'),
  stacking: stacking.optional().describe('without it codes combine with all that do not forbid it'),
  codePrefix: z
    .string()
    .regex(/^[A-Z0-9]{1,16}$/)
    .optional(),
  message: z.record(locale, messageText).default({}),
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  timeZone,
})
export type NewCampaign = z.infer<typeof newCampaign>

/** An absent field keeps, `null` clears. A draft may change in full, a launched campaign in little (decisions.md, 18). */
export const patchCampaign = newCampaign
  .omit({ legalBasis: true, holdoutBps: true, refundPolicy: true, redeemableBy: true, message: true, budget: true })
  .partial()
  .extend({
    legalBasis: z.enum(legalBases).optional(),
    holdoutBps: basisPoints.optional(),
    refundPolicy: z.enum(['keep', 'restore']).optional(),
    redeemableBy: z.enum(['anyone', 'recipient']).optional(),
    message: z.record(locale, messageText).optional(),
    segment: newCampaign.shape.segment.nullable(),
    experiment: experimentTerms.nullish(),
    minimumOrderMinor: amountMinor.nullish(),
    frequency: frequency.nullish(),
    priority: newCampaign.shape.priority.nullable(),
    sendWindow: sendWindow.nullish(),
    reminder: reminderTerms.nullish(),
    stacking: stacking.nullish(),
    codePrefix: newCampaign.shape.codePrefix.nullable(),
    baselineCampaignId: newCampaign.shape.baselineCampaignId.nullable(),
    startsAt: instant.nullish(),
    endsAt: instant.nullish(),
    budget: budgetTerms
      .omit({ whenShort: true })
      .partial()
      .extend({
        whenShort: z.enum(['refuse', 'cap']).optional(),
        perDay: capTerms.nullish(),
        perCustomer: capTerms.nullish(),
      })
      .nullish(),
  })
export type PatchCampaign = z.infer<typeof patchCampaign>

const capFigures = z.object({ limitMinor: z.int().nullable(), count: z.int().nullable() })
export const budgetFigures = z.object({
  limitMinor: z.int().nullable(),
  currency: z.string(),
  mode: z.enum(budgetModes),
  whenShort: z.enum(['refuse', 'cap']),
  reservedMinor: z.int(),
  heldMinor: z.int(),
  spentMinor: z.int(),
  freeMinor: z.int().nullable(),
  countLimit: z.int().nullable(),
  countUsed: z.int(),
  perDay: capFigures
    .extend({
      days: z
        .array(z.object({ day, usedMinor: z.int(), countUsed: z.int() }))
        .describe('the latest days on which something was used, the latest first'),
    })
    .nullable(),
  perCustomer: capFigures.nullable(),
  forecast: z
    .object({
      expectedSpendMinor: z.int(),
      worstCaseMinor: z.int(),
      lowMinor: z.int().describe('with highMinor: where it will end in nine cases of ten'),
      highMinor: z.int(),
    })
    .nullable(),
})
export type BudgetFigures = z.infer<typeof budgetFigures>
export const campaign = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(campaignStates),
  purpose: z.string(),
  legalBasis: z.enum(legalBases),
  channels: z.array(z.enum(channels)),
  trigger,
  segment: z.union([z.object({ id: z.string() }), z.object({ rule })]).nullable(),
  variants: z.array(z.object({ key: z.string(), shareBps: z.int(), offer: offerSchema })),
  holdoutBps: z.int(),
  experiment: experimentTerms.nullable(),
  budget: budgetFigures.nullable(),
  validity,
  minimumOrderMinor: z.int().nullable(),
  frequency: frequency.nullable(),
  priority: z.int(),
  sendWindow: sendWindow.nullable(),
  reminder: reminderTerms.nullable(),
  refundPolicy: z.enum(['keep', 'restore']),
  redeemableBy: z.enum(['anyone', 'recipient']),
  stacking: stacking.nullable(),
  codePrefix: z.string().nullable(),
  message: z.record(z.string(), messageText),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  timeZone: z.string(),
  needs: z.array(z.object({ purpose: z.string(), channel: z.enum(channels), category: z.string() })),
  baselineCampaignId: z.string().nullable(),
  createdAt: instant,
  launchedAt: instant.nullable(),
  endedAt: instant.nullable(),
  archivedAt: instant.nullable(),
})
export type Campaign = z.infer<typeof campaign>
/** What stands in a message, by name, for those who say it in another language. */
export const messageValues = z.record(z.string(), z.string())
export const warning = z.object({ code: z.string(), message: z.string(), values: messageValues.optional() })
export type Warning = z.infer<typeof warning>
export const campaignLaunched = campaign.extend({
  warnings: z.array(z.string()),
  warned: z.array(warning).describe('the same by their codes'),
})
export type CampaignLaunched = z.infer<typeof campaignLaunched>
export const changeShares = z.strictObject({
  shares: z
    .array(z.strictObject({ key, shareBps: basisPoints }))
    .min(2)
    .max(20)
    .refine((shares) => shares.reduce((sum, { shareBps }) => sum + shareBps, 0) === 10_000, 'must sum to 10,000')
    .describe('of those who are not held out; whoever was assigned before keeps her variant'),
})
export type ChangeShares = z.infer<typeof changeShares>
export const endCampaign = z.strictObject({ stopRedemptions: z.boolean().default(false) })

export const runOutcome = z.object({
  runId: z.string(),
  matched: z.int(),
  issued: z.int(),
  holdout: z.int(),
  alreadyHad: z.int(),
  noConsent: z.int(),
  setAside: z.int().describe('take no part: the holdout of the house, or a layer of which another campaign has them'),
  capped: z.int(),
  noBudget: z.int(),
  outOfStock: z.int(),
  finishedAt: instant.nullable(),
})
export type RunOutcome = z.infer<typeof runOutcome>
export const dryRunAsked = z
  .strictObject({
    day: day.optional().describe('in the zone of the campaign; tomorrow when left out'),
    people: z.int().min(0).max(200).default(50).describe('how many to name, to those who may see people'),
  })
  .prefault({})
const about = z.union([z.int(), z.string()])
export const dryRun = z.object({
  day: z.string(),
  asOf: instant.describe('the end of that day, as if nothing happened until then'),
  isWhole: z.boolean().describe('false when the audience was too large to look at everybody'),
  matched: about.describe('occasions; rounded to 5 and "<10" below ten for those who may not see exact numbers'),
  issued: about,
  holdout: about,
  alreadyHad: about,
  noConsent: about,
  setAside: about.describe('take no part: the holdout of the house, or a layer of which another campaign has them'),
  capped: about,
  noBudget: about,
  outOfStock: about,
  variants: z.array(z.object({ key: z.string(), issued: about })),
  refusedBy: z.array(z.object({ reason: z.string(), category: z.string().optional(), count: about })),
  setAsideBy: z.array(z.object({ reason: z.enum(['house_holdout', 'layer']), count: about })),
  people: z
    .array(
      z.object({
        customerReference: z.string(),
        occasion: z.string(),
        outcome: z.enum([
          ...(['issued', 'holdout', 'already_had', 'no_consent', 'house_holdout'] as const),
          ...(['layer', 'capped', 'out_of_stock', 'no_budget'] as const),
        ]),
        variantKey: z.string().nullable(),
      }),
    )
    .optional()
    .describe('only for those who may see people; their looking is on record'),
})
export const issueOne = z.strictObject({ customerReference: reference, occasion: text(200) })
export const issuedOne = z.object({
  outcome: z.enum(['issued', 'holdout', 'already_had']),
  variantKey: z.string(),
  voucher: z.lazy(() => z.record(z.string(), z.unknown())).nullable(),
})
