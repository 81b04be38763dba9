// What crosses the wire about consent: purposes, notices, decisions per cell and what they led to.
import { z } from 'zod'
import { categories, cellStates, channels, legalBases } from '../kinds.ts'
import { country, instant, key, locale, reference, text } from './words.ts'

/** There is no wildcard, so no purpose can be called like one. */
const purposeKey = key.refine((value) => value !== 'all', 'there is no wildcard: name each purpose')

export const newPurpose = z.strictObject({
  key: purposeKey,
  legalBasis: z.enum(legalBases),
  title: text(200),
  benefit: text(1000).optional(),
  justification: text(4000).optional(),
})
export type NewPurpose = z.infer<typeof newPurpose>
export const purpose = z.object({
  key,
  legalBasis: z.enum(legalBases),
  title: z.string(),
  benefit: z.string().nullable(),
  justification: z.string().nullable(),
  createdAt: instant,
})

export const scopeCell = z.strictObject({
  purpose: key,
  channel: z.enum(channels),
  category: z.enum(categories),
  retentionMonths: z.int().min(1).max(600),
  recipients: z.array(text(200)).max(50).optional(),
})
/** Who answers for the data, and who in person. */
export const controller = z.strictObject({
  name: text(200),
  address: text(500),
  contact: text(300),
  country: country.optional(),
  responsible: z.strictObject({ name: text(200), contact: text(300) }).optional(),
})
export type Controller = z.infer<typeof controller>
export const newNotice = z.strictObject({
  controller,
  texts: z
    .record(locale, z.strictObject({ title: text(300), body: text(50_000) }))
    .refine((texts) => Object.keys(texts).length > 0, 'at least one language is needed'),
  scope: z.array(scopeCell).min(1).max(2000),
  effectiveAt: instant.optional(),
})
export type NewNotice = z.infer<typeof newNotice>
export const noticeMade = z.object({ id: z.string(), version: z.int() })
export const cell = z.object({ purpose: key, channel: z.enum(channels), category: z.enum(categories) })
export type Cell = z.infer<typeof cell>
export const noticeChange = z.object({
  kind: z.string(),
  material: z.boolean(),
  cell: cell.optional(),
  detail: z.string().optional(),
})
export type NoticeChange = z.infer<typeof noticeChange>
export const noticePublished = z.object({ version: z.int(), publishedAt: instant, changes: z.array(noticeChange) })
export const notice = z.object({
  id: z.string(),
  version: z.int(),
  publishedAt: instant.nullable(),
  effectiveAt: instant.nullable(),
  inForce: z.boolean(),
  controller,
  texts: z.record(z.string(), z.object({ title: z.string(), body: z.string(), sha256: z.string() })),
  scope: z.array(
    z.object({
      purpose: z.string(),
      channel: z.enum(channels),
      category: z.enum(categories),
      retentionMonths: z.int(),
      recipients: z.array(z.string()),
    }),
  ),
})

export const decisions = ['grant', 'refuse', 'withdraw'] as const
export const consentMethods = ['checkout', 'form', 'pos', 'call', 'app', 'support', 'import', 'centre'] as const
export const recordConsents = z.strictObject({
  customerReference: reference,
  noticeVersion: z.int().min(1),
  locale,
  method: z.enum(consentMethods),
  evidence: text(4000).optional(),
  decisions: z
    .array(
      z.strictObject({
        purpose: purposeKey,
        channel: z.enum(channels),
        category: z.enum(categories),
        decision: z.enum(decisions),
      }),
    )
    .min(1)
    .max(1000),
  contactVerified: z.boolean().optional(),
})
export type RecordConsents = z.infer<typeof recordConsents>

export const cellView = z.object({
  purpose: z.string(),
  channel: z.enum(channels),
  category: z.enum(categories),
  state: z.enum(cellStates),
  noticeVersion: z.int(),
  decidedAt: instant,
  validTo: instant.nullable(),
})
export type CellView = z.infer<typeof cellView>
export const consentsRecorded = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      purpose: z.string(),
      channel: z.string(),
      category: z.string(),
      decision: z.string(),
      at: instant,
    }),
  ),
  cells: z.array(cellView),
})
export const consentsOf = z.object({ customerReference: z.string(), cells: z.array(cellView) })
