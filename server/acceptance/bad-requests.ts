/** Asks a door wrongly in every way there is, and says in words what it did not refuse as it should. */
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Door, type DoorName, doors } from '#shared/api.ts'
import { refusals } from '#shared/refusals.ts'
import type { Answer, TestServer } from '../test-server.ts'
import { mutantsOf } from './mutants.ts'
import { codeOf, problemIn } from './problem.ts'
import type { Samples } from './samples.ts'
import { addressOf, brokenContract, type Caller, inParallel } from './shop.ts'

const WIDTH = 16

export interface Target {
  name: DoorName
  door: Door
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
}

export function targetOf(name: DoorName, samples: Samples): Target {
  const sent: { params?: object; query?: object; body?: unknown } = samples[name]
  return { name, door: doors[name], params: { ...sent.params }, query: { ...sent.query }, body: sent.body }
}

interface Wrong {
  path?: string
  method?: string
  body?: string | Uint8Array | undefined
  key?: string | null
  headers?: Record<string, string>
}

/** Asks as the sample does, except for what is wrong. */
function askWrongly(shop: Caller, target: Target, wrong: Wrong): Promise<Answer> {
  const path = wrong.path ?? addressOf(target.door.path, target.params, target.query)
  const hasBody = target.door.body !== undefined || target.door.stream !== undefined
  const body = 'body' in wrong ? wrong.body : hasBody ? JSON.stringify(target.body ?? {}) : undefined
  const headers = {
    ...(target.door.idempotency === 'required' ? { 'idempotency-key': randomUUID() } : {}),
    ...(target.door.stream === undefined ? {} : { 'content-type': 'application/x-ndjson' }),
    ...wrong.headers,
  }
  return shop.request(wrong.method ?? target.door.method, path, body, {
    headers,
    ...('key' in wrong ? { key: wrong.key ?? null } : {}),
  })
}

type Complaint = string | undefined
const found = (complaints: Complaint[]) => complaints.filter((one) => one !== undefined)

/** A refusal with one of the codes, told as it should be. */
function mustRefuse(what: string, answer: Answer, codes: readonly string[]): Complaint {
  const code = codeOf(answer)
  if (answer.status < 400) return `${what}: taken with ${answer.status} ${answer.text.slice(0, 200)}`
  const problem = problemIn(answer)
  if (problem !== undefined) return `${what}: ${problem} (${answer.status} ${answer.text.slice(0, 200)})`
  return codes.includes(String(code)) ? undefined : `${what}: ${code} ${answer.text.slice(0, 300)}`
}

const malformed = ['request.malformed', 'request.invalid', 'request.too_deep', 'event.unknown_type']

/** Every mutant (or every `every`th) that the contract refuses is refused as the request's fault; the others are for `oddBodies`. */
export async function badBodies(shop: Caller, target: Target, every = 1): Promise<string[]> {
  const { door, body } = target
  if (door.body === undefined || body === undefined) return []
  const refused = mutantsOf(body)
    .filter((_, i) => i % every === 0)
    .filter((mutant) => !fits(door, mutant.value))
  return found(
    await inParallel(refused, WIDTH, async ({ name, text }) => {
      const answer = await askWrongly(shop, target, { body: text })
      return mustRefuse(name, answer, malformed)
    }),
  )
}

/** What the shape of the contract lets through may be taken or refused, but never fails and never breaks the contract. */
export async function oddBodies(shop: Caller, target: Target): Promise<string[]> {
  const { door, body } = target
  if (door.body === undefined || body === undefined) return []
  const odd = mutantsOf(body).filter((mutant) => mutant.value !== undefined && fits(door, mutant.value))
  return found(
    await inParallel(odd, WIDTH, async ({ name, text }) => {
      const answer = await askWrongly(shop, target, { body: text })
      const broken = brokenContract(door, answer)
      return broken === undefined ? undefined : `${name}: ${broken} (${answer.status} ${answer.text.slice(0, 200)})`
    }),
  )
}

const fits = (door: Door, value: unknown) => value !== undefined && door.body?.safeParse(value).success === true

const truncatedGzip = Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab])

const big = Buffer.from(JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) }))

export async function badEnvelopes(shop: Caller, target: Target): Promise<string[]> {
  if (target.door.body === undefined) return []
  const cases: [string, Wrong, string[]][] = [
    ['2 MB', { body: big }, ['request.too_large']],
    ['text/plain', { headers: { 'content-type': 'text/plain' } }, ['request.unsupported_media']],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, ['request.unsupported_media']],
    ['invalid UTF-8', { body: Uint8Array.from([0x22, 0xff, 0xfe, 0x22]) }, ['request.malformed']],
    ['UTF-16', { body: new Uint8Array(Buffer.from('{"a":1}', 'utf16le')) }, ['request.malformed']],
    ['10,000 levels', { body: '['.repeat(10_000) + ']'.repeat(10_000) }, ['request.too_deep', 'request.malformed']],
    ['10,000 open levels', { body: '{"a":'.repeat(10_000) }, ['request.too_deep', 'request.malformed']],
    [
      'a strange encoding',
      { headers: { 'content-encoding': 'rot13' } },
      ['request.unsupported_media', 'request.malformed'],
    ],
    [
      'gzip that ends too early',
      { body: truncatedGzip, headers: { 'content-encoding': 'gzip' } },
      ['request.malformed', 'request.truncated', 'request.unsupported_media'],
    ],
  ]
  return runCases(shop, target, cases)
}

const strangers = [
  "x'; DROP TABLE customers; --",
  '00000000000000000000000000',
  'cmp_01',
  '-1',
  '*',
  'x'.repeat(64),
  '日本',
  '\u202e',
]

/** Names of what has a shape of its own: no other text can be a country, a day or a fingerprint. */
const shapedNames = ['country', 'day', 'hash']

/** Unknown ids are 404; what cannot be an id is 400. */
export async function badAddresses(shop: Caller, target: Target): Promise<string[]> {
  const { door, params, query } = target
  // Whose it is comes before what it is: without a session or a token of the shop nothing is found or not found.
  const names = door.scope === 'session' || door.scope === 'onsite' ? [] : Object.keys(params)
  // A customer or product that is unknown is made by PUT, under a name that the other doors do not ask for.
  const prefix = door.method === 'PUT' ? 'put ' : ''
  const ways = names.flatMap((name) => strangers.map((value) => ({ [name]: `${prefix}${value}` })))
  const unknown = await inParallel(ways, WIDTH, async (way) => {
    const answer = await askWrongly(shop, target, { path: addressOf(door.path, { ...params, ...way }, query) })
    if (door.method === 'PUT' && answer.status < 300) return undefined
    const isShaped = Object.keys(way).some((name) => shapedNames.includes(name))
    // What is somebody's own is not found or not found before one is somebody.
    const elsewhere = [...notFound, 'team.people_only']
    const codes = door.method === 'PUT' || isShaped ? [...elsewhere, ...malformed] : elsewhere
    return mustRefuse(JSON.stringify(way), answer, codes)
  })
  const broken = names.flatMap((name) =>
    ['%00', '%ff', '%E0%A4%A', '%ed%a0%80', 'x'.repeat(300)].map((raw) => ({ name, raw })),
  )
  const refused = await inParallel(broken, WIDTH, async ({ name, raw }) => {
    const path = addressOf(door.path, { ...params, [name]: '@@' }, query).replace('%40%40', raw)
    return mustRefuse(`${name} is ${raw.slice(0, 20)}`, await askWrongly(shop, target, { path }), [
      ...malformed,
      ...notFound,
    ])
  })
  return found([...unknown, ...refused])
}

/** Every way to say that something is not there. */
const notFound = Object.entries(refusals).flatMap(([code, [status]]) => (status === 404 ? [code] : []))

const queries = [
  'limit=0',
  'limit=-1',
  'limit=201',
  'limit=1.5',
  'limit=1e400',
  'limit=NaN',
  'limit=',
  'limit=1&limit=2',
]
const cursors = ['x', "'; DROP TABLE customers; --", 'x'.repeat(400), '\u0000', '\ud7ff', '%', 'e30', 'WzFd', '0']

export async function badQueries(shop: Caller, target: Target): Promise<string[]> {
  const { door, params, query } = target
  const base = addressOf(door.path, params, query)
  const join = (more: string) => `${base}${base.includes('?') ? '&' : '?'}${more}`
  if (door.query === undefined && door.scope === 'open') return []
  const unknown = await runCases(shop, target, [
    ['an unknown parameter', { path: join('unexpected=1') }, ['request.invalid']],
  ])
  if (door.query === undefined || !('limit' in door.query.shape)) return unknown
  const { limit: _, ...others } = query
  const bare = addressOf(door.path, params, others)
  const add = (more: string) => `${bare}${bare.includes('?') ? '&' : '?'}${more}`
  const limits = await runCases(
    shop,
    target,
    queries.map((one) => [one, { path: add(one) }, ['request.invalid']]),
  )
  const pages = await inParallel(cursors, WIDTH, async (cursor) => {
    const answer = await askWrongly(shop, target, { path: add(`cursor=${encodeURIComponent(cursor)}`) })
    const broken = brokenContract(door, answer)
    return broken === undefined ? undefined : `cursor ${JSON.stringify(cursor)}: ${broken}`
  })
  return [...unknown, ...limits, ...found(pages)]
}

/** Without a key, with a wrong one, with one that may not, by another method. */
export async function badCallers(shop: Caller, target: Target, weakKey: string): Promise<string[]> {
  const { door } = target
  const others = (['PUT', 'PATCH', 'DELETE', 'POST'] as const).filter(
    (method) => !methodsAt(door.path).includes(method),
  )
  const isOpen = door.scope === 'open' || door.scope === 'onsite'
  const keyed: [string, Wrong, string[]][] = [
    ['no key', { key: null }, ['request.unauthenticated']],
    ['a wrong key', { key: 'vsk_wrong_wrong_wrong_wrong_wrong' }, ['request.unauthenticated']],
    ['basic', { key: null, headers: { authorization: 'Basic YTpi' } }, ['request.unauthenticated']],
    ['an empty key', { key: null, headers: { authorization: 'Bearer ' } }, ['request.unauthenticated']],
    ['SQL as key', { key: "' OR 1=1 --" }, ['request.unauthenticated']],
    ...(door.scope === 'any' || door.scope === 'session'
      ? []
      : ([['a weak key', { key: weakKey }, ['request.forbidden']]] as [string, Wrong, string[]][])),
  ]
  const methods = others.map((method): [string, Wrong, string[]] => [
    method,
    { method, body: '{}' },
    ['request.wrong_method'],
  ])
  return runCases(shop, target, [...(isOpen ? [] : keyed), ...methods])
}

const methodsAt = (path: string) =>
  Object.values(doors).flatMap((door) => (samePlace(door.path, path) ? [door.method] : []))
/** `/v1/customers/import` also answers to `/v1/customers/:reference`. */
const samePlace = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replace(/:[a-zA-Z]+/g, '[^/]+')}$`).test(path) || pattern === path

export async function badKeys(shop: Caller, target: Target): Promise<string[]> {
  if (target.door.idempotency === undefined) return []
  const cases: [string, Wrong, string[]][] = [
    ['a long key', { headers: { 'idempotency-key': 'x'.repeat(256) } }, ['idempotency.key_invalid']],
    ['a key of spaces', { headers: { 'idempotency-key': '""' } }, ['idempotency.key_invalid']],
    ['a key in Latin-1', { headers: { 'idempotency-key': 'schlüssel' } }, ['idempotency.key_invalid']],
  ]
  const withoutKey = async () => {
    const { door, params, query, body } = target
    const path = addressOf(door.path, params, query)
    const answer = await shop.request(door.method, path, JSON.stringify(body))
    return mustRefuse('no idempotency key', answer, ['idempotency.key_missing'])
  }
  const missing = target.door.idempotency === 'required' ? await withoutKey() : undefined
  return found([...(await runCases(shop, target, cases)), missing])
}

async function runCases(shop: Caller, target: Target, cases: [string, Wrong, string[]][]): Promise<string[]> {
  return found(
    await inParallel(cases, WIDTH, async ([what, wrong, codes]) =>
      mustRefuse(what, await askWrongly(shop, target, wrong), codes),
    ),
  )
}

/** Sends half of what it promised and hangs up; answers nothing, because nobody is there to hear it. */
export async function hangUp(server: TestServer, target: Target, how: 'length' | 'chunks'): Promise<void> {
  const { hostname, port } = new URL(server.url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {})
  const body = JSON.stringify(target.body ?? [{}])
  const half = body.slice(0, Math.ceil(body.length / 2))
  const head = [
    `${target.door.method} ${addressOf(target.door.path, target.params, {})} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${server.adminKey}`,
    `content-type: ${target.door.stream === undefined ? 'application/json' : 'application/x-ndjson'}`,
    `idempotency-key: ${randomUUID()}`,
    how === 'length' ? `content-length: ${body.length}` : 'transfer-encoding: chunked',
  ]
  const sent = how === 'length' ? half : `${half.length.toString(16)}\r\n${half}\r\n`
  await new Promise<void>((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n${sent}`, () => resolve()))
  await sleep(5)
  socket.destroy()
}
