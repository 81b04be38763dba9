// Reads what crosses the drop-in's doors: unknown keys are ignored, what is wrong is told in the vendor's words.
import { z } from 'zod'
import { VendorError } from './vendor-error.ts'

/** Metadata and the like: an object of anything. */
export const record = z.record(z.string(), z.unknown())

/** 400 `invalid_payload`. */
export function readShape<T>(shape: z.ZodType<T>, value: unknown): T {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const [first] = read.error.issues
  const path = (first?.path ?? []).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  throw new VendorError(400, 'invalid_payload', 'Invalid payload', {
    details: `Property ${path || '.'} ${first?.message ?? 'is wrong'}`,
  })
}
