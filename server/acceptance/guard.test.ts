/** Whoever tries keys or codes at the doors is slowed down and told of, and nobody else notices. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, startServer, type TestServer } from '../test-server.ts'
import { codeOf, problemIn } from './problem.ts'
import { call, cellsOf, decide, issue, launchCampaign, makeKey, openWithNotice, orderOf, putCustomer } from './shop.ts'

const [KEYS, CODES] = [8, 5]
let server: TestServer
let code: string

beforeAll(async () => {
  const env = { WRONG_KEY_LIMIT_PER_MINUTE: String(KEYS), GUESS_LIMIT_PER_MINUTE: String(CODES) }
  server = await startServer({ engine: 'sqlite', env })
  const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
  await putCustomer(server, 'ada', {})
  await decide(server, 'ada', await openWithNotice(server, cells), cells)
  code = (await issue(server, await launchCampaign(server, { purpose: 'offers' }), 'ada', 'once')).code
})
afterAll(() => server.close())

const expectThrottled = (answer: Answer) => {
  expect([answer.status, codeOf(answer), problemIn(answer)]).toEqual([429, 'request.throttled', undefined])
  const retryAfter = Number(answer.headers.get('retry-after'))
  expect(retryAfter).toBeGreaterThan(0)
  return retryAfter
}

test('wrong keys: 401 up to the limit, then 429 on every door, while keys that are known go on', async () => {
  const till = await makeKey(server, 'checkout')
  const ask = (key: string, path = '/v1/me/key') => server.request('GET', path, undefined, { key })
  expect((await ask(till)).status).toBe(200)
  for (let i = 0; i < KEYS - 1; i++) expect((await ask(`vsk_wrong_${i}`)).status).toBe(401)
  const hot = (key: string) => server.request('POST', '/v1/quotes', { code, order: orderOf('o-1') }, { key })
  expect((await hot('vsk_wrong')).status).toBe(401)
  expect(expectThrottled(await ask('vsk_wrong_again'))).toBeLessThanOrEqual(60)
  expectThrottled(await hot('vsk_wrong_again'))
  expectThrottled(await ask('vsk_wrong_again', '/healthz/../v1/campaigns'))
  expect((await ask(till)).status).toBe(200)
  expect((await hot(till)).status).toBe(200)
  expect((await server.request('GET', '/v1/me/key')).status).toBe(200)
})

test('codes: 404 up to the limit, then 429 whatever the door and the code, also after the server was killed', async () => {
  const from = (clientAddress: string, reference = 'o-1') => ({ ...orderOf(reference), clientAddress })
  const quote = (tried: string, address: string) =>
    server.request('POST', '/v1/quotes', { code: tried, order: from(address) })
  for (let i = 0; i < CODES; i++) expect((await quote(`NOT-THERE-${i}`, '192.0.2.1')).status).toBe(404)
  const lockedAt = Date.now()
  expectThrottled(await quote(code, '192.0.2.1'))
  for (const path of ['/v1/redemptions', '/v1/holds']) {
    const headers = { 'idempotency-key': 'k-1' }
    expectThrottled(await server.request('POST', path, { code, order: from('192.0.2.1') }, { headers }))
  }
  const { text } = await server.request('GET', '/metrics')
  expect(text).toMatch(new RegExp(`^vouchsafe_unknown_codes_total ${CODES}$`, 'm'))
  expect(text).toMatch(/^vouchsafe_guess_lockouts_total 1$/m)
  expect(text).toMatch(/^vouchsafe_guess_alarms_total 1$/m)
  expect(server.log()).toContain('codes are being guessed')
  expect(server.log()).not.toContain('192.0.2.1')
  const { data } = await call(server, 'listAudit', { query: { limit: 20 } })
  expect(data.filter((entry) => entry.action === 'codes.guessed')).toHaveLength(1)
  await server.kill9()
  await server.restart()
  const again = await quote(code, '192.0.2.1')
  // The first lock lasts a minute, in which a slow machine may not come up again.
  if (Date.now() - lockedAt < 50_000) expectThrottled(again)
  expect((await quote(code, '192.0.2.2')).status).toBe(200)
})
