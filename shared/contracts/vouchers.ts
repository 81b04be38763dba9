// What crosses the wire about vouchers.
import { z } from 'zod'
import { channels, voucherStates } from '../kinds.ts'
import { instant, page, reference, text } from './words.ts'

export const voucher = z.object({
  id: z.string(),
  code: z.string().optional().describe('only for roles that may see codes'),
  campaignId: z.string(),
  variantKey: z.string(),
  customerReference: z.string().nullable(),
  channel: z.enum(channels).nullable(),
  state: z.enum(voucherStates),
  issuedAt: instant,
  expiresAt: instant,
  redeemedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  currency: z.string(),
  balanceMinor: z.int().nullable().describe('gift cards: what is left'),
})
export type Voucher = z.infer<typeof voucher>
export const listVouchers = page.extend({ customerReference: reference.optional(), campaignId: text(64).optional() })
export const revokeVoucher = z.strictObject({ reason: text(500).optional() })
