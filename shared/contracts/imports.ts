// What crosses the wire about imports that outlive their connections: what a file's columns mean, how far it is, what was wrong.
import { z } from 'zod'
import { currency, instant, text } from './words.ts'

export const importKinds = ['customers', 'products', 'orders', 'consents', 'codes'] as const
export type ImportKind = (typeof importKinds)[number]

/** How cells are written: as ours, as decimals of whole units, with a decimal comma, or as days in other orders. */
export const cellStyles = ['plain', 'decimal', 'decimal_comma', 'day_dmy', 'day_mdy'] as const
export const column = z.strictObject({
  field: text(120).nullable().describe('a field of the kind, attributes.<key>, or null to leave the column out'),
  as: z.enum(cellStyles).default('plain'),
})
export type Column = z.infer<typeof column>
const columns = z.record(text(300), column)
const delimiter = z.enum([',', ';', '\t', '|'])

export const newImport = z.strictObject({
  kind: z.enum(importKinds),
  columns: columns.default({}).describe('column of the file → field; columns that are not named mean themselves'),
  delimiter: delimiter.default(','),
  currency: currency.optional().describe('of amounts in columns without one'),
  campaignId: text(64).optional().describe('of existing codes'),
})
export type NewImport = z.infer<typeof newImport>

export const importProgress = z.object({
  id: z.string(),
  kind: z.enum(importKinds),
  state: z.enum(['open', 'finished']),
  /** The last line whose outcome stands: send the same file again, and it goes on behind it. */
  line: z.int(),
  read: z.int(),
  created: z.int(),
  updated: z.int(),
  rejected: z.int(),
  createdAt: instant,
  updatedAt: instant,
  finishedAt: instant.nullable(),
})
export type ImportProgress = z.infer<typeof importProgress>

export const linesAsked = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.coerce.number().int().min(0).optional().describe('the last line that was told'),
})
export const importLine = z.object({ line: z.int(), code: z.string(), path: z.string(), message: z.string() })

export const importGuess = z.strictObject({
  kind: z.enum(importKinds),
  sample: z.string().min(1).max(200_000).describe('the first lines of the file, with its column names'),
})
export const importGuessed = z.object({
  kind: z.enum(importKinds),
  format: z.enum(['csv', 'ndjson']),
  delimiter,
  columns: z.record(z.string(), z.object({ field: z.string().nullable(), as: z.enum(cellStyles) })),
  /** Fields that every row needs and no column was found for. */
  missing: z.array(z.string()),
  fields: z.array(z.string()).describe('all there are for this kind'),
  rows: z.array(z.record(z.string(), z.unknown())).describe('the first rows as they would be read'),
})
export type ImportGuessed = z.infer<typeof importGuessed>
