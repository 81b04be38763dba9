// Outgoing webhooks from fact to listener, over HTTP and on the test clock: each once, signed, retried, replayed, and without
// anything about people that nobody asked for.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Listener, openListener } from '#delivery/webhooks/test-listener.ts'
import {
  call,
  cellsOf,
  decide,
  issue,
  launchCampaign,
  openWithNotice,
  orderOf,
  putCustomer,
  redeem,
} from '../acceptance/shop.ts'
import { startServer, type TestServer } from '../test-server.ts'

const START = Date.parse('2026-03-01T12:00:00Z')
const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
const events = [
  'voucher.issued',
  'voucher.redeemed',
  'redemption.reversed',
  'voucher.expired',
  'consent.changed',
  'customer.erased',
  'campaign.budget_low',
  'campaign.budget_exhausted',
] as const
type Event = (typeof events)[number]

describe.each(['sqlite', 'postgres'] as const)('webhooks on %s', (engine) => {
  const open: { close(): unknown }[] = []
  const openHouse = (env: Record<string, string> = {}) =>
    startServer({ engine, clock: new Date(START).toISOString(), env: { OUTSIDE_ALLOW: '127.0.0.0/8', ...env } })

  // One house for all of them, whose time goes on: each has people, a campaign and listeners of its own.
  let server: TestServer
  let noticeVersion = 0
  let minutes = 0
  beforeAll(async () => {
    server = await openHouse()
    noticeVersion = await openWithNotice(server, cells)
  })
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })
  afterAll(() => server.close())

  async function listen(types: readonly Event[], more: object = {}): Promise<Listener & { id: string }> {
    const listener = await openListener()
    const body = { url: listener.url, events: [...types], includes: [], ...more }
    const made = await call(server, 'createWebhook', { body })
    listener.trust(made.secret ?? '')
    open.push({
      async close() {
        await call(server, 'deleteWebhook', { params: { id: made.id } })
        listener.close()
      },
    })
    return { ...listener, id: made.id }
  }

  const later = async (byMinutes = 1) => {
    minutes += byMinutes
    await call(server, 'moveClock', { body: { now: new Date(START + minutes * 60_000).toISOString() } })
  }

  async function people(...references: string[]): Promise<void> {
    for (const reference of references) {
      await putCustomer(server, reference, {})
      await decide(server, reference, noticeVersion, cells)
    }
  }

  test('tell of a voucher from its issue to its end, each fact once, in ids only', async () => {
    const before = await listen(['voucher.issued'])
    const all = await listen(events)
    await people('ada', 'grace')
    const id = await launchCampaign(server, {
      purpose: 'offers',
      budget: { limitMinor: 1000, currency: 'EUR', mode: 'at_redemption', whenShort: 'refuse' },
      variants: [{ key: 'a', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 500 } }],
      validity: { days: 3 },
    })
    const one = await issue(server, id, 'ada', 'first')
    const two = await issue(server, id, 'grace', 'first')
    const three = await issue(server, id, 'grace', 'second')
    const made = (await redeem(server, one.code ?? '', orderOf('o-1'))).body as { id: string }
    await redeem(server, two.code ?? '', orderOf('o-2'))
    await later()
    await call(server, 'reverse', { params: { id: made.id }, body: { reason: 'sent back', restoreVoucher: false } })
    await later(5 * 1440)
    await call(server, 'eraseCustomer', { params: { reference: 'ada' } })
    await later()
    const count = (type: Event) => all.heard.filter((one_) => one_.type === type).length
    expect(Object.fromEntries(events.map((type) => [type, count(type)]))).toEqual({
      'voucher.issued': 3,
      'voucher.redeemed': 2,
      'redemption.reversed': 1,
      'voucher.expired': 1,
      'consent.changed': 2 * cells.length,
      'customer.erased': 1,
      'campaign.budget_low': 0,
      'campaign.budget_exhausted': 1,
    })
    expect(all.heard.find(({ type }) => type === 'voucher.expired')?.data).toMatchObject({ voucherId: three.id })
    expect(all.heard.find(({ type }) => type === 'redemption.reversed')?.data).toMatchObject({
      redemptionId: made.id,
      amountMinor: 500,
      voucherRestored: false,
    })
    expect(new Set(all.heard.map((fact) => fact.id)).size).toBe(all.heard.length)
    const told = JSON.stringify(all.heard)
    for (const secret of ['ada', 'grace', one.code ?? '-', two.code ?? '-']) expect(told).not.toContain(`"${secret}"`)
    expect(before.heard.map(({ type }) => type)).toEqual(['voucher.issued', 'voucher.issued', 'voucher.issued'])
    expect([all.wasFooled(), before.wasFooled()]).toEqual([false, false])
  })

  test('tell nothing of codes that are nobody’s, and a change of nothing changes nothing', async () => {
    const hook = await listen(['voucher.issued'])
    await people('bea')
    const id = await launchCampaign(server, { purpose: 'offers' })
    await call(server, 'createPool', { params: { id }, body: { name: 'For the leaflet', count: 20 } })
    await later()
    const voucher = await issue(server, id, 'bea', 'first')
    await later()
    expect(hook.heard.map(({ data }) => data.voucherId)).toEqual([voucher.id])
    const before = await call(server, 'getWebhook', { params: { id: hook.id } })
    expect(await call(server, 'patchWebhook', { params: { id: hook.id }, body: {} })).toEqual(before)
  })

  test('tell codes and references only to whom they were promised, the reference also of the erased', async () => {
    const full = await listen(['voucher.issued', 'customer.erased'], {
      includes: ['customerReference', 'code'],
    })
    await people('cleo')
    const id = await launchCampaign(server, { purpose: 'offers' })
    const voucher = await issue(server, id, 'cleo', 'first')
    await later()
    const erased = await call(server, 'eraseCustomer', { params: { reference: 'cleo' } })
    await later()
    expect(full.heard.map(({ type, data }) => [type, data.customerReference, data.code])).toEqual([
      ['voucher.issued', 'cleo', voucher.code],
      ['customer.erased', 'cleo', undefined],
    ])
    expect(erased.certificate.recipientsTold).toContain('webhook 127.0.0.1')
    const weak = await call(server, 'createApiKey', { body: { name: 'Marketer', roles: ['marketer'] } })
    const body = { url: full.url, events: ['voucher.issued' as const], includes: ['code' as const] }
    const refused = await server.request('POST', '/v1/webhooks', body, { key: weak.key })
    expect(refused.status).toBe(403)
  })

  test('are tried again until they are taken, for a day, and sent once more when asked', async () => {
    const moody = await listen(['voucher.issued'])
    const calm = await listen(['voucher.issued'])
    await people('dora')
    const id = await launchCampaign(server, { purpose: 'offers' })
    moody.say(500, 503, 204)
    await issue(server, id, 'dora', 'first')
    await later(3)
    expect([moody.calls(), moody.heard.length, calm.heard.length]).toEqual([3, 1, 1])
    moody.say(500)
    await issue(server, id, 'dora', 'second')
    await later(2 * 1440)
    const calls = moody.calls()
    const { data } = await call(server, 'listWebhookDeliveries', { params: { id: moody.id }, query: { state: 'dead' } })
    expect(data).toMatchObject([{ type: 'voucher.issued', state: 'dead', status: 500, reason: 'status_500' }])
    expect(calls).toBeGreaterThan(10)
    await later(1440)
    expect(moody.calls()).toBe(calls)
    moody.say(204)
    const dead = { id: moody.id, deliveryId: data[0]?.id ?? '' }
    await call(server, 'replayWebhook', { params: dead })
    await later()
    expect(moody.heard.at(-1)?.id).toBe(dead.deliveryId)
    expect(await call(server, 'getWebhookDelivery', { params: dead })).toMatchObject({
      state: 'delivered',
      status: 204,
    })
    expect(calm.heard).toHaveLength(2)
  })

  test('wait while paused, end when gone, and are signed with both secrets while one is changed', async () => {
    const hook = await listen(['voucher.issued'])
    await people('emma')
    const id = await launchCampaign(server, { purpose: 'offers' })
    await call(server, 'patchWebhook', { params: { id: hook.id }, body: { state: 'paused' } })
    await issue(server, id, 'emma', 'first')
    await later(3 * 1440)
    expect(hook.calls()).toBe(0)
    const { secret } = await call(server, 'rotateWebhook', { params: { id: hook.id } })
    await call(server, 'patchWebhook', { params: { id: hook.id }, body: { state: 'live' } })
    await later()
    expect([hook.heard.length, hook.wasFooled()]).toEqual([1, false])
    hook.trust(secret ?? '')
    await issue(server, id, 'emma', 'second')
    await later()
    expect([hook.heard.length, hook.wasFooled()]).toEqual([2, false])
    hook.say(410)
    await issue(server, id, 'emma', 'third')
    await later()
    expect(await call(server, 'getWebhook', { params: { id: hook.id } })).toMatchObject({
      state: 'paused',
      pauseReason: 'gone',
    })
  })

  test('can be tried out: signed as all are, told at once, and nothing is queued', async () => {
    for (const envelope of ['house', 'voucherify'] as const) {
      const hook = await listen(['voucher.issued'], envelope === 'house' ? {} : { envelope })
      const params = { id: hook.id }
      if (envelope === 'house') await call(server, 'patchWebhook', { params, body: { state: 'paused' } })
      expect(await call(server, 'testWebhook', { params })).toMatchObject({ arrived: true, status: 204, reason: null })
      expect(hook.heard).toMatchObject([{ type: 'webhook.test' }])
      // Only the house's own signature is what the listener checks.
      expect(hook.wasFooled()).toBe(envelope !== 'house')
      hook.say(500)
      expect(await call(server, 'testWebhook', { params })).toMatchObject({ arrived: false, reason: 'status_500' })
      expect((await call(server, 'listWebhookDeliveries', { params })).data).toEqual([])
    }
    const gone = await server.request('POST', '/v1/webhooks/whk_nobody/test')
    expect([gone.status, (gone.body as { code: string }).code]).toEqual([404, 'webhook.not_found'])
  })

  test('are not sent into the house’s own network', async () => {
    const strict = await openHouse({ OUTSIDE_ALLOW: '' })
    open.push(strict)
    for (const url of ['https://127.0.0.1/', 'https://169.254.169.254/latest', 'http://hooks.example/', 'ftp://x/']) {
      const answer = await strict.request('POST', '/v1/webhooks', { url, events: ['voucher.issued'] })
      expect([url, answer.status, (answer.body as { code: string }).code]).toEqual([url, 422, 'webhook.url_refused'])
    }
  })

  test('lose and double nothing when the server is killed between facts and deliveries', async () => {
    const hook = await listen(['voucher.redeemed', 'voucher.issued'])
    await people('fay')
    const id = await launchCampaign(server, { purpose: 'offers' })
    const codes: string[] = []
    for (let i = 0; i < 60; i += 1) codes.push((await issue(server, id, 'fay', `n${i}`)).code ?? '')
    hook.say(0)
    const moving = later().catch(() => null)
    await Promise.all(codes.map((code, i) => redeem(server, code, orderOf(`o-${i}`)).catch(() => null)))
    // It dies with a page in its hands: nobody has answered, and until its lease ends nobody else takes it up.
    await hook.called(1)
    await server.kill9()
    await moving
    hook.say(204)
    await server.restart()
    await later(60)
    const { data } = await call(server, 'listVouchers', { query: { campaignId: id, limit: 200 } })
    const redeemed = data.filter(({ state }) => state === 'redeemed').map((voucher) => voucher.id)
    const told = (type: string) =>
      hook.heard.filter((fact) => fact.type === type).map((fact) => String(fact.data.voucherId))
    expect([...new Set(told('voucher.redeemed'))].sort()).toEqual(redeemed.sort())
    expect(new Set(told('voucher.issued')).size).toBe(60)
    const ids = hook.heard.map((fact) => fact.id)
    // What was sent and not noted may come again, under its own id; no fact has two ids.
    const facts = new Set(hook.heard.map((fact) => `${fact.type} ${fact.data.voucherId}`))
    expect(new Set(ids).size).toBe(facts.size)
  })
})
