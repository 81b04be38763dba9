/** One campaign for every trigger, from what the shop reports to the mail in a real mailbox, and two of them to a browser and to a
 * provider of text messages; on the test clock. */
import { SignJWT } from 'jose'
import PostalMime from 'postal-mime'
import { afterEach, describe, expect, test } from 'vitest'
import { openBrowserKeys, openHttpSink } from '#delivery/test-sinks.ts'
import type { Trigger } from '#shared/contracts/triggers.ts'
import { triggerKinds } from '#shared/kinds.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { openMailSink } from './mail-sink.ts'
import { call, cellsOf, decide, launchCampaign, moveClock, openWithNotice, putCustomer } from './shop.ts'

const START = Date.parse('2026-03-01T12:00:00Z')
const DAY = 86_400_000
const cells = cellsOf(['offers'], ['email'])
const iso = (instant: number) => new Date(instant).toISOString()

const triggers: Trigger[] = [
  { kind: 'birthday', leadDays: 0 },
  { kind: 'cart_abandoned', delayMinutes: 60, category: 'tea' },
  { kind: 'spend_milestone', thresholdMinor: 20_000, currency: 'EUR', period: { kind: 'rolling', days: 30 } },
  { kind: 'win_back', days: 5 },
  { kind: 'signed_up', delayMinutes: 30 },
  { kind: 'custom_event', name: 'rain', where: [{ key: 'mm', op: 'gt', value: 10 }] },
  { kind: 'first_order', delayMinutes: 0 },
  { kind: 'anniversary', leadDays: 0 },
  { kind: 'price_drop', minimumBps: 1000, withinDays: 30 },
  { kind: 'back_in_stock', withinDays: 30 },
  { kind: 'broadcast' },
]
const item = (sku: string, unitPriceMinor: number) => ({ sku, category: 'tea', quantity: 1, unitPriceMinor })
const order = (who: string, at: number, totalMinor: number) => ({
  ...{ type: 'order.placed', at: iso(at), customerReference: who, orderReference: `order of ${who}` },
  ...{ items: [item('mug', totalMinor)], totalMinor, currency: 'EUR' },
})
const cart = (who: string, sku: string) => ({
  ...{ type: 'cart.updated', at: iso(START), customerReference: who, cartReference: `cart of ${who}` },
  ...{ items: [item(sku, 1000)], totalMinor: 1000, currency: 'EUR' },
})
/** What happens to the one who is called like the trigger that waits for it. */
const happenings = [
  cart('cart_abandoned', 'mug'),
  order('spend_milestone', START, 20_000),
  order('win_back', START, 500),
  { type: 'customer.signed_up', at: iso(START), customerReference: 'signed_up' },
  { type: 'custom.rain', at: iso(START), customerReference: 'custom_event', data: { mm: 12 } },
  { type: 'custom.rain', at: iso(START), customerReference: 'broadcast', data: { mm: 3 } },
  order('first_order', START, 100),
  order('anniversary', Date.parse('2025-03-04T09:00:00Z'), 100),
  cart('price_drop', 'pot'),
  cart('back_in_stock', 'bowl'),
].map((event, i) => ({ ...event, id: `e${i}` }))

describe.each(['sqlite', 'postgres'] as const)('every trigger on %s', (engine) => {
  const open: { close(): unknown }[] = []
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })

  test('ends in one mail with a code to whom it was for', async () => {
    expect(triggers.map(({ kind }) => kind).sort()).toEqual([...triggerKinds].sort())
    const sink = await openMailSink()
    open.push(sink)
    const server = await startServer({ engine, clock: iso(START), env: { SMTP_URL: sink.url } })
    open.push(server)
    const version = await openWithNotice(server, cells)
    await call(server, 'declareAttribute', { body: { key: 'custom.rain', type: 'number', category: 'location' } })
    const product = (sku: string, priceMinor: number, stock: number) =>
      call(server, 'putProduct', {
        params: { sku },
        body: { name: sku, category: 'tea', priceMinor, currency: 'EUR', stock },
      })
    await product('pot', 1000, 5)
    await product('bowl', 1000, 0)
    for (const { kind } of triggers) {
      const birthDate = kind === 'birthday' ? '1990-03-03' : '1990-09-09'
      await putCustomer(server, kind, {
        email: `${kind}@mail.example`,
        givenName: kind,
        birthDate,
        timeZone: 'Asia/Tokyo',
      })
      await decide(server, kind, version, cells)
    }
    const ids = new Map<string, string>()
    for (const trigger of triggers) {
      const { kind } = trigger
      const message = { en: { subject: `For ${kind}`, text: 'Your code is {{voucher.code}}.' } }
      ids.set(
        kind,
        await launchCampaign(server, { purpose: 'offers', name: kind, channels: ['email'], trigger, message }),
      )
    }
    expect(await call(server, 'reportEvents', { body: happenings })).toMatchObject({ rejected: 0 })
    await moveClock(server, iso(START + 10 * 60_000))
    await product('pot', 800, 5)
    await product('bowl', 1000, 7)
    await call(server, 'runCampaign', { params: { id: ids.get('broadcast') ?? '' } })
    for (let day = 1; day <= 7; day += 1) await moveClock(server, iso(START + day * DAY))
    for (const { kind } of triggers) {
      const mails = await Promise.all(sink.to(`${kind}@mail.example`).map(({ raw }) => PostalMime.parse(raw)))
      const own = mails.filter(({ subject }) => subject === `For ${kind}`)
      expect([kind, own.length]).toEqual([kind, 1])
      expect(own[0]?.text).toMatch(/Your code is [0-9A-Z-]{8,}\./)
      const { data } = await call(server, 'listVouchers', { query: { campaignId: ids.get(kind) ?? '', limit: 200 } })
      expect(
        data.some(({ customerReference, code }) => customerReference === kind && own[0]?.text?.includes(code ?? '-')),
      ).toBe(true)
      // Whoever nothing happened to gets nothing; some things happen to several, such as a first order.
      const several = ['broadcast', 'first_order', 'win_back', 'cart_abandoned']
      if (!several.includes(kind)) expect([kind, data.length]).toEqual([kind, 1])
    }
  })

  test('ends in a push message that her browser can read, and in a text message at a real provider', async () => {
    const sink = await openHttpSink()
    open.push(sink)
    const env = {
      SMS_URL: `${sink.url}/sms`,
      SMS_TOKEN: 'secret',
      PUSH_CONTACT: 'mailto:it@shop.example',
      OUTSIDE_ALLOW: '127.0.0.1',
    }
    const server = await startServer({ engine, clock: iso(START), env })
    open.push(server)
    const ways = cellsOf(['offers'], ['push', 'sms'])
    const version = await openWithNotice(server, ways)
    await putCustomer(server, 'ada', { phone: '+4930123456', timeZone: 'Europe/Berlin' })
    await decide(server, 'ada', version, ways)
    const browser = openBrowserKeys()
    const body = { endpoint: `${sink.url}/push/1`, keys: browser.keys }
    const subscribed = await server.request('POST', '/v1/onsite/push', body, { key: await tokenFor(server, 'ada') })
    expect(subscribed.status, subscribed.text).toBe(201)
    const message = { en: { subject: 'For you', text: 'Your code is {{voucher.code}}.' } }
    const launched = (channel: 'push' | 'sms', trigger: Trigger) =>
      launchCampaign(server, { purpose: 'offers', name: channel, channels: [channel], trigger, message })
    const pushed = await launched('push', { kind: 'cart_abandoned', delayMinutes: 60 })
    const texted = await launched('sms', { kind: 'signed_up', delayMinutes: 30 })
    const events = [cart('ada', 'mug'), { type: 'customer.signed_up', at: iso(START), customerReference: 'ada' }]
    const reported = events.map((event, i) => ({ ...event, id: `e${i}` }))
    expect(await call(server, 'reportEvents', { body: reported })).toMatchObject({ rejected: 0 })
    await moveClock(server, iso(START + DAY))
    const codeOf = async (campaignId: string) =>
      (await call(server, 'listVouchers', { query: { campaignId } })).data.map(({ code }) => code)
    const told = (path: string) => sink.received.filter((one) => one.path === path).map((one) => one.body)
    const read = told('/push/1').map((bytes) => browser.read(bytes))
    expect(read).toMatchObject([{ title: 'For you', body: `Your code is ${await codeOf(pushed)}.` }])
    const texts = told('/sms').map((bytes) => JSON.parse(String(bytes)) as { to: string; text: string })
    expect(texts).toMatchObject([{ to: '+4930123456' }])
    expect(texts[0]?.text).toContain(`Your code is ${await codeOf(texted)}.`)
  })
})

/** As the shop's own server signs it for whoever is signed in there. */
async function tokenFor(server: TestServer, reference: string): Promise<string> {
  const { secret } = await call(server, 'onsiteKey')
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(reference)
    .setAudience('vouchsafe:onsite')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret))
}
