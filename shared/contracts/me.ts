// What crosses the wire when a person acts for herself: her session, her choices, her data and her rights.
import { z } from 'zod'
import { categories, channels } from '../kinds.ts'
import { cellView, consentsVersion, decisions } from './consent.ts'
import { putCustomer } from './customers.ts'
import { day, instant, key, locale, text } from './words.ts'

/** 43 characters of base64url, as links and sessions have them. */
const token = text(64)
const anything = z.record(z.string(), z.unknown())

export const askLink = z.strictObject({
  address: text(254).regex(
    /^(?:[^\s@]{1,64}@[^\s@]{1,189}|\+[\d\s().-]{6,30})$/u,
    'must be an e-mail address or a telephone number with its country code',
  ),
  locale: locale.default('en'),
})
export const linkAsked = z.object({ accepted: z.literal(true) })
export const openSession = z.strictObject({ token })
export const session = z.object({
  session: z.string().describe('the bearer token of the next 15 minutes; the one shown is used up'),
  expiresAt: instant,
  customerId: z.string().nullable(),
  profiles: z.array(z.object({ customerId: z.string(), label: z.string() })),
  step: z.enum(['export', 'erase', 'rectify', 'grant']).nullable(),
})
export const chooseProfile = z.strictObject({ customerId: text(64) })
export const askStep = z.strictObject({
  action: z.enum(['export', 'erase', 'rectify', 'grant']),
  locale: locale.default('en'),
})
export const passStep = z.strictObject({ code: text(20) })

export const myConsents = z.object({
  noticeVersion: z.int().nullable(),
  version: consentsVersion,
  snoozedUntil: instant.nullable().describe('when messages come again; null when they come'),
  cells: z.array(cellView),
})
export const changeConsents = z.strictObject({
  noticeVersion: z.int().min(1),
  locale,
  decisions: z
    .array(
      z.strictObject({
        purpose: key,
        channel: z.enum(channels),
        category: z.enum(categories),
        decision: z.enum(decisions),
      }),
    )
    .min(1)
    .max(1000),
  /** As of `recordConsents`. */
  ifVersion: text(64).nullable().optional(),
})
export const myData = z.object({ profile: anything, tables: z.record(z.string(), z.array(anything)) })
export const myUsage = z.object({
  data: z.array(
    z.object({
      at: instant,
      kind: z.string(),
      values: z.record(z.string(), z.string()),
      categories: z.array(z.string()),
    }),
  ),
})
export const myChanges = z.object({ data: z.array(anything) })
export const myReceipts = z.object({
  data: z.array(z.object({ id: z.string(), at: instant, noticeVersion: z.int(), cells: z.int(), ready: z.boolean() })),
})
export const receiptFormat = z.strictObject({ format: z.enum(['27560', 'kantara']).default('27560') })
export const receipt = z.object({ receipt: z.unknown(), jws: z.string(), ready: z.boolean() })
export const why = z.object({
  voucherId: z.string(),
  rule: z.array(z.object({ key: z.string(), values: anything })),
  purposeKey: z.string(),
  purpose: z.string(),
  legalBasis: z.string(),
  categories: z.array(z.string()),
  consents: z.array(z.object({ at: instant, noticeVersion: z.int(), category: z.string(), eventId: z.string() })),
  issuedAt: instant,
  canStop: z.boolean(),
})
export const exportMade = z.object({ token: z.string(), expiresAt: instant })
export const fetchExport = z.strictObject({ token })
export const objectTo = z.strictObject({
  purpose: key.nullable().describe('null: all marketing'),
  lift: z.boolean().default(false),
})
export const restrictTo = z.strictObject({ restrict: z.boolean() })
export const snoozeUntil = z.strictObject({
  until: day.nullable().describe('the first day with messages again, within twelve months; null: from now on'),
})
export const corrections = putCustomer.omit({ attributes: true })
export const rectified = z.object({ ignored: z.array(z.string()), proofMailed: z.boolean() })
const counted = z.array(z.object({ key: z.string(), count: z.int() }))
export const erasePreview = z.object({ goes: counted, stays: counted })
export const erasedMe = z.object({ certificate: anything, jws: z.string() })

export const requestKinds = ['access', 'export', 'rectify', 'erase', 'restrict', 'object'] as const
export const request = z.object({
  id: z.string(),
  kind: z.enum(requestKinds),
  state: z.enum(['open', 'paused', 'extended', 'overdue', 'done', 'refused']),
  via: z.string(),
  receivedAt: instant,
  dueAt: instant,
  laws: z.array(z.enum(['ccpa', 'gdpr', 'uk'])).describe('the earliest day of these is dueAt'),
  confirmBy: instant.nullable().describe('by when its receipt must be confirmed, where a law says so'),
  pausedAt: instant.nullable().describe('since when the clock stands still'),
  extendedReason: z.string().nullable(),
  closedAt: instant.nullable(),
  answer: z.string().nullable(),
})
export const myRequests = z.object({ data: z.array(request) })
export const askFor = z.strictObject({ kind: z.enum(requestKinds) })
