// What crosses the wire about customers: the shop's own reference in, a pseudonymous customer out.
import { z } from 'zod'
import { categories } from '../kinds.ts'
import { country, instant, key, locale, reference, text, timeZone } from './words.ts'

export const birthDate = z.string().regex(/^(\d{4}-\d{2}-\d{2}|--\d{2}-\d{2})$/, 'must be YYYY-MM-DD or --MM-DD')
export const attributeValue = z.union([text(500), z.number(), z.boolean(), z.null()])

/** A merge: an absent field keeps what is stored, `null` clears it (decisions.md, 21). */
export const putCustomer = z.strictObject({
  email: text(254)
    .regex(/^[^\s@]{1,64}@[^\s@]{1,189}$/u, 'must be an e-mail address')
    .nullish(),
  phone: z
    .string()
    .regex(/^\+?[0-9 ()./-]{4,32}$/, 'must be a telephone number')
    .nullish(),
  givenName: text(200).nullish(),
  familyName: text(200).nullish(),
  birthDate: birthDate.nullish(),
  country: country.nullish(),
  locale: locale.nullish(),
  timeZone: timeZone.nullish(),
  attributes: z.record(key, attributeValue).optional(),
})
export type PutCustomer = z.infer<typeof putCustomer>

export const customer = z.object({
  id: z.string(),
  reference: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  birthDate: z.string().nullable().describe('--MM-DD, or YYYY-MM-DD where a published purpose needs the age'),
  country: z.string().nullable(),
  locale: z.string().nullable(),
  timeZone: z.string().nullable(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  createdAt: instant,
  updatedAt: instant,
  ignored: z.array(z.string()).optional().describe('fields not stored because their category was withdrawn'),
})
export type Customer = z.infer<typeof customer>

/** One row of an import: the fields of a customer and the shop's reference. */
export const importRow = putCustomer.extend({ reference })
export type ImportRow = z.infer<typeof importRow>

/** What a reader of bulk bodies hands on: a row with the line it starts on (from 1), or why there is none. */
export type RowRead =
  | { line: number; value: Record<string, unknown> }
  | { line: number; error: { code: string; path?: string; message: string } }

export const importError = z.object({
  line: z.int(),
  code: z.string(),
  path: z.string().optional(),
  message: z.string(),
})
export const importReport = z.object({
  read: z.int(),
  created: z.int(),
  updated: z.int(),
  rejected: z.int(),
  dryRun: z.boolean(),
  errors: z.array(importError).describe('the first 100'),
})
export type ImportReport = z.infer<typeof importReport>

export const attributeTypes = ['text', 'number', 'boolean', 'day'] as const
export const newAttribute = z.strictObject({
  key,
  type: z.enum(attributeTypes),
  category: z.enum(categories),
  /** Attributes that it is worked out from: it carries their categories beside its own. */
  derivedFrom: z.array(key).max(50).optional(),
})
export const attribute = z.object({
  id: z.string(),
  key,
  type: z.enum(attributeTypes),
  category: z.enum(categories),
  derivedFrom: z.array(z.string()),
  categories: z.array(z.enum(categories)),
})

export const erased = z.object({
  customerId: z.string(),
  erasedAt: instant,
  messagesCancelled: z.int(),
  vouchersKept: z.int(),
  certificate: z.record(z.string(), z.unknown()).describe('what went, what stayed and why'),
  jws: z.string().describe('the certificate, signed by a key of /.well-known/jwks.json'),
})

export const mergeAsked = z.strictObject({
  from: reference.describe('the profile that goes; it means this one from then on'),
})
export const merged = z.object({
  customer,
  vouchersMoved: z.int(),
  consentsEnded: z.int().describe('cells that were a yes and are none now'),
})
