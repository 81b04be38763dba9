// `npm run fuzz -- [requests] [--seed n] [--engine postgres]`: asks every door of the OpenAPI document of a server of its own for what
// nobody would ask: bodies that nearly fit, hostile texts, numbers past their ends, in any order, 32 at once. An answer of 500, a
// connection that breaks or a server that ends is a finding; it ends with 1 and says what was asked. The same seed asks the same.
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { openapiDocument } from '../server/http/openapi.ts'
import { startServer, type TestServer } from '../server/test-server.ts'

type Json = { [key: string]: unknown }
interface Operation {
  operationId: string
  parameters: { name: string; in: string; required?: boolean; schema: Json }[]
  requestBody?: { content: Record<string, { schema?: Json }> }
}
interface Asked {
  method: string
  path: string
  body?: string
  type?: string
  key: string | null
}

const AT_ONCE = 32
const PER_SAMPLE = 50
/** It never ends, which is what it is for. */
const ENDLESS = new Set(['stream'])

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    engine: { type: 'string', default: 'sqlite' },
  },
})
const wanted = Number(positionals[0] ?? 20_000)
const seed = Number(values.seed)
if (!Number.isSafeInteger(wanted) || wanted < 1 || !Number.isSafeInteger(seed))
  throw new Error('fuzz takes a number of requests, and --seed a number')

const document = openapiDocument('http://localhost') as unknown as {
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

function asks(
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

/** Lone surrogates cannot stand in an address. */
const said = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().slice(0, 2_000)

/** A kept connection may end just when it is used again, which says nothing about the request: it is asked once more, on its own. */
const send = (server: TestServer, asked: Asked): Promise<number> =>
  sendOn(server, asked, {}).catch(() => sendOn(server, asked, { connection: 'close' }))

async function sendOn(
  server: TestServer,
  { method, path, body, type, key }: Asked,
  more: Record<string, string>,
): Promise<number> {
  const headers: Record<string, string> = { 'idempotency-key': crypto.randomUUID(), ...more }
  if (key !== null) headers.authorization = `Bearer ${key}`
  if (type !== undefined) headers['content-type'] = type
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
  })
  await answer.arrayBuffer()
  return answer.status
}

async function main(): Promise<void> {
  const engine = values.engine === 'postgres' ? 'postgres' : 'sqlite'
  const env = { RATE_LIMIT_PER_MINUTE: '100000000', WRONG_KEY_LIMIT_PER_MINUTE: '100000000' }
  const server = await startServer({ engine, env })
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      ENDLESS.has(operation.operationId)
        ? []
        : [asks(path, method, operation, [server.adminKey, server.adminKey, server.adminKey, null])],
    ),
  )
  const statuses = new Map<number, number>()
  const findings: string[] = []
  let sent = 0
  let round = 0
  const started = performance.now()
  while (sent < wanted && findings.length < 10) {
    const arbitrary = operations[round % operations.length] as fc.Arbitrary<Asked>
    const some = fc.sample(arbitrary, { numRuns: Math.min(PER_SAMPLE, wanted - sent), seed: seed + round })
    for (let at = 0; at < some.length; at += AT_ONCE) {
      await Promise.all(
        some.slice(at, at + AT_ONCE).map(async (asked) => {
          const status = await send(server, asked).catch((error) =>
            Number(void findings.push(`${error.cause ?? error}: ${told(asked)}`)),
          )
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          if (status >= 500 && status !== 503) findings.push(`${status}: ${told(asked)}`)
        }),
      )
    }
    sent += some.length
    round += 1
    if (round % 100 === 0) process.stderr.write(`${sent} of ${wanted} asked, ${findings.length} findings\n`)
  }
  await server.close()
  const perStatus = Object.fromEntries([...statuses].sort(([a], [b]) => a - b))
  for (const finding of findings) console.error(finding)
  console.log(
    JSON.stringify({
      engine,
      seed,
      requests: sent,
      operations: operations.length,
      statuses: perStatus,
      findings: findings.length,
      seconds: Math.round((performance.now() - started) / 1000),
    }),
  )
  process.exitCode = findings.length === 0 ? 0 : 1
}

const told = ({ method, path, body }: Asked): string => `${method} ${path} ${body?.slice(0, 500) ?? ''}`

await main()
