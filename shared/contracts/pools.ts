// What crosses the wire about pools of codes for print, and about the export of codes.
import { z } from 'zod'
import { voucherStates } from '../kinds.ts'
import { instant, text } from './words.ts'

export const MOST_IN_A_POOL = 5_000_000

export const newPool = z.strictObject({
  name: text(200).describe('yours, once per campaign'),
  count: z.int().min(1).max(MOST_IN_A_POOL),
  variantKey: text(64).optional().describe('all of this variant; else spread over the variants by their shares'),
})
export type NewPool = z.infer<typeof newPool>

export const poolReasons = ['no_budget', 'campaign_over'] as const
export const pool = z.object({
  id: z.string(),
  campaignId: z.string(),
  name: z.string(),
  variantKey: z.string().nullable(),
  count: z.int(),
  made: z.int(),
  state: z.enum(['making', 'ready', 'short']).describe('short: finished with fewer than asked, see reason'),
  reason: z.enum(poolReasons).nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
})
export type Pool = z.infer<typeof pool>

export const exportCodes = z.strictObject({
  poolId: text(64).optional().describe('only the codes of this pool'),
  state: z.enum(voucherStates).optional(),
  cursor: text(64).optional().describe('go on behind this voucher: the last one you have'),
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
})
export type ExportCodes = z.infer<typeof exportCodes>
