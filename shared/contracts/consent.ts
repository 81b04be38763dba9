// What crosses the wire about consent: purposes, notices, decisions per cell and what they led to.
import { z } from 'zod'
import { categories, cellStates, channels, legalBases, roles } from '../kinds.ts'
import { country, instant, key, locale, reference, text } from './words.ts'

/** There is no wildcard, so no purpose can be called like one. */
const purposeKey = key.refine((value) => value !== 'all', 'there is no wildcard: name each purpose')

const dpvTerm = z
  .string()
  .regex(/^(dpv|pd|eu-gdpr):[A-Za-z0-9-]{1,80}$/, 'must be a term of DPV such as dpv:DirectMarketing')
const fidesKey = z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+){0,6}$/, 'must be a key of fideslang')
const purposeText = z.strictObject({
  title: text(200),
  benefit: text(1000).optional(),
  incentive: text(1000).optional(),
})
export const newPurpose = z.strictObject({
  key: purposeKey,
  legalBasis: z.enum(legalBases),
  title: text(200),
  benefit: text(1000).optional(),
  justification: text(4000).optional(),
  /** What is offered for agreeing, and what the data is worth (11 CCR 7016). */
  incentive: text(1000).optional(),
  dpv: dpvTerm.default('dpv:DirectMarketing'),
  fides: fidesKey.default('marketing.communications'),
  /** Data goes to partners or advertisers: Global Privacy Control says no to it. */
  isPartner: z.boolean().default(false),
  texts: z.record(locale, purposeText).default({}),
})
export type NewPurpose = z.input<typeof newPurpose>
export const purpose = z.object({
  key,
  legalBasis: z.enum(legalBases),
  title: z.string(),
  benefit: z.string().nullable(),
  justification: z.string().nullable(),
  incentive: z.string().nullable(),
  dpv: z.string(),
  fides: z.string(),
  isPartner: z.boolean(),
  texts: z.record(z.string(), purposeText),
  stoppedAt: instant.nullable(),
  stopReason: z.string().nullable(),
  createdAt: instant,
})
export const stopPurpose = z.strictObject({ reason: text(1000) })
export const purposeStopped = z.object({ key, stoppedAt: instant })

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
  /** The data protection authority one may complain to; `contact`: its website or another address. */
  authority: z.strictObject({ name: text(200), contact: text(300) }).optional(),
})
export type Controller = z.infer<typeof controller>
export const newNotice = z.strictObject({
  controller,
  texts: z
    .record(locale, z.strictObject({ title: text(300), body: text(50_000) }))
    .refine((texts) => Object.keys(texts).length > 0, 'at least one language is needed'),
  scope: z.array(scopeCell).min(1).max(2000),
  /** locale → the words of the controls: channels, categories, purposes and buttons, as they are shown. */
  labels: z.record(locale, z.record(text(120), text(500))).optional(),
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
  texts: z.record(
    z.string(),
    z.object({ title: z.string(), body: z.string(), sha256: z.string(), labelsSha256: z.string().nullable() }),
  ),
  labels: z.record(z.string(), z.record(z.string(), z.string())),
  changes: z.array(noticeChange),
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

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')
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
  /** SHA-256 of the words of the controls as they were shown. */
  labelsSha256: sha256Hex.optional(),
  surface: text(200).optional(),
  /** When it happened as an import says; our own instant stands beside it. */
  claimedAt: instant.optional(),
  /** The `version` that was read before: where it is another by now, a yes is refused (409 `consent.changed`) and a no is heard. */
  ifVersion: text(64).nullable().optional(),
  /** Where a parent or guardian of a minor is reached. */
  guardianEmail: text(254)
    .regex(/^[^\s@]{1,64}@[^\s@]{1,189}$/u, 'must be an e-mail address')
    .optional(),
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
/** Moves with every decision; null before the first. */
export const consentsVersion = z.string().nullable()
export const consentsOf = z.object({
  customerReference: z.string(),
  version: consentsVersion,
  cells: z.array(cellView),
})

/** A department that may see some kinds of data, by the roles of its keys. */
export const newParty = z.strictObject({
  key,
  title: text(200),
  /** locale → what it is called. */
  texts: z.record(locale, text(200)).optional(),
  roles: z.array(z.enum(roles)).min(1).max(roles.length),
  categories: z.array(z.enum(categories)).max(categories.length),
})
export type NewParty = z.infer<typeof newParty>
export const party = z.object({
  key,
  title: z.string(),
  texts: z.record(z.string(), z.string()),
  roles: z.array(z.enum(roles)),
  categories: z.array(z.enum(categories)),
})
