// Vouchers as shops' own discount codes, against a server that answers as the recorded ones did, troubles included.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { anOrder, openShop, redeemCode, type ShopTerms } from '#redemption/test-shop.ts'
import type { ConnectorKind } from '#shared/contracts/connectors.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'
import { setOutlet } from './outlet.ts'
import { listShopCodes } from './shop-codes.ts'
import { syncCodes } from './sync-codes.ts'
import { connect } from './test-vendors.ts'

interface Heard {
  method: string
  path: string
  auth: string
  body: Record<string, Record<string, unknown> & string>
}
type Answers = (heard: Heard) => { status: number; body?: unknown; location?: string }

/** A shop on a port of its own, with everything that it was asked. */
async function openShopServer(answers: Answers) {
  const heard: Heard[] = []
  const server = createServer(async (req, res) => {
    const body = await bodyOf(req)
    const auth = String(req.headers['x-shopify-access-token'] ?? req.headers.authorization ?? '')
    const one = { method: String(req.method), path: String(req.url), auth, body }
    heard.push(one)
    const { status, body: said, location } = answers(one)
    res.writeHead(status, location === undefined ? {} : { location }).end(JSON.stringify(said ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function bodyOf(req: IncomingMessage) {
  let text = ''
  for await (const part of req) text += part
  return text === '' ? {} : JSON.parse(text)
}

async function keep(open: () => Promise<TestHouse>, kind: ConnectorKind, answers: Answers, terms: ShopTerms = {}) {
  const opened = await open()
  const house = { ...opened, config: { ...opened.config, outsideAllow: ['127.0.0.1'] } }
  const { campaignId, tickets } = await openShop(house, 3, terms)
  const { heard, url } = await openShopServer(answers)
  const { id } = await connect(house, kind)
  const credentials = kind === 'shopify' ? { accessToken: 'shpat_1' } : { consumerKey: 'ck_1', consumerSecret: 'cs_1' }
  const outlet = { shopUrl: url, credentials, campaignIds: [campaignId], withoutMost: 'refuse' as const }
  await house.store.write((tx) => setOutlet(house, tx, id, outlet, 'key_1'))
  const codes = async () => (await listShopCodes(house.store.read, id, { limit: 50 })).data
  return { house, id, campaignId, tickets, heard, codes }
}

forEachHouse('codes at shops', (open) => {
  test('Shopify: a rule and a code for each voucher, once; what has ended is taken back', async () => {
    let made = 0
    const { house, tickets, heard, codes } = await keep(
      open,
      'shopify',
      ({ method, path }) => {
        if (method === 'DELETE') return { status: 204 }
        made += 1
        const isRule = path.endsWith('/price_rules.json')
        return {
          status: 201,
          body: isRule ? { price_rule: { id: 507_328_175 } } : { discount_code: { id: 1_054_381_139 } },
        }
      },
      { minimumOrderMinor: 4000 },
    )
    expect(await syncCodes(house)).toBe(3)
    expect(await syncCodes(house)).toBe(0)
    expect([made, new Set(heard.map(({ auth }) => auth))]).toEqual([6, new Set(['shpat_1'])])
    const [rule, code] = heard
    expect(rule?.body.price_rule).toMatchObject({
      value_type: 'fixed_amount',
      value: '-5.00',
      usage_limit: 1,
      target_type: 'line_item',
      prerequisite_subtotal_range: { greater_than_or_equal_to: '40.00' },
    })
    expect(tickets.map((ticket) => ticket.code)).toContain(code?.body.discount_code?.code)
    expect((await codes()).map(({ state }) => state)).toEqual(['there', 'there', 'there'])
    await redeemCode(house, String(tickets[0]?.code), anOrder())
    await house.store.write((tx) => revokeVouchers(tx, [String(tickets[1]?.id)], 'a test'))
    expect(await syncCodes(house)).toBe(2)
    expect(heard.slice(6).map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array(2).fill('DELETE /admin/api/2024-01/price_rules/507328175.json'),
    )
    expect((await codes()).map(({ state }) => state).sort()).toEqual(['gone', 'gone', 'there'])
  })

  test('a shop in trouble is asked again later and nothing is made twice', async () => {
    let isDown = true
    const { house, heard, codes } = await keep(open, 'shopify', ({ path, method }) => {
      if (path.includes('lookup')) return { status: 404 }
      if (method === 'POST' && path.endsWith('/price_rules.json'))
        return { status: 201, body: { price_rule: { id: 7 } } }
      if (isDown) return { status: 503 }
      return { status: 201, body: { discount_code: { id: 8 } } }
    })
    expect(await syncCodes(house)).toBe(0)
    expect((await codes()).map(({ tries, problem }) => [tries, problem])).toContainEqual([1, 'shop_said_503'])
    isDown = false
    house.advance(3 * 3_600_000)
    expect(await syncCodes(house)).toBe(3)
    expect(heard.filter(({ method, path }) => method === 'POST' && path.endsWith('/price_rules.json'))).toHaveLength(3)
    expect((await codes()).every(({ state }) => state === 'there')).toBe(true)
  })

  test('WooCommerce: a coupon with the largest order that its most allows; a code of somebody else stays theirs', async () => {
    const mine: string[] = []
    const { house, heard, codes } = await keep(
      open,
      'woocommerce',
      ({ method, body }) => {
        if (method === 'GET') return { status: 200, body: [{ id: 1, meta_data: [] }] }
        if (mine.length === 2) return { status: 400, body: { code: 'woocommerce_rest_coupon_code_already_exists' } }
        mine.push(String(body.code))
        return { status: 201, body: { id: 719 + mine.length } }
      },
      { offer: { kind: 'percent_off', bps: 1500, maxMinor: 3000 } },
    )
    expect(await syncCodes(house)).toBe(3)
    expect(heard[0]?.body).toMatchObject({
      discount_type: 'percent',
      amount: '15.00',
      usage_limit: 1,
      maximum_amount: '200.00',
      meta_data: [{ key: 'vouchsafe_voucher' }],
    })
    expect(heard[0]?.auth).toBe(`Basic ${Buffer.from('ck_1:cs_1').toString('base64')}`)
    expect((await codes()).map(({ state, problem }) => `${state} ${problem}`).sort()).toEqual([
      'failed code_taken',
      'there null',
      'there null',
    ])
  })

  test('terms that a shop cannot keep are not sent there, and nobody is sent into the house’s own network', async () => {
    const offer = { kind: 'percent_off' as const, bps: 1500, maxMinor: 3000 }
    const { house, heard, codes, id, campaignId } = await keep(open, 'shopify', () => ({ status: 500 }), { offer })
    await syncCodes(house)
    expect([heard.length, (await codes()).map(({ problem }) => problem)]).toEqual([0, Array(3).fill('offer_most')])
    const credentials = { accessToken: 'x' }
    const closed = { ...house, config: { ...house.config, outsideAllow: [] } }
    const put = (outlet: object) =>
      house.store.write((tx) =>
        setOutlet(
          closed,
          tx,
          id,
          { campaignIds: [campaignId], credentials, withoutMost: 'refuse', shopUrl: 'https://s.example', ...outlet },
          'k',
        ),
      )
    for (const wrong of [
      { shopUrl: 'http://127.0.0.1:1' },
      { shopUrl: 'https://169.254.169.254' },
      { campaignIds: ['cmp_x'] },
      { credentials: { consumerKey: 'a', consumerSecret: 'b' } },
    ])
      await expect(put(wrong)).rejects.toMatchObject({ code: 'outlet.unusable' })
  })
})
