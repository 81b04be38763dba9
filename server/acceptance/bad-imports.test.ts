/** Streams of rows with everything wrong in them: good lines are kept, bad ones named by their line, nothing fails. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from '#shared/api.ts'
import type { ImportReport } from '#shared/contracts/customers.ts'
import { eventShapes, eventsAccepted } from '#shared/contracts/events.ts'
import { refusals } from '#shared/refusals.ts'
import { type Answer, startServer, type TestServer } from '../test-server.ts'
import { mutantsOf } from './mutants.ts'
import { problemIn } from './problem.ts'
import { ask, brokenContract, call } from './shop.ts'

type Kind = 'text/csv' | 'application/x-ndjson'

/** Text that the whole body may hold: the door refuses the batch for NUL, lone surrogates and keys that stand twice. */
function isReadable(text: string): boolean {
  try {
    const again = JSON.stringify(JSON.parse(text))
    return again.length === text.length && !/\\u0000|\\ud[89a-f]/i.test(text)
  } catch {
    return false
  }
}

describe.each(['sqlite', 'postgres'] as const)('bad imports over HTTP on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine })
  })
  afterAll(() => server.close())

  const send = async (
    type: Kind,
    body: string | Uint8Array,
    door: 'importCustomers' | 'importProducts' = 'importCustomers',
  ) => {
    const answer = await server.request('POST', doors[door].path, body, { headers: { 'content-type': type } })
    expect(brokenContract(doors[door], answer), answer.text).toBeUndefined()
    return answer
  }
  const isThere = async (reference: string) =>
    (await ask(server, 'getCustomer', { params: { reference } })).status === 200

  test('NDJSON: three good lines among bad ones', async () => {
    const deep = `{"reference":"deep","attributes":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_001)}`
    const lines = [
      '{"reference":"good-1","givenName":"Zoë"}',
      '{"reference":"cut',
      '{"reference":"unknown-key","shoeSize":39}',
      '{"reference":"good-2"}',
      '{"reference":"nul-\\u0000"}',
      '{"reference":"lone-\\ud800"}',
      '{"reference":42}',
      '{"reference":"twice","reference":"thrice"}',
      '{"reference":"born","birthDate":"2023-02-30"}',
      '{"reference":"undeclared","attributes":{"never":1}}',
      '{"email":"nobody@shop.example"}',
      '[]',
      'null',
      '"text"',
      `{"reference":"long","givenName":"${'x'.repeat(300_000)}"}`,
      deep,
      '{"reference":"good-3","birthDate":"--02-29"}',
    ]
    const report = (await send('application/x-ndjson', lines.join('\n'))).body as ImportReport
    expect(report).toMatchObject({ read: lines.length, created: 3, updated: 0, rejected: lines.length - 3 })
    expect(report.errors.map((error) => error.line)).toEqual([2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
    for (const error of report.errors) expect(Object.keys(refusals)).toContain(error.code)
    for (const name of ['good-1', 'good-2', 'good-3']) expect(await isThere(name), name).toBe(true)
    for (const name of ['unknown-key', 'twice', 'thrice', 'born', 'undeclared', 'long', 'deep'])
      expect(await isThere(name), name).toBe(false)
  })

  test('CSV: bad fields cost their own line alone', async () => {
    const lines = [
      'reference,email,givenName,birthDate,country',
      'csv-1,one@shop.example,"Ann, the ""first""",1990-01-02,DE',
      'csv-2,not an address,Bob,,',
      'csv-3,three@shop.example,"two\nlines",,AT',
      ',missing@shop.example,,,',
      'csv-5,,,1990-13-01,',
      'csv-6,,,,Germany',
      `${'x'.repeat(201)},,,,`,
      `csv-8,,"'); DROP TABLE customers; --",,`,
    ]
    const report = (await send('text/csv', `\ufeff${lines.join('\r\n')}\r\n`)).body as ImportReport
    expect(report).toMatchObject({ read: 8, created: 3, rejected: 5 })
    expect(await call(server, 'getCustomer', { params: { reference: 'csv-1' } })).toMatchObject({
      givenName: 'Ann, the "first"',
    })
    for (const name of ['csv-2', 'csv-5', 'csv-6']) expect(await isThere(name), name).toBe(false)
  })

  const odd: [string, Kind, string | Uint8Array][] = [
    ['nothing', 'text/csv', ''],
    ['nothing', 'application/x-ndjson', ''],
    ['a mark of order alone', 'text/csv', '\ufeff'],
    ['blank lines', 'application/x-ndjson', '\n\n\r\n\n'],
    ['a head alone', 'text/csv', 'reference,email\n'],
    ['no column called reference', 'text/csv', 'email\na@shop.example\n'],
    ['an unknown column', 'text/csv', 'reference,shoe\nodd-1,39\n'],
    ['a column twice', 'text/csv', 'reference,email,email\nodd-2,a@b.example,c@d.example\n'],
    ['a prototype as column', 'text/csv', 'reference,__proto__\nodd-3,x\n'],
    ['too few fields', 'text/csv', 'reference,email\nodd-4\n'],
    ['too many fields', 'text/csv', 'reference,email\nodd-5,a@b.example,x,y\n'],
    ['a quote that never ends', 'text/csv', 'reference,email\nodd-6,"a@b.example\n'],
    ['a quote in the middle', 'text/csv', 'reference,givenName\nodd-7,a"b"c\n'],
    ['NUL', 'text/csv', 'reference,givenName\nodd-8,a\u0000b\n'],
    ['invalid UTF-8', 'text/csv', Uint8Array.from(Buffer.from('reference\nodd-\xff\xfe\n', 'latin1'))],
    ['invalid UTF-8', 'application/x-ndjson', Uint8Array.from(Buffer.from('{"reference":"odd-\xff"}\n', 'latin1'))],
    ['one line of 5 MB', 'application/x-ndjson', `{"reference":"odd-9","givenName":"${'x'.repeat(5_000_000)}"}`],
    ['one field of 5 MB', 'text/csv', `reference,givenName\nodd-10,${'x'.repeat(5_000_000)}\n`],
    ['CSV called NDJSON', 'application/x-ndjson', 'reference,email\nodd-11,a@b.example\n'],
    ['NDJSON called CSV', 'text/csv', '{"reference":"odd-12"}\n'],
  ]
  test.each(odd)('%s as %s makes nobody and does not fail', async (_, type, body) => {
    const answer = await send(type, body)
    if (answer.status === 200) expect((answer.body as ImportReport).created, answer.text).toBe(0)
    else expect(problemIn(answer)).toBeUndefined()
  })

  test('products: bad prices and stocks cost their own line alone', async () => {
    const lines = [
      '{"sku":"p-1","name":"Tea","category":"tea","priceMinor":450,"currency":"EUR"}',
      '{"sku":"p-2","name":"Tea","category":"tea","priceMinor":-1,"currency":"EUR"}',
      '{"sku":"p-3","name":"Tea","category":"tea","priceMinor":4.5,"currency":"EUR"}',
      '{"sku":"p-4","name":"Tea","category":"tea","priceMinor":1e400,"currency":"EUR"}',
      '{"sku":"p-5","name":"Tea","category":"tea","priceMinor":NaN,"currency":"EUR"}',
      '{"sku":"p-6","name":"Tea","category":"tea","priceMinor":1,"currency":"euro"}',
      '{"sku":"p-7","name":"Tea","category":"tea","priceMinor":1,"currency":"EUR","stock":-1}',
    ]
    const report = (await send('application/x-ndjson', lines.join('\n'), 'importProducts')).body as ImportReport
    expect(report).toMatchObject({ read: 7, created: 1, rejected: 6 })
  })

  test('events: every bad twin of a good event is refused by itself, beside good ones', async () => {
    const at = '2026-01-02T03:04:05Z'
    const order = {
      type: 'order.placed',
      at,
      customerReference: 'eve',
      orderReference: 'e-1',
      items: [],
      totalMinor: 900,
      currency: 'EUR',
    }
    const item = { sku: 'tea', quantity: 2, unitPriceMinor: 450 }
    const twins = mutantsOf({ id: 'bad', ...order, items: [item] }).filter(
      ({ value }) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        !eventShapes['order.placed'].safeParse(value).success,
    )
    expect(twins.length).toBeGreaterThan(200)
    const batch = twins.flatMap(({ text }, i) => [
      text,
      JSON.stringify({ id: `good-${i}`, type: 'customer.signed_up', at }),
    ])
    // What is no JSON at all is the batch's fault, not the event's.
    const readable = batch.filter((text) => isReadable(text))
    const good = readable.filter((text) => text.startsWith('{"id":"good-')).length
    for (let from = 0; from < readable.length; from += 200) {
      const part = readable.slice(from, from + 200)
      const answer = await server.request('POST', '/v1/events', `[${part.join(',')}]`)
      const said = eventsAccepted.parse(answer.body)
      const fine = part.flatMap((text, i) => (text.startsWith('{"id":"good-') ? [i] : []))
      expect([answer.status, said.accepted, said.rejected]).toEqual([202, fine.length, part.length - fine.length])
      expect(said.errors.every((error) => !fine.includes(error.index) && Object.hasOwn(refusals, error.code))).toBe(
        true,
      )
    }
    expect(good).toBe(twins.length)
  })

  test('a stream that breaks off: the server lives, and what it says afterwards is whole', async () => {
    const name = randomUUID()
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 3000) throw new Error('the shop hangs up')
        controller.enqueue(new TextEncoder().encode(`{"reference":"${name}-${sent++}","country":"DE"}\n`))
      },
    })
    const answer: Answer | Error = await server
      .request('POST', doors.importCustomers.path, body, { headers: { 'content-type': 'application/x-ndjson' } })
      .catch((error: Error) => error)
    if (!(answer instanceof Error)) expect(problemIn(answer)).toBeUndefined()
    expect((await ask(server, 'readyz')).status).toBe(200)
    const first = await ask(server, 'getCustomer', { params: { reference: `${name}-0` } })
    if (first.status === 200) expect(first.body).toMatchObject({ country: 'DE' })
  })
})
