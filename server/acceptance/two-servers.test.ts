/** Two servers on one PostgreSQL are one house: what one has done the other knows, and nothing happens twice. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import { codeOf } from './problem.ts'
import {
  ask,
  call,
  cellsOf,
  decide,
  draftCampaign,
  everyOne,
  inParallel,
  issue,
  launchCampaign,
  makeKey,
  moveClock,
  openWithNotice,
  orderOf,
  putCustomer,
  redeem,
  tally,
} from './shop.ts'

const PEOPLE = 60
const GUESSES = 6
let one: TestServer
let two: TestServer
let both: [TestServer, TestServer]

beforeAll(async () => {
  const env = { GUESS_LIMIT_PER_MINUTE: String(GUESSES) }
  one = await startServer({ engine: 'postgres', env })
  two = await startServer({ engine: 'postgres', databaseUrl: one.databaseUrl, env: { ...one.environment } })
  both = [one, two]
  const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
  const noticeVersion = await openWithNotice(one, cells)
  await inParallel(
    Array.from({ length: PEOPLE }, (_, i) => i),
    8,
    async (i) => {
      const server = both[i % 2] as TestServer
      await putCustomer(server, `person-${i}`, {})
      await decide(server, `person-${i}`, noticeVersion, cells)
    },
  )
})
afterAll(async () => {
  for (const server of both ?? []) await server.close()
})

test('a code redeemed at both at once is redeemed once, and a budget is spent once', async () => {
  const budget = { limitMinor: 500 * 15, currency: 'EUR', mode: 'at_redemption' as const, whenShort: 'refuse' as const }
  const id = await launchCampaign(one, { purpose: 'offers', budget })
  const codes = await inParallel(
    Array.from({ length: 20 }, (_, i) => i),
    8,
    async (i) => (await issue(both[i % 2] as TestServer, id, `person-${i}`, 'race')).code,
  )
  const answers = await inParallel(
    codes.flatMap((code, i) => both.map((server, n) => ({ code, server, reference: `race-${i}-${n}` }))),
    40,
    ({ code, server, reference }) => redeem(server, code, orderOf(reference)),
  )
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(15)
  expect(Object.keys(tally(answers)).sort()).toEqual(
    ['201', '409 budget.exhausted', '409 voucher.already_redeemed'].filter((word) => tally(answers)[word]),
  )
  const { budget: shown } = await call(two, 'campaignReport', { params: { id } })
  expect(shown).toMatchObject({ spentMinor: 7500, freeMinor: 0 })
})

test('one idempotency key at both at once does its work once', async () => {
  const asked = Array.from({ length: 10 }, () => randomUUID())
  const pairs = await inParallel(asked, 5, (key) =>
    Promise.all(
      both.map((server) =>
        ask(
          server,
          'createApiKey',
          { body: { name: 'twice', roles: ['analyst'] } },
          { headers: { 'idempotency-key': key } },
        ),
      ),
    ),
  )
  const ids = pairs.map((pair) => new Set(pair.map((answer) => (answer.body as { id: string }).id)))
  expect(ids.every((pair) => pair.size === 1)).toBe(true)
  expect(new Set(ids.flatMap((pair) => [...pair])).size).toBe(asked.length)
})

test('a run begun at both at once gives everybody one voucher', async () => {
  const id = await launchCampaign(two, { purpose: 'offers', name: 'Run' })
  await Promise.all(both.map((server) => ask(server, 'runCampaign', { params: { id } })))
  await call(one, 'runCampaign', { params: { id } })
  const vouchers = await everyOne(two, 'listVouchers', { query: { campaignId: id } })
  expect(vouchers).toHaveLength(PEOPLE)
  expect(new Set(vouchers.map((voucher) => voucher.customerReference)).size).toBe(PEOPLE)
})

test('what a campaign is at one it is at the other, at the very next request', async () => {
  for (let round = 0; round < 5; round++) {
    const id = await launchCampaign(one, { purpose: 'offers' })
    const [first, second] = [
      await issue(one, id, 'person-1', `a${round}`),
      await issue(two, id, 'person-2', `b${round}`),
    ]
    expect((await redeem(two, first.code, orderOf(`before-${round}`))).status).toBe(201)
    await call(one, 'endCampaign', { params: { id }, body: { stopRedemptions: true } })
    expect(codeOf(await redeem(two, second.code, orderOf(`after-${round}`)))).toBe('campaign.ended')
  }
})

test('a key revoked at one is refused at the other', async () => {
  const { id, key } = await call(one, 'createApiKey', { body: { name: 'till', roles: ['analyst'] } })
  const status = async (server: TestServer) => (await server.request('GET', '/v1/me/key', undefined, { key })).status
  expect(await Promise.all(both.map(status))).toEqual([200, 200])
  await call(one, 'revokeApiKey', { params: { id } })
  expect(await status(one)).toBe(401)
  while ((await status(two)) !== 401) await sleep(1)
})

const guess = (server: TestServer, code: string, clientAddress: string): Promise<Answer> =>
  server.request('POST', '/v1/quotes', { code, order: { ...orderOf('guess'), clientAddress } })

test('guesses count at both together, and who is locked out is so at both', async () => {
  const id = await launchCampaign(one, { purpose: 'offers' })
  const { code } = await issue(one, id, 'person-3', 'guess')
  for (let i = 0; i < GUESSES; i++)
    expect((await guess(both[i % 2] as TestServer, `NOBODY-HAS-${i}`, '192.0.2.1')).status).toBe(404)
  for (const server of both) {
    let answer = await guess(server, code, '192.0.2.1')
    while (answer.status !== 429) answer = await guess(server, code, '192.0.2.1')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await guess(server, code, '192.0.2.2')).status).toBe(200)
  }
  const counted = await Promise.all(both.map(async (server) => (await server.request('GET', '/metrics')).text))
  const alarms = counted.map((text) => Number(/^vouchsafe_guess_alarms_total (\d+)$/m.exec(text)?.[1]))
  expect(alarms.reduce((sum, count) => sum + count, 0)).toBe(1)
})

test('an alarm made at one reaches who listens at the other, and who was away meanwhile', async () => {
  const lock = async (server: TestServer, clientAddress: string) => {
    for (let i = 0; i < GUESSES; i++) await guess(server, `NOBODY-HAS-${i}`, clientAddress)
  }
  const line = await listen(two)
  await lock(one, '198.51.100.1')
  const first = await line.next('guess.alarm')
  expect(first.data).toMatchObject({ type: 'guess.alarm', data: { about: 'address', strikes: 1 } })
  line.close()
  await lock(one, '198.51.100.2')
  await lock(two, '198.51.100.3')
  const again = await listen(one, first.id)
  const missed = [await again.next('guess.alarm'), await again.next('guess.alarm')]
  again.close()
  const ids = [first, ...missed].map(({ data }) => data.id)
  expect(new Set(ids).size).toBe(3)
  const { data } = await call(one, 'listAudit', { query: { limit: 50 } })
  expect(data.filter((entry) => entry.action === 'codes.guessed').length).toBeGreaterThanOrEqual(3)
})

test('what one redeems is in the stream of the other, and only whoever may know hears of alarms', async () => {
  const id = await launchCampaign(one, { purpose: 'offers' })
  const { code } = await issue(one, id, 'person-4', 'stream')
  const marketer = await makeKey(one, 'marketer')
  const line = await listen(two, undefined, marketer, `?campaignId=${id}`)
  const before = await line.next('campaign')
  expect(before.data).toMatchObject({ campaignId: id, funnel: { redeemed: 0 } })
  expect(before.id).toBe('')
  await redeem(one, code, orderOf('stream'))
  let event = await line.next('campaign')
  while ((event.data.funnel as { redeemed: number }).redeemed === 0) event = await line.next('campaign')
  line.close()
})

test('limits of requests and of wrong keys are one of both together', async () => {
  const limit = 300
  const wrongKeys = 20
  const env = { RATE_LIMIT_PER_MINUTE: String(limit), WRONG_KEY_LIMIT_PER_MINUTE: String(wrongKeys) }
  // A house of their own: what other tests of this minute got wrong is counted in theirs.
  const first = await startServer({ engine: 'postgres', env })
  const beside = { ...first.environment, ...env }
  const pair = [first, await startServer({ engine: 'postgres', databaseUrl: first.databaseUrl, env: beside })]
  const ask600 = (path: string, key: string) =>
    inParallel(
      Array.from({ length: 2 * limit }, (_, i) => i),
      16,
      async (i) => (await pair[i % 2]?.request('GET', path, undefined, { key }))?.status ?? 0,
    )
  /** All within one minute of the clock; a try that the minute cut in two is made again, with another key. */
  async function inOneMinute(path: string, keyOf: () => Promise<string>): Promise<number[]> {
    for (;;) {
      const [key, minute] = [await keyOf(), Math.floor(Date.now() / 60_000)]
      const statuses = await ask600(path, key)
      if (Math.floor(Date.now() / 60_000) === minute) return statuses
    }
  }
  const through = (await inOneMinute('/v1/me/key', () => makeKey(first, 'analyst'))).filter((status) => status === 200)
  expect(through.length).toBeGreaterThan(limit * 0.9)
  expect(through.length).toBeLessThanOrEqual(limit * (1 + 0.02 * 2))

  // Whoever tries keys is one at both as well, and a good key behind the same address goes on.
  const wrongKeyAt = async (i: number) => {
    const key = `vsk_nobody-has-${i}`
    return (await (pair[i % 2] as TestServer).request('GET', '/v1/me/key', undefined, { key })).status
  }
  async function guessInOneMinute(): Promise<number[]> {
    for (;;) {
      const minute = Math.floor(Date.now() / 60_000)
      const statuses: number[] = []
      for (let i = 0; i < 80; i += 1) statuses.push(await wrongKeyAt(i))
      if (Math.floor(Date.now() / 60_000) === minute) return statuses
    }
  }
  const looked = (await guessInOneMinute()).filter((status) => status === 401)
  expect(looked.length).toBeGreaterThanOrEqual(wrongKeys)
  expect(looked.length).toBeLessThanOrEqual(wrongKeys + 2 * 2)
  const good = await Promise.all(pair.map((server) => server.request('GET', '/v1/me/key')))
  expect(good.map(({ status }) => status)).toEqual([200, 200])
  for (const server of pair) await server.close()
})

test('a draft made at one can be launched at the other, and the books are in order', async () => {
  const { id } = await draftCampaign(one, { purpose: 'offers' })
  await call(two, 'launchCampaign', { params: { id } })
  expect(await checkBooks(one)).toEqual([])
})

test('a test clock moved at one is the time at both', async () => {
  const first = await startServer({ engine: 'postgres', clock: '2026-01-01T00:00:00Z' })
  const second = await startServer({
    engine: 'postgres',
    databaseUrl: first.databaseUrl,
    env: { ...first.environment },
  })
  await moveClock(first, '2026-02-01T00:00:00Z')
  const isBackwards = async () =>
    codeOf(await ask(second, 'moveClock', { body: { now: '2026-01-15T00:00:00Z' } })) === 'clock.backwards'
  expect(await isBackwards()).toBe(true)
  let purposes = 0
  const made = async () => {
    const body = { key: `purpose_${++purposes}`, legalBasis: 'consent' as const, title: 'What time is it?' }
    return Date.parse((await call(second, 'createPurpose', { body })).createdAt)
  }
  while ((await made()) !== Date.parse('2026-02-01T00:00:00Z')) await sleep(1)
  await second.close()
  await first.close()
})

interface Told {
  id: string
  event: string
  data: Record<string, unknown>
}

/** A line to the stream of a server; `next` waits for an event of a name and drops those before it. */
async function listen(server: TestServer, lastId?: string, key = server.adminKey, query = '') {
  const closing = new AbortController()
  const response = await fetch(`${server.url}/v1/stream${query}`, {
    headers: { authorization: `Bearer ${key}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
    signal: closing.signal,
  })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  let id = ''
  async function read(): Promise<Told | null> {
    while (!text.includes('\n\n')) text += decoder.decode((await reader.read()).value, { stream: true })
    const [record = '', ...rest] = text.split('\n\n')
    text = rest.join('\n\n')
    const fields = new Map(record.split('\n').map((part) => [part.split(': ')[0], part.slice(part.indexOf(': ') + 2)]))
    id = fields.get('id') ?? id
    const data = fields.get('data')
    return data === undefined ? null : { id, event: fields.get('event') ?? '', data: JSON.parse(data) }
  }
  // A line that has not been told where it begins may begin later than somebody thinks.
  if (lastId === undefined && key === server.adminKey) while (id === '') await read()
  return {
    async next(event: string): Promise<Told> {
      for (;;) {
        const told = await read()
        if (told?.event === event) return told
      }
    },
    close: () => closing.abort(),
  }
}
