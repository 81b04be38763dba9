// Holds metadata against the schema that the shop has written for things of this kind, where it has written one.
import { z } from 'zod'
import type { House } from '#core/house.ts'
import { type Body, noteByName } from './notes.ts'
import { VendorError } from './vendor-error.ts'

export type Described =
  | 'customer'
  | 'voucher'
  | 'campaign'
  | 'order'
  | 'order_item'
  | 'product'
  | 'sku'
  | 'publication'
  | 'redemption'

const number = z.number().nullish()
const property = z.object({
  type: z.string().nullish(),
  array: z.boolean().nullish(),
  optional: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  eq: z.array(z.unknown()).nullish(),
  ne: z.array(z.unknown()).nullish(),
  lt: number,
  lte: number,
  gt: number,
  gte: number,
  minLength: number,
  maxLength: number,
  exactLength: number,
})
type Property = z.infer<typeof property>

const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isDate = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(value))

/** Types that are not known here hold for anything. */
const fits: Record<string, (value: unknown) => boolean> = {
  string: isText,
  image_url: isText,
  number: isNumber,
  boolean: (value) => typeof value === 'boolean',
  date: (value) => isDate(value) && /^\d{4}-\d\d-\d\d$/.test(String(value)),
  datetime: isDate,
  object: (value) => typeof value === 'object' && !Array.isArray(value),
}

/**
 * Whoever gives no metadata is asked for none. What is missing is only said of things that are `isNew`: a change says what it
 * changes. 400 `metadata_validation_failed`.
 */
export async function holdMetadata(
  house: House,
  kind: Described,
  metadata: Body | null | undefined,
  { isNew = true }: { isNew?: boolean } = {},
): Promise<void> {
  if (!metadata) return
  const schema = await noteByName(house, 'schema', kind)
  if (schema === null) return
  const broken = brokenIn(schema.body, metadata, isNew)
  if (broken.length === 0) return
  const details = broken.slice(0, 10).join('; ')
  throw new VendorError(400, 'metadata_validation_failed', 'Metadata validation failed', { details })
}

/** One sentence for each property that is not as the schema wants it. Pure. */
export function brokenIn(schema: Body, metadata: Body, isNew: boolean): string[] {
  const known = new Map(
    Object.entries((schema.properties ?? {}) as Body).flatMap(([name, said]) => {
      const read = property.safeParse(said)
      return read.success && read.data.deleted !== true ? [[name, read.data] as const] : []
    }),
  )
  const given = Object.entries(metadata).flatMap(([name, value]) => {
    const wanted = known.get(name)
    if (wanted === undefined)
      return schema.allow_defined_only === true ? [`Property .metadata.${name} is not defined`] : []
    const why = value === null ? null : whyNot(wanted, value)
    return why === null ? [] : [`Property .metadata.${name} ${why}`]
  })
  if (!isNew) return given
  const missing = [...known].filter(
    ([name, { optional }]) => optional === false && (metadata[name] === undefined || metadata[name] === null),
  )
  return [...given, ...missing.map(([name]) => `Property .metadata.${name} is required`)]
}

function whyNot(wanted: Property, value: unknown): string | null {
  if (wanted.array !== true) return whyNotOne(wanted, value)
  if (!Array.isArray(value)) return 'should be an array'
  return value.map((one) => whyNotOne(wanted, one)).find((why) => why !== null) ?? null
}

function whyNotOne(wanted: Property, value: unknown): string | null {
  const { type, eq, ne } = wanted
  if (type && fits[type]?.(value) === false) return `should be ${type}`
  if (eq && eq.length > 0 && !eq.includes(value)) return `should be one of ${eq.map(String).join(', ')}`
  if (ne?.includes(value)) return `should not be ${String(value)}`
  if (isNumber(value)) return beyond(wanted, value)
  return isText(value) ? tooLong(wanted, value.length) : null
}

function beyond({ lt, lte, gt, gte }: Property, value: number): string | null {
  if (isNumber(lt) && value >= lt) return `should be less than ${lt}`
  if (isNumber(lte) && value > lte) return `should be at most ${lte}`
  if (isNumber(gt) && value <= gt) return `should be more than ${gt}`
  return isNumber(gte) && value < gte ? `should be at least ${gte}` : null
}

function tooLong({ minLength, maxLength, exactLength }: Property, length: number): string | null {
  if (isNumber(exactLength) && length !== exactLength) return `should have ${exactLength} signs`
  if (isNumber(minLength) && length < minLength) return `should have at least ${minLength} signs`
  return isNumber(maxLength) && length > maxLength ? `should have at most ${maxLength} signs` : null
}
