// What fuzz asks: requests drawn from the schemas of the OpenAPI document, and good ones with parts of them bent.
import fc from 'fast-check'
import { openapiDocument } from '../../server/http/openapi.ts'
import { type Bent, bend } from './bend.ts'

type Json = { [key: string]: unknown }
export interface Operation {
  operationId: string
  parameters: { name: string; in: string; required?: boolean; schema: Json }[]
  requestBody?: { content: Record<string, { schema?: Json }> }
}
export interface Asked {
  method: string
  path: string
  body?: string
  type?: string
  key: string | null
}

export const document = openapiDocument('http://localhost') as unknown as {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json> }
}

const nasty = fc.constantFrom<unknown>(
  '',
  ' ',
  '\u0000',
  "'; drop table vouchers; --",
  '<img src=x onerror=alert(1)>',
  '\u202Egnp.exe',
  '😀'.repeat(200),
  'a'.repeat(10_000),
  '../../etc/passwd',
  '%00',
  '{{constructor}}',
  '__proto__',
  'İ',
  'ß',
  '0x10',
  '1e400',
  'null',
  'NaN',
  '2026-02-30',
  '2026-13-01T99:99:99Z',
  'cus_01JD8Q4T5V6W7X8Y9ZABCDEFGH',
  'cmp_01JD8Q4T5V6W7X8Y9ZABCDEFGH',
  0,
  -0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 63),
  1e308,
  true,
  false,
  null,
  [],
  {},
  [[]],
  { a: { b: { c: {} } } },
  JSON.parse('{"__proto__":{"admin":true}}'),
)
const deep = (): unknown =>
  Array.from({ length: 60 }).reduce<unknown>((inner) => ({ all: [inner] }), { field: 'age', op: 'gt', value: 1 })
const odd = fc.oneof(
  { weight: 8, arbitrary: nasty },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constant(null).map(deep) },
)

/** Mostly what the schema asks for, here and there something else. */
function fitting(schema: unknown, depth: number): fc.Arbitrary<unknown> {
  if (depth > 6 || typeof schema !== 'object' || schema === null) return odd
  return fc.oneof({ weight: 12, arbitrary: exact(schema as Json, depth) }, { weight: 1, arbitrary: odd })
}

function exact(schema: Json, depth: number): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string')
    return fitting(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''], depth + 1)
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const either = (schema.anyOf ?? schema.oneOf) as unknown[] | undefined
  if (either !== undefined) return fc.oneof(...either.map((one) => fitting(one, depth + 1)))
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => exact({ ...schema, type }, depth + 1)))
  switch (schema.type) {
    case 'object':
      return objects(schema, depth)
    case 'array':
      return fc.array(fitting(schema.items, depth + 1), { maxLength: 4 })
    case 'integer':
    case 'number':
      return numbers(schema)
    case 'boolean':
      return fc.boolean()
    case 'string':
      return texts(schema)
    case 'null':
      return fc.constant(null)
    default:
      return odd
  }
}

function objects({ properties, required, additionalProperties }: Json, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.entries((properties ?? {}) as Json).map(
    ([name, schema]) => [name, fitting(schema, depth + 1)] as const,
  )
  const known = fc.record(Object.fromEntries(fields), {
    requiredKeys: ((required ?? []) as string[]).filter((name) => fields.some(([one]) => one === name)),
  })
  if (typeof additionalProperties !== 'object') return known
  const more = fc.dictionary(fc.string({ maxLength: 12 }), fitting(additionalProperties, depth + 1), { maxKeys: 3 })
  return fc.tuple(known, more).map(([one, other]) => ({ ...other, ...(one as object) }))
}

function numbers({ minimum, maximum, exclusiveMinimum }: Json): fc.Arbitrary<unknown> {
  const least = Number(minimum ?? exclusiveMinimum ?? -1_000)
  const most = Math.max(least, Number(maximum ?? 1_000_000))
  return fc.oneof(
    fc.double({ min: least, max: most, noNaN: true }).map(Math.round),
    fc.constantFrom(least, most, least - 1, most + 1),
  )
}

function texts({ format, minLength }: Json): fc.Arbitrary<unknown> {
  const day = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString())
  if (format === 'date-time') return day
  if (format === 'date') return day.map((text) => text.slice(0, 10))
  if (format === 'email') return fc.emailAddress()
  if (format === 'uri') return fc.webUrl()
  return fc.oneof(
    fc.string({ minLength: Number(minLength ?? 0), maxLength: 40, unit: 'grapheme' }),
    fc.constantFrom('ada', 'offers', 'en', 'EUR', 'DE', 'UTC', 'email'),
  )
}

export function asks(
  path: string,
  method: string,
  { parameters, requestBody }: Operation,
  keys: (string | null)[],
): fc.Arbitrary<Asked> {
  const fill = fc.record(
    Object.fromEntries(
      parameters.filter((one) => one.in !== 'header').map(({ name, schema }) => [name, fitting(schema, 4)]),
    ),
  )
  const types = Object.entries(requestBody?.content ?? {})
  const body =
    types.length === 0 ? fc.constant(null) : fc.oneof(...types.map(([type, { schema }]) => bodyOf(type, schema)))
  return fc.record({ fill, body, key: fc.constantFrom(...keys), bare: fc.boolean() }).map((drawn) => {
    const given = drawn.fill as Json
    const address = path.replaceAll(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(said(given[name])) || 'x')
    const query = parameters
      .filter((one) => one.in === 'query' && (one.required === true || !drawn.bare))
      .map(({ name }) => `${name}=${encodeURIComponent(said(given[name]))}`)
    const asked = query.length === 0 ? address : `${address}?${query.join('&')}`
    return { method: method.toUpperCase(), path: asked, key: drawn.key, ...(drawn.body ?? {}) }
  })
}

function bodyOf(type: string, schema: Json | undefined): fc.Arbitrary<{ type: string; body: string }> {
  if (type !== 'application/json')
    return fc
      .oneof(
        fc.string({ maxLength: 200, unit: 'binary' }),
        fc.constantFrom('reference,email\nada,ada@x.example\n"', '{"reference":"ada"}\n{'),
      )
      .map((body) => ({ type, body }))
  const json = fitting(schema, 0).map((value) => JSON.stringify(value) ?? '')
  const broken = json.map((text) => text.slice(0, Math.floor(text.length / 2)))
  return fc.oneof({ weight: 15, arbitrary: json }, { weight: 1, arbitrary: broken }).map((body) => ({ type, body }))
}

export function bentAsks(
  path: string,
  method: string,
  { requestBody }: Operation,
  sample: Partial<Bent>,
  key: string,
): fc.Arbitrary<Asked> | null {
  const { params = {}, query = {}, body } = sample
  const isText = typeof body === 'string'
  if (!isText && body !== undefined && Object.getPrototypeOf(body) !== Object.prototype) return null
  const types = Object.keys(requestBody?.content ?? {})
  const type = isText ? (types.find((one) => one !== 'application/json') ?? 'text/plain') : 'application/json'
  return bend({ params, query, body }, odd).map((bent) => {
    const address = path.replaceAll(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(said(bent.params[name])) || 'x')
    const search = Object.entries(bent.query).map(([name, value]) => `${name}=${encodeURIComponent(said(value))}`)
    const asked = search.length === 0 ? address : `${address}?${search.join('&')}`
    if (bent.body === undefined || types.length === 0) return { method: method.toUpperCase(), path: asked, key }
    const text = typeof bent.body === 'string' && isText ? bent.body : (JSON.stringify(bent.body) ?? '')
    return { method: method.toUpperCase(), path: asked, key, type, body: text }
  })
}

/** Lone surrogates cannot stand in an address. */
const said = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().slice(0, 2_000)
