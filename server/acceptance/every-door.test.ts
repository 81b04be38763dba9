/** Every door of the list is there, takes its good sample and answers as its contract says; OpenAPI tells of each. */
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Door, type DoorName, doors } from '#shared/api.ts'
import type { ExperimentImported } from '#shared/contracts/experiments.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { targetOf } from './bad-requests.ts'
import { type Furniture, furnish } from './furniture.ts'
import { addressOf, ask, brokenContract, call, importRows } from './shop.ts'

/** These have a test of their own below; the clock moves last. */
const apart: DoorName[] = [
  'stream',
  'onsiteOffers',
  'subscribePush',
  'unsubscribePush',
  'retryMessage',
  'testMessage',
  'importCustomers',
  'importProducts',
  'importRows',
  'importExperiment',
  'moveClock',
]
/** A person's doors take what she got by mail, a vendor's what is signed: they have suites of their own (server/audit). */
const byMail = (name: DoorName) =>
  (doors[name] as Door).scope === 'session' ||
  ['meSession', 'meDownload'].includes(name) ||
  (doors[name] as Door).stream === 'bytes'
/** People sign in at these: tested in access/team.test.ts and in a browser. */
const ofTeam = (name: DoorName) => (doors[name] as Door).room === 'team'
const names = (Object.keys(doors) as DoorName[]).filter(
  (name) => !apart.includes(name) && !byMail(name) && !ofTeam(name),
)

describe.each(['sqlite', 'postgres'] as const)('every door on %s', (engine) => {
  let server: TestServer
  let house: Furniture
  beforeAll(async () => {
    server = await startServer({ engine, clock: '2026-01-01T00:00:00Z' })
    house = await furnish(server)
  })
  afterAll(() => server.close())

  test.each(names)('%s', async (name) => {
    const answer = await ask(server, name, house.samples[name])
    expect(answer.status, answer.text).toBeLessThan(300)
    expect(answer.headers.get('x-request-id')).toBeTruthy()
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  test('importCustomers and importProducts, dry and in earnest', async () => {
    const customers = '{"reference":"grace","email":"grace@shop.example"}\n{"reference":"ada","country":"AT"}\n'
    const report = await importRows(server, 'importCustomers', customers, 'application/x-ndjson')
    expect(report).toMatchObject({ read: 2, created: 1, updated: 1, rejected: 0, dryRun: false })
    const products = 'sku,name,category,priceMinor,currency,stock\ntea-2,"Tea, green",tea,500,EUR,\n'
    expect(await importRows(server, 'importProducts', products, 'text/csv')).toMatchObject({ created: 1, rejected: 0 })
    const dry = await server.request('POST', '/v1/customers/import?dryRun=true', '{"reference":"dry"}\n', ndjson)
    expect(dry.body).toMatchObject({ read: 1, created: 1, dryRun: true })
    expect((await ask(server, 'getCustomer', { params: { reference: 'dry' } })).status).toBe(404)
  })

  test('importExperiment compares arms that were filled elsewhere', async () => {
    const csv =
      'recipient,arm,assigned_at,purchased,revenue_minor\n1,a,2026-01-01,1,500\n2,a,2026-01-01,0,0\n3,holdout,2026-01-01,0,0\n4,holdout,2026-01-01,0,0\n'
    const answer = await server.request('POST', '/v1/experiments/import', csv, {
      headers: { 'content-type': 'text/csv' },
    })
    expect(answer.body).toMatchObject({ read: 4, counted: 4, report: { comparisons: [{ key: 'a:holdout' }] } })
    expect(brokenContract(doors.importExperiment, answer)).toBeUndefined()
    const { report, kept } = answer.body as ExperimentImported
    const again = await ask(server, 'importedExperiment', { params: { hash: kept?.hash ?? '' } })
    expect(again.body).toMatchObject({ hash: kept?.hash, address: kept?.address, read: 4, report })
    const file = await server.request('GET', `/v1/experiments/imports/${kept?.hash}?format=csv&table=comparisons`)
    expect(file.text.split('\n')[1]).toMatch(/^a,holdout,pays,inconclusive,conversion,primary/)
  })

  test('stream says what changes', async () => {
    const hangUp = new AbortController()
    const response = await fetch(`${server.url}/v1/stream`, {
      headers: { authorization: `Bearer ${server.adminKey}` },
      signal: hangUp.signal,
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/event-stream'),
    ])
    hangUp.abort()
  })

  test("onsiteOffers shows the open vouchers of the one whom the shop's token names", async () => {
    const { secret, audience } = await call(server, 'onsiteKey')
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ada')
      .setAudience(audience)
      .setIssuedAt(Date.UTC(2026, 0, 1) / 1000)
      .setExpirationTime(Date.UTC(2026, 0, 1) / 1000 + 600)
      .sign(new TextEncoder().encode(secret))
    const { data } = await call(server, 'onsiteOffers', {}, { key: token })
    expect(data.length).toBeGreaterThan(0)
  })

  test('campaignReport as CSV', async () => {
    const { params, query } = targetOf('campaignReport', house.samples)
    const path = addressOf(doors.campaignReport.path, params, query)
    const answer = await server.request('GET', path, undefined, { headers: { accept: 'text/csv' } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/csv')])
    expect(brokenContract(doors.campaignReport, answer)).toBeUndefined()
  })

  test('OpenAPI tells of every door and of no other', async () => {
    const document = (await call(server, 'openapi')) as {
      openapi: string
      paths: Record<string, Record<string, unknown>>
    }
    expect(document.openapi).toMatch(/^3\.1/)
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const there = Object.values(doors).map((door: Door) => `${door.method} ${door.path.replace(/:(\w+)/g, '{$1}')}`)
    expect(told.sort()).toEqual(there.sort())
  })

  test('moveClock', async () => {
    expect(await call(server, 'moveClock', house.samples.moveClock)).toMatchObject({
      now: expect.stringMatching('^2026-01-01T01'),
    })
    const back = await ask(server, 'moveClock', { body: { now: '2026-01-01T00:30:00Z' } })
    expect(back.status).toBe(409)
  })
})

const ndjson = { headers: { 'content-type': 'application/x-ndjson' } }
