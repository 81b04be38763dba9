// What crosses the wire about the office of consent: registers, logs, languages, ages, departments, stops and findings.
import { z } from 'zod'
import { categories, channels, legalBases } from '../kinds.ts'
import { cell, controller } from './consent.ts'
import { country, instant, key, locale, reference, text } from './words.ts'

export const locales = z.strictObject({ locales: z.array(locale).max(100) })
export const consentAge = z.object({ country, age: z.int(), source: z.string(), updatedAt: instant })
export const consentAges = z.object({ defaultAge: z.int(), data: z.array(consentAge) })
export const setAge = z.strictObject({ age: z.int().min(0).max(30), source: text(300) })
export const byCountry = z.strictObject({ country })
/** 'YYYY-MM-DD', or 'MM-DD' for a day that comes back every year. */
const dayOff = z.string().regex(/^(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/)
export const holiday = z.object({
  country,
  day: z.string(),
  name: z.string(),
  source: z.string(),
  updatedAt: instant,
})
/** `office`: the country whose holidays move our deadlines; null while only weekends do. */
export const holidays = z.object({ office: country.nullable(), data: z.array(holiday) })
export const setOffice = z.strictObject({ office: country })
export const byHoliday = z.strictObject({ country, day: dayOff })
export const setHoliday = z.strictObject({ name: text(100), source: text(300) })
export const minorsPolicy = z.strictObject({ profiling: z.boolean(), atMajority: z.enum(['keep', 'reconsent']) })

/** A finding of an authority or of the person responsible for data; what is absent does not narrow it. */
export const invalidate = z.strictObject({
  reason: text(1000),
  purpose: key,
  channel: z.enum(channels).optional(),
  category: z.enum(categories).optional(),
  noticeVersion: z.int().min(1).optional(),
  customerReference: reference.optional(),
})
export const invalidated = z.object({ cells: z.int(), customers: z.int() })

export const askConsent = z.strictObject({
  customerReference: reference,
  noticeVersion: z.int().min(1),
  locale,
  cells: z.array(cell).min(1).max(200),
})
export const consentAsked = z.object({ asked: z.array(cell) })
export const nextQuestion = z.object({
  customerReference: z.string(),
  question: z
    .object({
      cell,
      title: z.string(),
      benefit: z.string().nullable(),
      incentive: z.string().nullable(),
      clause: z.string(),
    })
    .nullable(),
})

export const setRestriction = z.strictObject({ restricted: z.boolean() })
export const setObjection = z.strictObject({ purpose: key.nullable(), objects: z.boolean() })
export const standing = z.object({
  customerReference: z.string(),
  restricted: z.boolean(),
  objections: z.array(z.string()).describe('keys of purposes, and * for all marketing'),
})

export const ropa = z.object({
  controller: controller.nullable(),
  noticeVersion: z.int().nullable(),
  activities: z.array(
    z.object({
      purpose: z.string(),
      title: z.string(),
      legalBasis: z.enum(legalBases),
      dpv: z.string(),
      basisTerm: z.string(),
      fides: z.string(),
      justification: z.string().nullable(),
      dataSubjects: z.string(),
      channel: z.enum(channels),
      category: z.enum(categories),
      categoryDpv: z.string(),
      categoryFides: z.string(),
      sensitivity: z.string(),
      recipients: z.array(z.string()),
      retentionMonths: z.int(),
      stoppedAt: instant.nullable(),
    }),
  ),
  measures: z.array(z.string()),
})
export const consentLogAsked = z.strictObject({
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  cursor: z.coerce.number().int().min(-1).default(-1).describe('the leaf after which to go on'),
})
