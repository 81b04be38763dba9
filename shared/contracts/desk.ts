// What crosses the wire while a campaign is made: the list, its check, calendar, versions, approval, and why somebody got nothing.
import { z } from 'zod'
import { campaignStates, categories, channels } from '../kinds.ts'
import { messageValues, newCampaign, stacking, warning } from './campaigns.ts'
import { offerSchema } from './offers.ts'
import { preview } from './segments.ts'
import { amountMinor, currency, instant, page, reference, text } from './words.ts'

const about = z.union([z.int(), z.string()])

export const campaignsAsked = page.extend({
  state: z.enum(campaignStates).optional(),
  q: text(200).optional().describe('part of the name, in any case'),
  archived: z.enum(['true', 'false']).default('false').describe('true: only those that were put away'),
})
export type CampaignsAsked = z.infer<typeof campaignsAsked>

export const copyCampaign = z
  .strictObject({
    name: text(200).optional(),
    version: z.int().min(1).optional().describe('as it was then; the latest when left out'),
  })
  .prefault({})

/** A draft as it stands, finished or not: what does not fit the contract is told with everything else. */
export const checkAsked = z.strictObject({
  terms: z.record(z.string().max(64), z.unknown()),
  campaignId: text(64).optional().describe('of a saved draft: whether its budget has been approved'),
})
export const fieldReason = z.object({
  path: z.string(),
  message: z.string(),
  code: z.string(),
  values: messageValues.optional(),
})
export const checked = z.object({
  reasons: z.array(fieldReason).describe('everything that stands against a launch, all at once'),
  warnings: z.array(z.string()),
  warned: z.array(warning),
  needs: z.array(
    z.object({
      purpose: z.string(),
      channel: z.enum(channels),
      category: z.enum(categories),
      because: z.array(z.string()).describe('the parts of the campaign that read it'),
      isAsked: z.boolean().describe('whether the notice in force asks for it'),
    }),
  ),
  reach: preview.nullable().describe('null without live figures, and while there is too little to count'),
  cost: z
    .object({
      currency: z.string(),
      dearestMinor: z.int().nullable().describe('the most that one voucher can cost; null: no bound'),
      worstCaseMinor: z.int().describe('everybody who can be reached redeems the dearest offer, within the budget'),
      expectedMinor: z.int().nullable().describe('as often as vouchers of this house were redeemed; null: too few yet'),
      redeemedBps: z.int().nullable(),
      issuedSoFar: z.int(),
      vouchersAtMost: z.int().nullable().describe('so many the budget covers for sure; null: no bound'),
    })
    .nullable(),
  approval: z.object({
    isNeeded: z.boolean(),
    aboveMinor: z.int().nullable(),
    state: z.enum(['none', 'asked', 'approved', 'refused']),
  }),
})
export type Checked = z.infer<typeof checked>

export const calendarAsked = z.strictObject({ terms: newCampaign, days: z.int().min(1).max(31).default(14) })
export const calendarDay = z.object({
  day: z.string(),
  issued: about,
  holdout: about,
  noConsent: about,
  setAside: about,
  capped: about,
  noBudget: about,
})
export const calendar = z.object({
  days: z.array(calendarDay),
  isWhole: z.boolean().describe('false when the audience was too large to look at everybody'),
})

export const termsChange = z.object({
  path: z.string(),
  before: z.unknown().describe('absent when it was not there'),
  after: z.unknown().describe('absent when it is gone'),
})
export type TermsChange = z.infer<typeof termsChange>
export const campaignVersion = z.object({
  number: z.int(),
  at: instant,
  actor: z.string(),
  actorName: z
    .string()
    .nullable()
    .describe('of a member or a key, for who may write campaigns or read the audit log; null for anybody else'),
  cause: z.enum(['drafted', 'copied', 'changed', 'launched']),
  changes: z.array(termsChange).describe('against the version before'),
})
export type CampaignVersion = z.infer<typeof campaignVersion>
export const diffAsked = z.strictObject({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) })
export const versionsDiff = z.object({ from: z.int(), to: z.int(), changes: z.array(termsChange) })

export const approvalRules = z.strictObject({
  limits: z
    .array(z.strictObject({ currency, aboveMinor: amountMinor }))
    .max(200)
    .refine((all) => new Set(all.map((one) => one.currency)).size === all.length, 'names a currency twice')
    .describe('empty: nobody has to be asked. Otherwise a currency that is not named always takes a second person'),
})
export type ApprovalRules = z.infer<typeof approvalRules>
export const approval = z.object({
  id: z.string(),
  campaignId: z.string(),
  campaignName: z.string(),
  version: z.int(),
  limitMinor: z.int(),
  currency: z.string(),
  askedBy: z.string(),
  askedAt: instant,
  askedNote: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decision: z.enum(['approved', 'refused']).nullable(),
  decidedNote: z.string().nullable(),
})
export type Approval = z.infer<typeof approval>
export const approvalState = z.object({
  isNeeded: z.boolean(),
  aboveMinor: z.int().nullable(),
  currency: z.string().nullable(),
  state: z.enum(['none', 'asked', 'approved', 'refused']).describe('none also when the campaign was changed since'),
  latest: approval.nullable(),
  isMaker: z.boolean().describe('whoever asks has made or changed this campaign, or asked for the approval'),
})
export const askApproval = z
  .strictObject({
    limitMinor: amountMinor.optional().describe('of a live campaign: the limit that is wanted'),
    note: text(500).optional(),
  })
  .prefault({})
export const decideApproval = z.strictObject({ decision: z.enum(['approved', 'refused']), note: text(500).optional() })

export const whyAsked = z.strictObject({ id: text(64), reference })
export const whyOutcomes = [
  'issued',
  'holdout',
  'not_begun',
  'over',
  'paused',
  'draft',
  'not_concerned',
  'not_in_segment',
  'not_due',
  'set_aside',
  'no_consent',
  'capped',
  'out_of_stock',
  'no_budget',
  'next_run',
] as const
export const whyNot = z.object({
  outcome: z.enum(whyOutcomes),
  says: z.string().describe('the outcome in a sentence'),
  reason: z
    .string()
    .nullable()
    .describe('with no_consent: what stands in the way; with set_aside: house_holdout or layer'),
  category: z.enum(categories).nullable().describe('with no_consent: the first cell that is missing'),
  vouchers: z.array(
    z.object({
      id: z.string(),
      occasion: z.string(),
      variantKey: z.string(),
      channel: z.enum(channels).nullable(),
      state: z.string(),
      issuedAt: instant,
    }),
  ),
  checks: z
    .array(
      z.object({
        check: z.enum(['campaign', 'trigger', 'segment', 'due', 'consent', 'cap', 'stock', 'budget']),
        holds: z.boolean(),
      }),
    )
    .describe('all that issuing asks, in its order'),
})
export type WhyNot = z.infer<typeof whyNot>

export const stackTrialAsked = z.strictObject({
  order: z.strictObject({ currency, amountMinor, shippingMinor: amountMinor.default(0) }),
  draft: z
    .strictObject({
      name: text(200),
      offer: offerSchema,
      stacking: stacking.optional(),
      minimumOrderMinor: amountMinor.optional(),
    })
    .optional(),
  campaignIds: z.array(text(64)).max(7).default([]),
})
export type StackTrialAsked = z.infer<typeof stackTrialAsked>
const tried = z.object({ campaignId: z.string().nullable().describe('null: the draft'), name: z.string() })
export const stackTrial = z.object({
  discountMinor: z.int(),
  dueMinor: z.int(),
  applied: z.array(tried.extend({ discountMinor: z.int() })).describe('in the order of their turns'),
  leftOut: z.array(tried.extend({ reason: z.string() })),
})
export type StackTrial = z.infer<typeof stackTrial>

export const ruleValueKinds = ['none', 'number', 'boolean', 'day', 'month_day', 'country', 'text'] as const
export const ruleField = z.object({
  field: z.string(),
  label: z.string(),
  needs: z.array(z.enum(categories)),
  isMoney: z.boolean(),
  ops: z.array(z.object({ op: z.string(), value: z.enum(ruleValueKinds), isList: z.boolean() })),
})
export type RuleField = z.infer<typeof ruleField>
export const ruleFields = z.object({ fields: z.array(ruleField) })
