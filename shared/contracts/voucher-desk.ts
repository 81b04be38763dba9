// What crosses the wire when people work on vouchers by hand: search, the story of one, another end, a new code, and
// actions on many at once.
import { z } from 'zod'
import { channels, voucherStates } from '../kinds.ts'
import { day, instant, reference, text } from './words.ts'

const id = text(64)
const reason = text(500)

/** Vouchers of one campaign; what is left out does not matter. */
const filter = {
  campaignId: id,
  states: z.array(z.enum(voucherStates)).min(1).max(voucherStates.length).optional(),
  variantKey: text(64).optional(),
  channel: z.enum(channels).optional(),
  runId: id.optional().describe('of a run, or of a pool of codes'),
  issuedFrom: instant.optional(),
  issuedBefore: instant.optional(),
  expiresFrom: instant.optional(),
  expiresBefore: instant.optional(),
}
export const voucherFilter = z.strictObject(filter)
export type VoucherFilter = z.infer<typeof voucherFilter>

const pageOf = {
  limit: z.int().min(1).max(200).default(50),
  cursor: text(64).optional(),
}
export const searchVouchers = z.union([
  z.strictObject({ code: text(200), ...pageOf }),
  z.strictObject({ orderReference: reference, ...pageOf }),
  z.strictObject({ customerReference: reference, ...pageOf }),
  z.strictObject({ ...filter, ...pageOf }),
])
export type SearchVouchers = z.infer<typeof searchVouchers>

export const foundVoucher = z.object({
  id: z.string(),
  campaignId: z.string(),
  campaignName: z.string(),
  variantKey: z.string(),
  customerId: z.string().nullable().describe('only for roles that may see customers; null when it is nobody’s'),
  channel: z.enum(channels).nullable(),
  state: z.enum(voucherStates),
  issuedAt: instant,
  expiresAt: instant,
  currency: z.string(),
  balanceMinor: z.int().nullable(),
})
export type FoundVoucher = z.infer<typeof foundVoucher>
export const foundVouchers = z.object({
  data: z.array(foundVoucher),
  nextCursor: z
    .string()
    .nullable()
    .describe('also when a page is short: a rare state is looked for a stretch at a time'),
})

export const storyKinds = [
  'issued',
  'queued',
  'sent',
  'failed',
  'cancelled',
  'bounced',
  'held',
  'released',
  'redeemed',
  'reversed',
  'extended',
  'reissued',
  'replaces',
  'revoked',
  'expired',
] as const
export type StoryKind = (typeof storyKinds)[number]
export const storyEntry = z.object({
  at: instant,
  kind: z.enum(storyKinds),
  actor: z.string().nullable().describe('who did it: a key or a person; null when it happened by itself'),
  actorName: z.string().nullable(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
})
export type StoryEntry = z.infer<typeof storyEntry>
export const voucherStory = z.object({
  voucherId: z.string(),
  entries: z.array(storyEntry).describe('the earliest first'),
})

/** To the close of a day, in the campaign's zone; or by days, counted from its end or from today, whichever is later. */
const newEnd = {
  until: day.optional(),
  days: z.int().min(1).max(3650).optional(),
}
const hasOneEnd = ({ until, days }: { until?: string | undefined; days?: number | undefined }) =>
  (until === undefined) !== (days === undefined)
const ONE_END = 'must name either until or days'

export const extendVoucher = z.strictObject({ ...newEnd, reason: reason.optional() }).refine(hasOneEnd, ONE_END)
export type ExtendVoucher = z.infer<typeof extendVoucher>

export const reissueVoucher = z.strictObject({
  reason: reason.optional(),
  send: z
    .boolean()
    .default(true)
    .describe('tell its owner by the channel that is open to her; nobody is written to without consent'),
})
export type ReissueVoucher = z.infer<typeof reissueVoucher>

export const whichVouchers = z.union([
  z.strictObject({ filter: voucherFilter }),
  z.strictObject({ ids: z.array(id).min(1).max(1000) }),
  z.strictObject({ codes: z.array(text(200)).min(1).max(1000) }),
])
export type WhichVouchers = z.infer<typeof whichVouchers>

const wanted = {
  kind: z.enum(['revoke', 'extend']),
  which: whichVouchers,
  ...newEnd,
  reason: reason.optional(),
}
type Wanted = { kind: 'revoke' | 'extend'; until?: string | undefined; days?: number | undefined }
const hasItsEnd = (asked: Wanted) =>
  asked.kind === 'extend' ? hasOneEnd(asked) : asked.until === undefined && asked.days === undefined
const ITS_END = 'must name until or days to extend, and neither to revoke'

export const previewVoucherAction = z.strictObject(wanted).refine(hasItsEnd, ITS_END)
export type VoucherActionAsked = z.infer<typeof previewVoucherAction>
export const newVoucherAction = z
  .strictObject({
    ...wanted,
    undoSeconds: z.int().min(0).max(86_400).default(60).describe('nothing happens before they are over'),
  })
  .refine(hasItsEnd, ITS_END)

const outcome = {
  matched: z.int(),
  changed: z.int().describe('in a preview: how many would be'),
  wrongState: z.int().describe('redeemed or revoked already, or over'),
  notLater: z.int().describe('their end is not earlier than the new one'),
  noBudget: z.int().describe('over, and a guaranteed budget has nothing left to set aside for them'),
  ended: z.int().describe('their campaign has stopped redemptions'),
}
export const voucherActionPreview = z.object({
  ...outcome,
  unknown: z.int().describe('ids or codes that are nobody’s'),
  byState: z.partialRecord(z.enum(voucherStates), z.int()),
  reserveMinor: z.int().describe('what guaranteed budgets would set aside for vouchers that live again'),
  freedMinor: z.int().describe('what guaranteed budgets would get back'),
  currencies: z.array(z.string()),
})
export type VoucherActionPreview = z.infer<typeof voucherActionPreview>
export const voucherAction = z.object({
  id: z.string(),
  kind: z.enum(['revoke', 'extend']),
  state: z.enum(['waiting', 'working', 'done', 'dropped']),
  actor: z.string(),
  actorName: z.string().nullable(),
  campaignId: z.string().nullable().describe('null for a list of vouchers'),
  until: z.string().nullable(),
  days: z.int().nullable(),
  reason: z.string().nullable(),
  askedAt: instant,
  beginsAt: instant.describe('until then it can be dropped, and nothing has happened'),
  finishedAt: instant.nullable(),
  foreseen: z.int(),
  ...outcome,
})
export type VoucherAction = z.infer<typeof voucherAction>
