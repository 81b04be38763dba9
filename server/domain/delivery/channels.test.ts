// Every channel that sends, to a real receiver: what arrives, what does not, and which way is next when one fails.
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openShop } from '#campaigns/test-campaign.ts'
import { definePurpose } from '#consent/purposes.ts'
import { cellsFor, makePerson, putNoticeInForce } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { addPushSubscription, pushSubscriptionsOf } from '#customers/push.ts'
import { setCustomerStatus } from '#customers/status.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Channel } from '#shared/kinds.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { issueOne } from '#vouchers/issue-one.ts'
import { showVoucher } from '#vouchers/show.ts'
import { dispatch } from './dispatch.ts'
import { retryMessages } from './messages.ts'
import { partnerCsv, takeForPartner } from './partner-file.ts'
import { messagesOf } from './queries.ts'
import { queueMessages } from './queue.ts'
import { sendTest } from './send-test.ts'
import { launch, type Mailbox, openMailbox } from './test-delivery.ts'
import { type HttpSink, openBrowserKeys, openHttpSink } from './test-sinks.ts'
import { wishForChannel } from './wishes.ts'

const PARTNERS = 'partner_offers'
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

forEachHouse('channels', (open) => {
  let sink: HttpSink
  let mailbox: Mailbox
  beforeEach(async () => {
    sink = await openHttpSink()
    mailbox = await openMailbox()
  })
  afterEach(async () => {
    await sink.close()
    await mailbox.close()
  })

  /** A shop that can send by everything, and one reader who has agreed to some of it. */
  async function shopFor(channels: Channel[], terms: Partial<NewCampaign> = {}, shape: 'json' | 'twilio' = 'json') {
    const opened = await open()
    const house: TestHouse = {
      ...opened,
      config: {
        ...opened.config,
        smtpUrl: mailbox.url,
        sms: { url: `${sink.url}/sms`, shape, from: 'Shop', user: 'AC1', token: 'secret' },
        pushContact: 'mailto:it@shop.example',
        messageWebhook: { url: `${sink.url}/sender`, secret: SECRET },
        partner: { url: `${sink.url}/partner`, secret: SECRET },
        outsideAllow: ['127.0.0.1'],
      },
    }
    const purpose = terms.purpose ?? 'offers'
    const cells = channels.flatMap((channel) => cellsFor(purpose, channel, ['name']))
    const version = await openShop(house).then(async (offers) => {
      if (purpose === 'offers') return offers
      await house.store.write((tx) =>
        definePurpose(tx, { key: purpose, legalBasis: 'consent', title: 'Partners', isPartner: true }),
      )
      return putNoticeInForce(house, cells)
    })
    const fields = { email: 'ada@shop.example', phone: '+4930123456', givenName: 'Ada' }
    const ada = await makePerson(house, 'ada', fields, { version, cells })
    const campaignId = await launch(house, { channels, ...terms })
    const issue = async () => {
      const one = { customerId: ada, occasion: 'once' }
      const { voucherId } = await house.store.write((tx) => issueOne(house, tx, campaignId, one, queueMessages))
      const { code = '' } = await showVoucher(house, voucherId ?? '', { withCode: true })
      return { voucherId: voucherId ?? '', code }
    }
    const rows = () => messagesOf(house.store.read, ada)
    return { house, ada, campaignId, issue, rows }
  }

  test('a text message goes as JSON under its own key, with a way out', async () => {
    const shop = await shopFor(['sms'])
    const { code } = await shop.issue()
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1, failed: 0 })
    const [got] = sink.received
    const [row] = await shop.rows()
    expect(got?.headers).toMatchObject({ 'idempotency-key': row?.id, authorization: 'Bearer secret' })
    const body = JSON.parse(String(got?.body)) as Record<string, string>
    expect(body).toMatchObject({ id: row?.id, to: '+4930123456', from: 'Shop' })
    expect(body.text).toMatch(new RegExp(`^Your code: ${code}, to .*\\nSTOP: http://localhost:8080/u/`))
  })

  test("and in Twilio's form; a number that is refused fails with a reason and can be tried again", async () => {
    const shop = await shopFor(['sms'], {}, 'twilio')
    await shop.issue()
    sink.status = 400
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, failed: 1 })
    expect(await shop.rows()).toMatchObject([{ state: 'failed', reason: 'http 400' }])
    sink.status = 201
    expect(await shop.house.store.write((tx) => retryMessages(tx, { reason: 'http 400' }))).toBe(1)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
    const form = new URLSearchParams(String(sink.received[1]?.body))
    expect([form.get('To'), form.get('From')]).toEqual(['+4930123456', 'Shop'])
    expect(sink.received[1]?.headers.authorization).toBe(`Basic ${Buffer.from('AC1:secret').toString('base64')}`)
    expect(sink.received.map(({ headers }) => headers['idempotency-key'])).toHaveLength(2)
  })

  test('push is encrypted for the browser, which reads it; a browser that is gone is forgotten', async () => {
    const shop = await shopFor(['push'])
    await expect(shop.issue()).rejects.toMatchObject({ code: 'voucher.no_consent' })
    const browser = openBrowserKeys()
    const subscription = { endpoint: `${sink.url}/push/1`, keys: browser.keys }
    const id = await addPushSubscription(shop.house, shop.ada, subscription)
    expect(await addPushSubscription(shop.house, shop.ada, subscription)).toBe(id)
    const { code } = await shop.issue()
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
    const [got] = sink.received
    expect(got?.headers).toMatchObject({ 'content-encoding': 'aes128gcm' })
    expect(got?.headers.authorization).toMatch(/^vapid t=/)
    expect(String(got?.body)).not.toContain(code)
    expect(browser.read(got?.body ?? Buffer.of())).toMatchObject({ title: 'For Ada', locale: 'en' })
    expect(browser.read(got?.body ?? Buffer.of()).body).toContain(code)
    sink.status = 410
    const again = await launch(shop.house, { channels: ['push'] })
    const one = { customerId: shop.ada, occasion: 'once' }
    await shop.house.store.write((tx) => issueOne(shop.house, tx, again, one, queueMessages))
    expect(await dispatch(shop.house)).toMatchObject({ failed: 1 })
    expect((await pushSubscriptionsOf(shop.house, [shop.ada])).get(shop.ada)).toBe(undefined)
  })

  test("the shop's own sender gets a signed message with its own reference, and no address", async () => {
    const shop = await shopFor(['webhook'])
    const { code, voucherId } = await shop.issue()
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
    const [got] = sink.received
    const headers = Object.fromEntries(Object.entries(got?.headers ?? {}).map(([name, value]) => [name, String(value)]))
    const said = new Webhook(SECRET).verify(String(got?.body), headers) as {
      type: string
      data: Record<string, unknown>
    }
    expect(said.type).toBe('message.send')
    expect(said.data).toMatchObject({ customerReference: 'ada', subject: 'For Ada', voucher: { id: voucherId, code } })
    expect(String(got?.body)).not.toContain('ada@shop.example')
    expect(String(got?.body)).not.toContain('4930123456')
  })

  test('a partner is told the code and nothing about anybody, by call or by file', async () => {
    await expect(shopFor(['partner'])).rejects.toMatchObject({ code: 'campaign.not_ready' })
    const shop = await shopFor(['partner'], { purpose: PARTNERS })
    const { code } = await shop.issue()
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
    const { data } = JSON.parse(String(sink.received[0]?.body)) as { data: Record<string, unknown> }
    expect(Object.keys(data).sort()).toEqual(['campaignId', 'code', 'expiresAt'])
    expect(data.code).toBe(code)
    const silent = { ...shop.house, config: { ...shop.house.config, partner: undefined } }
    const second = await launch(silent, { channels: ['partner'], purpose: PARTNERS })
    const one = { customerId: shop.ada, occasion: 'once' }
    await silent.store.write((tx) => issueOne(silent, tx, second, one, queueMessages))
    expect(await dispatch(silent)).toMatchObject({ sent: 0 })
    const taken = await silent.store.write((tx) => takeForPartner(tx, second))
    const file = await partnerCsv(silent, taken)
    expect(file.codes).toBe(1)
    expect(await partnerCsv(silent, taken)).toEqual(file)
    expect(file.csv).toMatch(/^code,expiresAt\r\n[0-9A-Z-]+,\d{4}-/)
    expect(file.csv).not.toMatch(/ada|cus_/i)
    expect(await silent.store.write((tx) => takeForPartner(tx, second))).toEqual([])
    expect((await shop.rows()).every(({ state }) => state === 'sent')).toBe(true)
  })

  test('every channel that goes somewhere can be tried, with a code that is none and nothing counted', async () => {
    const shop = await shopFor(['email', 'sms', 'push', 'webhook'])
    const browser = openBrowserKeys()
    await addPushSubscription(shop.house, shop.ada, { endpoint: `${sink.url}/push/1`, keys: browser.keys })
    const trials = [
      { channel: 'email', to: 'staff@shop.example' },
      { channel: 'sms', to: '+493099999' },
      { channel: 'push', customerReference: 'ada' },
      { channel: 'webhook' },
      { channel: 'partner' },
    ] as const
    for (const asked of trials) {
      expect(await sendTest(shop.house, shop.campaignId, { kind: 'offer', ...asked })).toEqual({ kind: 'sent' })
    }
    expect(mailbox.mails).toHaveLength(1)
    expect((await mailbox.read(mailbox.mails[0])).subject).toBe('[Test] For Ada')
    const [text, pushed, sender, partner] = sink.received.map(({ body }) => body)
    expect(JSON.parse(String(text))).toMatchObject({ to: '+493099999' })
    expect(browser.read(pushed ?? Buffer.of()).title).toBe('[Test] For Ada')
    for (const told of [sender, partner]) expect(String(told)).toContain('SAMPLE-0000-CODE')
    expect(await shop.rows()).toEqual([])
    const refused = (channel: Channel) => sendTest(shop.house, shop.campaignId, { kind: 'offer', channel })
    await expect(refused('email')).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(refused('push')).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(refused('onsite')).rejects.toMatchObject({ code: 'channel.not_ready' })
  })

  test('when one way fails the next one is taken, once; whoever has agreed to one only is left alone', async () => {
    const shop = await shopFor(['email', 'sms'])
    const { code } = await shop.issue()
    mailbox.mood = 'refuses the recipient'
    const counts = await dispatch(shop.house)
    expect(counts).toMatchObject({ failed: 1, sent: 0 })
    // The page after it had been leased meanwhile; the next round finds the other way.
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
    expect(String(sink.received[0]?.body)).toContain(code)
    const states = (await shop.rows()).map(({ channel, state, reason }) => [channel, state, reason])
    expect(states.sort()).toEqual([
      ['email', 'failed', 'smtp 550 5.1.1'],
      ['sms', 'sent', null],
    ])
    expect(await dispatch(shop.house)).toMatchObject({ failed: 0, sent: 0 })
  })

  test('a wish puts its channel first, and widens nothing', async () => {
    const shop = await shopFor(['email', 'sms'])
    await shop.house.store.write((tx) => wishForChannel(tx, shop.ada, 'sms'))
    await shop.issue()
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
    expect([mailbox.mails.length, sink.received.length]).toEqual([0, 1])
    await shop.house.store.write((tx) => wishForChannel(tx, shop.ada, 'push'))
    const more = await launch(shop.house, { channels: ['email', 'push'] })
    const one = { customerId: shop.ada, occasion: 'once' }
    await shop.house.store.write((tx) => issueOne(shop.house, tx, more, one, queueMessages))
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
    expect(mailbox.mails.length).toBe(1)
  })

  test('outside its window a message waits for the hour on the clocks of its reader', async () => {
    const shop = await shopFor(['email'], { sendWindow: { from: '18:00', to: '20:00' } })
    await shop.issue()
    // It is 14:00 in Berlin.
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, putOff: 1 })
    expect(await shop.rows()).toMatchObject([{ state: 'queued', reason: 'quiet_hours', attempts: 0 }])
    shop.house.advance(4 * HOUR_MS - MINUTE_MS)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, putOff: 0 })
    shop.house.advance(MINUTE_MS)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
  })

  test('consent is asked again at the last moment, on every channel', async () => {
    const shop = await shopFor(['sms'])
    await shop.issue()
    await shop.house.store.write((tx) => setCustomerStatus(tx, shop.ada, 'restricted'))
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, cancelled: 1 })
    expect(sink.received).toEqual([])
  })
})
