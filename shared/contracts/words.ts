// The small shapes that all contracts are made of: texts, money, instants, days, references, lists.
import { z } from 'zod'

/** Text that every database and every reader can hold: no NUL, no lone surrogates. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must not hold NUL or lone surrogates')

export const MAX_AMOUNT = 9_000_000_000_000

/** The shop's own id for something: any Unicode, up to 200 characters. */
export const reference = text(200)
export const amountMinor = z.int().min(0).max(MAX_AMOUNT)
export const positiveMinor = z.int().min(1).max(MAX_AMOUNT)
export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
export const basisPoints = z.int().min(0).max(10_000)
/** An instant on the wire: ISO 8601 with an offset. */
export const instant = z.iso.datetime({ offset: true })
export const day = z.iso.date()
export const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as en or pt-BR')
export const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as DE')
/** Keys of purposes, attributes, variants: lower case words joined by _ . or -. */
export const key = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'must be a lower-case key such as birthday_offers')

/** Asking takes 80 µs, and an import asks about the same few zones for every row. */
const knownZones = new Set<string>()
/** Bare offsets such as +02:00, which Intl takes too, know no summer time. */
function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  if (knownZones.has(zone)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    return false
  }
  if (knownZones.size < 2000) knownZones.add(zone)
  return true
}
export const timeZone = z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')

export const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: text(400).optional(),
})
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() })
