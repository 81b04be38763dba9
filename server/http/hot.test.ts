// Hot doors answer as they would behind the middleware, and say so when too many wait.
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { makeFirstKey } from '#access/keys.ts'
import type { House } from '#core/house.ts'
import { forEachHouse } from '#core/test-house.ts'
import { StoreBusy } from '#db/store.ts'
import { makeServer, type Running } from './app.ts'

const order = { reference: 'o-1', currency: 'EUR', amountMinor: 5000 }
const body = JSON.stringify({ code: 'NOBODY-HAS-THIS', order })
const [json, key] = [{ 'content-type': 'application/json' }, { 'idempotency-key': 'k-1' }]
/** They differ from one answer to the next. */
const OWN = ['date', 'x-request-id', 'ratelimit']

forEachHouse('hot doors', (open) => {
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0)) await end()
  })

  async function serve(house: House, running = { draining: false, isRestored: false }) {
    const bearer = `Bearer ${await house.store.write(makeFirstKey)}`
    return { ask: await listen(house, running, bearer), running }
  }

  async function listen(house: House, running: Running, bearer: string) {
    const server = makeServer(house, running)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    ends.push(() => {
      server.closeAllConnections()
      return new Promise((done) => server.close(done))
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return async (path: string, headers: Record<string, string>, sent: string) => {
      const answer = await fetch(url + path, {
        method: 'POST',
        headers: { authorization: bearer, 'x-request-id': 'r-1', ...headers },
        body: sent,
      })
      const told = Object.fromEntries([...answer.headers].filter(([name]) => !OWN.includes(name)))
      return { status: answer.status, told, said: (await answer.json()) as { code?: string } }
    }
  }

  test('are answered as behind the middleware', async () => {
    const { ask } = await serve(await open())
    const cases: [path: string, headers: Record<string, string>, sent: string, status: number][] = [
      ['/v1/redemptions', { ...json, ...key }, body, 404],
      ['/v1/redemptions', json, body, 400],
      ['/v1/redemptions', { ...json, ...key, authorization: 'Bearer vsk_wrong' }, body, 401],
      ['/v1/holds', { ...json, ...key }, body, 404],
      ['/v1/quotes', json, body, 404],
      ['/v1/quotes', json, '{"code":', 400],
      ['/v1/quotes', json, '{"code":"a","code":"b"}', 400],
      ['/v1/quotes', { 'content-type': 'text/plain' }, body, 415],
    ]
    for (const [path, headers, sent, status] of cases) {
      const hot = await ask(path, headers, sent)
      expect([path, hot.status]).toEqual([path, status])
      // A question mark with nothing behind it is the long way to the same door.
      expect(hot).toEqual(await ask(`${path}?`, headers, sent))
    }
  })

  test('say 503 and when to come again while too many wait, and while the house is closing', async () => {
    const house = await open()
    const busy = { ...house.store, batch: () => Promise.reject(new StoreBusy('Too many are waiting')) }
    const { ask, running } = await serve({ ...house, store: busy })
    const full = await ask('/v1/redemptions', { ...json, ...key }, body)
    expect([full.status, full.said.code, full.told['retry-after']]).toEqual([503, 'server.busy', '1'])
    running.draining = true
    const closing = await ask('/v1/redemptions', { ...json, ...key }, body)
    expect([closing.status, closing.said.code, closing.told['retry-after']]).toEqual([503, 'server.draining', '1'])
  })
})
