/** What the drop-in promises holds: work behind an answer survives a killed process, codes are told apart, receivers are told. */
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import { call, moveClock } from './shop.ts'

type Told = Record<string, unknown>
const START = Date.parse('2026-03-01T12:00:00Z')
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()

describe.each<Engine>(['sqlite', 'postgres'])('promises of the drop-in on %s', (engine) => {
  let server: TestServer

  beforeAll(async () => {
    server = await startServer({ engine, clock: at(0), env: { OUTSIDE_ALLOW: '127.0.0.0/8' } })
  })
  afterAll(() => server.close())

  const raw = (method: string, path: string, body?: unknown) =>
    server.request(method, `/voucherify/v1${path}`, body, {
      key: null,
      headers: { 'x-app-id': 'a', 'x-app-token': server.adminKey },
    })
  const ok = async (method: string, path: string, body?: unknown): Promise<Told> => {
    const { status, body: told, text } = await raw(method, path, body)
    expect([status, text]).toEqual([status < 300 ? status : 200, text])
    return told as Told
  }
  const discount = { type: 'AMOUNT', amount_off: 100 }
  const voucher = { type: 'DISCOUNT_VOUCHER', discount }

  test('codes that a process was killed over are all made, and none twice', async () => {
    await ok('POST', '/campaigns', { name: 'big', voucher, vouchers_count: 4000 })
    const rows = Array.from({ length: 1500 }, (_, nth) => ({ code: `ROW-${nth}`, discount }))
    const { async_action_id: id } = await ok('POST', '/vouchers/import', rows)
    await server.kill9()
    await server.restart()
    await moveClock(server, at(5))
    for (let asked = 0, isDone = false; !isDone && asked < 5000; asked += 1) {
      const action = await ok('GET', `/async-actions/${String(id)}`)
      const big = await ok('GET', '/campaigns/big')
      isDone = action.status === 'DONE' && big.vouchers_generation_status === 'DONE'
    }
    expect(await ok('GET', `/async-actions/${String(id)}`)).toMatchObject({
      status: 'DONE',
      progress: 100,
      result: { done_count: 1500, failed_count: 0 },
    })
    expect(await ok('GET', '/campaigns/big')).toMatchObject({ vouchers_count: 4000 })
    expect(await ok('GET', '/vouchers/ROW-1499')).toMatchObject({ code: 'ROW-1499' })
    expect(await ok('GET', '/vouchers?limit=1')).toMatchObject({ total: 5500 })
  })

  test('codes that are read alike are one code: the first is made, the second is not', async () => {
    await ok('POST', '/vouchers/SOLE-O1', voucher)
    for (const code of ['sole-o1', 'S0LE-01', 'SOLE O1', '5OLE-OI']) {
      const second = await raw('POST', `/vouchers/${encodeURIComponent(code)}`, voucher)
      expect([code, second.status, (second.body as Told).key]).toEqual([code, 409, 'duplicate_found'])
      expect(await ok('GET', `/vouchers/${encodeURIComponent(code)}`)).toMatchObject({ discount })
    }
    const both = await Promise.all(['Pair-b', 'PAIR-8'].map((code) => raw('POST', `/vouchers/${code}`, voucher)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    await raw('DELETE', '/vouchers/SOLE-O1?force=true')
    await ok('POST', '/vouchers/sole-01', voucher)
  })

  test('a voucher comes with what was used of it elsewhere', async () => {
    const rows = [
      { code: 'HALF', discount, redemption: { quantity: 3, redeemed_quantity: 2 } },
      { code: 'GONE', discount, redemption: { quantity: 1, redeemed_quantity: 1 } },
      { code: 'CARD', type: 'GIFT_VOUCHER', gift: { amount: 1000, balance: 400 } },
    ]
    const { async_action_id: id } = await ok('POST', '/vouchers/import', rows)
    while ((await ok('GET', `/async-actions/${String(id)}`)).status !== 'DONE');
    expect(await ok('GET', '/vouchers/HALF')).toMatchObject({ redemption: { quantity: 3, redeemed_quantity: 2 } })
    expect(await ok('POST', '/vouchers/HALF/redemption', {})).toMatchObject({ result: 'SUCCESS' })
    for (const code of ['HALF', 'GONE'])
      expect((await raw('POST', `/vouchers/${code}/redemption`, {})).body).toMatchObject({ key: 'quantity_exceeded' })
    expect(await ok('GET', '/vouchers/GONE')).toMatchObject({
      active: true,
      redemption: { quantity: 1, redeemed_quantity: 1 },
    })
    expect(await ok('POST', '/vouchers/GONE/enable')).toMatchObject({ active: true })
    expect((await raw('POST', '/vouchers/GONE/redemption', {})).status).toBe(400)
    expect(await ok('GET', '/vouchers/CARD')).toMatchObject({ gift: { amount: 1000, balance: 400 } })
    const spent = await raw('POST', '/vouchers/CARD/redemption', { gift: { credits: 500 }, order: { amount: 900 } })
    expect(spent.body).toMatchObject({ key: 'gift_amount_exceeded' })
  })

  test('a receiver that was written for the other product is told in its words', async () => {
    const heard: { signature: string; body: string }[] = []
    const listener = createServer((req, res) => {
      let body = ''
      req.on('data', (part) => {
        body += part
      })
      req.on('end', () => {
        heard.push({ signature: String(req.headers['x-voucherify-signature']), body })
        res.writeHead(204).end()
      })
    })
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
    try {
      const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
      const events = ['voucher.redeemed', 'redemption.reversed', 'customer.erased'] as const
      const hook = await call(server, 'createWebhook', {
        body: { url, events: [...events], includes: [], envelope: 'voucherify' },
      })
      expect(hook.envelope).toBe('voucherify')
      await ok('POST', '/vouchers/HEARD', voucher)
      const customer = { source_id: 'ada', name: 'Ada' }
      const made = await ok('POST', '/vouchers/HEARD/redemption', { customer, order: { amount: 900 } })
      const back = await ok('POST', `/redemptions/${String(made.id)}/rollback`, {})
      await moveClock(server, at(10))
      const told = heard.map(({ body }) => JSON.parse(body) as Told)
      for (const { signature, body } of heard)
        expect(signature).toBe(
          createHmac('sha256', hook.secret ?? '')
            .update(body)
            .digest('hex'),
        )
      expect(told.map(({ type }) => type).sort()).toEqual(['redemption.rollback.succeeded', 'redemption.succeeded'])
      expect(told.find(({ type }) => type === 'redemption.succeeded')).toMatchObject({
        id: expect.any(String),
        project_id: expect.any(String),
        created_at: expect.any(String),
        data: { id: made.id, object: 'redemption', customer: { source_id: 'ada' }, voucher: { code: 'HEARD' } },
        source: {},
        event: { type: 'redemption.succeeded', entity_id: made.id },
      })
      expect(told.find(({ type }) => type !== 'redemption.succeeded')).toMatchObject({
        data: { id: back.id, object: 'redemption_rollback', redemption: made.id },
      })
      await raw('DELETE', '/customers/ada')
      await moveClock(server, at(15))
      expect(JSON.parse(heard.at(-1)?.body ?? '{}')).toMatchObject({
        type: 'customer.deleted',
        data: { object: 'customer' },
      })
      expect(heard.at(-1)?.body).not.toContain('Ada')
    } finally {
      await new Promise((done) => listener.close(done))
    }
  })

  test('what happens to things of the drop-in is told by the names that its receivers know, and a stack once more', async () => {
    const heard: Told[] = []
    const listener = createServer((req, res) => {
      let body = ''
      req.on('data', (part) => {
        body += part
      })
      req.on('end', () => {
        heard.push(JSON.parse(body) as Told)
        res.writeHead(204).end()
      })
    })
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
    try {
      const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
      const events = ['drop_in.changed', 'voucher.redeemed'] as const
      await call(server, 'createWebhook', { body: { url, events: [...events], includes: [], envelope: 'voucherify' } })
      await moveClock(server, at(20))
      const campaign = await ok('POST', '/campaigns', { name: 'told', voucher })
      await ok('PUT', '/campaigns/told', { metadata: { a: 1 } })
      await ok('POST', '/campaigns/told/disable')
      await ok('POST', '/campaigns/told/enable')
      for (const code of ['TOLD-1', 'TOLD-2']) await ok('POST', `/vouchers/${code}`, voucher)
      await ok('PUT', '/vouchers/TOLD-1', { metadata: { b: 1 } })
      await ok('POST', '/vouchers/TOLD-1/disable')
      await ok('POST', '/vouchers/TOLD-1/enable')
      await ok('POST', '/customers', { source_id: 'bea', name: 'Bea' })
      await ok('PUT', '/customers/bea', { metadata: { c: 1 } })
      const given = await ok('POST', '/publications', { campaign: { name: 'told' }, customer: { source_id: 'bea' } })
      const redeemables = ['TOLD-1', 'TOLD-2'].map((id) => ({ object: 'voucher', id }))
      const stack = await ok('POST', '/redemptions', { redeemables, order: { amount: 900 } })
      await raw('POST', '/vouchers/TOLD-1/redemption', {})
      await ok('POST', `/redemptions/${String((stack.parent_redemption as Told).id)}/rollbacks`)
      await raw('DELETE', '/vouchers/TOLD-2')
      await moveClock(server, at(25))
      const words = heard.map(({ type }) => String(type)).sort()
      expect(words).toEqual(
        [
          ...['campaign.created', 'campaign.updated', 'campaign.disabled', 'campaign.enabled'],
          ...['voucher.created', 'voucher.created', 'voucher.updated', 'voucher.disabled', 'voucher.enabled'],
          ...['customer.created', 'customer.updated', 'publication.succeeded', 'voucher.published'],
          ...['redemption.succeeded', 'redemption.succeeded', 'redemption.succeeded', 'redemption.failed'],
          ...['redemption.rollback.succeeded', 'voucher.deleted'],
        ].sort(),
      )
      const dataOf = (word: string) => heard.flatMap(({ type, data }) => (type === word ? [data as Told] : []))
      expect(dataOf('campaign.updated')).toMatchObject([{ id: campaign.id, object: 'campaign', metadata: { a: 1 } }])
      expect(dataOf('publication.succeeded')).toMatchObject([{ id: given.id, object: 'publication' }])
      expect(dataOf('customer.updated')).toMatchObject([{ object: 'customer', source_id: 'bea', metadata: { c: 1 } }])
      expect(dataOf('redemption.failed')).toMatchObject([{ result: 'FAILURE', failure_code: 'quantity_exceeded' }])
      expect(dataOf('redemption.succeeded')).toContainEqual(
        expect.objectContaining({ id: (stack.parent_redemption as Told).id, related_object_type: 'redemption' }),
      )
    } finally {
      await new Promise((done) => listener.close(done))
    }
  })

  test('what is over lives again when it is given a later end, by itself or with its campaign', async () => {
    await ok('POST', '/vouchers/SHORT', { ...voucher, expiration_date: at(40) })
    await ok('POST', '/campaigns', { name: 'short', voucher, expiration_date: at(40) })
    for (const code of ['SHORT-1', 'SHORT-2']) await ok('POST', `/campaigns/short/vouchers/${code}`)
    await moveClock(server, at(60))
    const validOf = async (code: string) => (await ok('POST', `/vouchers/${code}/validate`, {})).valid
    const codes = ['SHORT', 'SHORT-1', 'SHORT-2']
    expect(await Promise.all(codes.map(validOf))).toEqual([false, false, false])
    expect((await ok('PUT', '/vouchers/SHORT', { expiration_date: at(90) })).expiration_date).toBe(at(90))
    await ok('PUT', '/campaigns/short', { expiration_date: null })
    expect(await Promise.all(codes.map(validOf))).toEqual([true, true, true])
    await moveClock(server, at(100))
    expect(await Promise.all(codes.map(validOf))).toEqual([false, true, true])
    await ok('POST', '/vouchers/SHORT-1/redemption', { order: { amount: 900 } })
    expect(await ok('GET', '/vouchers/SHORT-1')).toMatchObject({ redemption: { redeemed_quantity: 1 } })
  })

  test('the books are right after all of this', async () => {
    expect(await checkBooks(server)).toEqual([])
  })
})
