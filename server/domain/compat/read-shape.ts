// Reads what crosses the drop-in's doors: unknown keys are ignored, what is wrong is told in the vendor's words.
import { z } from 'zod'
import { invalidPayload } from './vendor-error.ts'

/** Metadata and the like: an object of anything. */
export const record = z.record(z.string(), z.unknown())

/** 400 `invalid_payload`. */
export function readShape<T>(shape: z.ZodType<T>, value: unknown): T {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const [first] = read.error.issues
  throw invalidPayload(first === undefined ? 'The body is wrong' : wrongIn(value, first))
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('') || '.'

/** As the vendor's clients are used to be told. */
function wrongIn(value: unknown, { path, message, ...issue }: z.core.$ZodIssue): string {
  const name = path.at(-1)
  const found = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)
  if (found === undefined && typeof name === 'string')
    return `Property ${pathOf(path.slice(0, -1))} should have required property '${name}'`
  const expected = issue.code === 'invalid_type' ? (issue as { expected?: unknown }).expected : undefined
  return `Property ${pathOf(path)} ${expected === undefined ? message : `should be ${KINDS[String(expected)] ?? String(expected)}`}`
}

const KINDS: Record<string, string> = { int: 'integer', record: 'object' }
