// Delivery over HTTP: previews that are on record, a test to the staff, failures that are sent again, bounces that end an
// address, reminders within the caps, paper, and answers to other origins.
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { call, cellsOf, decide, launchCampaign, openWithNotice, putCustomer } from './shop.ts'

const START = '2026-06-15T12:00:00Z'
const moveTo = (server: TestServer, now: string) => server.request('POST', '/v1/test/clock', { now })

describe.each(['sqlite', 'postgres'] as const)('delivery on %s', (engine) => {
  let mailbox: Mailbox
  let server: TestServer
  let campaignId = ''
  beforeAll(async () => {
    mailbox = await openMailbox()
    const env = {
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'Shop <shop@shop.example>',
      ONSITE_ORIGINS: 'https://shop.example',
      PUSH_CONTACT: 'mailto:it@shop.example',
    }
    server = await startServer({ engine, clock: START, env })
    const cells = cellsOf(
      ['offers'],
      ['email', 'onsite'],
      ['contact.email', 'contact.account', 'name', 'purchase_history'],
    )
    const version = await openWithNotice(server, cells)
    for (const name of ['ada', 'bob', 'eve']) {
      await putCustomer(server, name, { email: `${name}@shop.example`, givenName: name.toUpperCase(), locale: 'en' })
      await decide(server, name, version, cells)
    }
    campaignId = await launchCampaign(server, {
      ...{
        name: 'Spring',
        purpose: 'offers',
        channels: ['email'],
        validity: { days: 20 },
        reminder: { daysBefore: 5 },
      },
      message: {
        en: {
          subject: 'For {{customer.givenName}}',
          text: 'Code {{voucher.code}}',
          tones: { prospect: { subject: 'Welcome', text: 'A first code: {{voucher.code}}' } },
          reminder: { subject: 'Still yours', text: 'Do not forget {{voucher.code}}' },
        },
      },
    })
  })
  afterAll(async () => {
    await server.close()
    await mailbox.close()
  })

  const mailsTo = (name: string) => mailbox.mails.filter(({ to }) => to === `${name}@shop.example`)
  const send = async (name: string, occasion: string) => {
    const asked = { params: { id: campaignId }, body: { customerReference: name, occasion } }
    return call(server, 'issueVoucher', asked)
  }
  let minutes = 0
  const later = async (by = 1) => {
    minutes += by
    await moveTo(server, new Date(Date.parse(START) + minutes * 60_000).toISOString())
  }

  test('a preview says what is read, in which tone, and how long a text message would be', async () => {
    const asked = { params: { id: campaignId }, body: { channel: 'sms' as const, tone: 'prospect' as const } }
    const shown = await call(server, 'previewMessage', asked)
    expect(shown).toMatchObject({ subject: 'Welcome', tone: 'prospect', locale: 'en', sms: { encoding: 'GSM-7' } })
    expect(shown.text).toMatch(/^A first code: SAMPLE-0000-CODE\nSTOP: /)
    expect(shown.reads.map(({ category }) => category)).toEqual(['name', 'purchase_history'])
    const regular = await call(server, 'previewMessage', {
      params: { id: campaignId },
      body: { channel: 'email', customerReference: 'ada', tone: 'loyal' },
    })
    expect(regular).toMatchObject({ subject: 'For ADA', tone: 'loyal', sms: null })
    expect(regular.text).toContain('Unsubscribe')
  })

  test('a marketer who looks at a real person says why', async () => {
    const body = { name: 'marketing', roles: ['marketer'] }
    const { key } = (await server.request('POST', '/v1/api-keys', body)).body as { key: string }
    const path = `/v1/campaigns/${campaignId}/preview-message`
    const asked = { channel: 'email', customerReference: 'ada' }
    expect((await server.request('POST', path, asked, { key })).body).toMatchObject({ code: 'access.reason_required' })
    const headers = { 'x-access-reason': 'she asked what we send' }
    expect((await server.request('POST', path, asked, { key, headers })).status).toBe(200)
    expect((await server.request('POST', path, { channel: 'email' }, { key })).status).toBe(200)
  })

  test('a test goes to the staff and counts nowhere', async () => {
    const asked = { params: { id: campaignId }, body: { channel: 'email' as const, to: 'staff@shop.example' } }
    expect(await call(server, 'testMessage', asked)).toEqual({ outcome: 'sent', reason: null })
    expect((await mailbox.read(mailsTo('staff')[0])).subject).toBe('[Test] Welcome')
    expect((await call(server, 'listMessages', { query: { state: 'sent' } })).data).toEqual([])
  })

  test('what failed is listed with its reason, and sent again', async () => {
    await send('ada', 'first')
    mailbox.mood = 'refuses'
    await later()
    const { data } = await call(server, 'listMessages', { query: { campaignId } })
    expect(data).toMatchObject([{ state: 'failed', reason: 'smtp 554 5.7.1', kind: 'offer', channel: 'email' }])
    mailbox.mood = 'takes'
    const id = data[0]?.id ?? ''
    expect(await call(server, 'retryMessage', { params: { id } })).toMatchObject({ id, state: 'queued', attempts: 0 })
    const twice = await server.request('POST', `/v1/messages/${id}/retry`)
    expect(twice.body).toMatchObject({ status: 409, code: 'message.not_failed' })
    await later()
    expect(await Promise.all(mailsTo('ada').map(async (mail) => (await mailbox.read(mail)).subject))).toEqual([
      'Welcome',
    ])
  })

  test('a hard bounce ends an address, a complaint ends the channel; told twice nothing more happens', async () => {
    await send('bob', 'first')
    await send('eve', 'first')
    await later()
    const idOf = (name: string) => mailsTo(name)[0]?.messageId ?? ''
    const reports = [
      { kind: 'hard' as const, messageId: idOf('bob'), reason: '5.1.1' },
      { kind: 'complaint' as const, messageId: idOf('eve') },
      { kind: 'hard' as const, messageId: '<somebody@else>' },
    ]
    expect(await call(server, 'takeBounces', { body: reports })).toEqual({
      ...{ taken: 2, unknown: 1, suspended: 2, withdrawn: 1 },
    })
    expect(await call(server, 'takeBounces', { body: reports })).toMatchObject({ withdrawn: 0 })
    for (const name of ['bob', 'eve']) {
      const path = `/v1/campaigns/${campaignId}/vouchers`
      const answer = await server.request('POST', path, { customerReference: name, occasion: 'second' })
      expect(answer.body).toMatchObject({ code: 'voucher.no_consent' })
    }
    const { data } = await call(server, 'listMessages', { query: { state: 'sent' } })
    expect(data.map(({ bounce }) => bounce).sort()).toEqual(['complaint', 'hard', null])
  })

  test('a cap of the house holds over all campaigns, and a reminder counts in it', async () => {
    const none = { quiet: null, perSecond: {} }
    await call(server, 'putDeliveryRules', {
      body: { ...none, caps: { all: { max: 1, withinDays: 30 }, purposes: {} } },
    })
    const path = `/v1/campaigns/${campaignId}/vouchers`
    const capped = await server.request('POST', path, { customerReference: 'ada', occasion: 'second' })
    expect(capped.body).toMatchObject({ code: 'voucher.capped' })
    await moveTo(server, '2026-07-01T12:00:00Z')
    expect(mailsTo('ada').length).toBe(1)
    await call(server, 'putDeliveryRules', {
      body: { ...none, caps: { all: { max: 2, withinDays: 30 }, purposes: {} } },
    })
    await moveTo(server, '2026-07-01T14:00:00Z')
    const mails = await Promise.all(mailsTo('ada').map((mail) => mailbox.read(mail)))
    expect(mails.map(({ subject }) => subject)).toEqual(['Welcome', 'Still yours'])
    await moveTo(server, '2026-07-04T12:00:00Z')
    expect(mailsTo('ada').length).toBe(2)
    await call(server, 'putDeliveryRules', { body: { ...none, caps: { all: null, purposes: {} } } })
  })

  test('a voucher on paper names no other file, and nothing it says is markup', async () => {
    const { data } = await call(server, 'listVouchers', { query: { customerReference: 'ada' } })
    const params = { id: data[0]?.id ?? '' }
    const target = `/v1/vouchers/${params.id}/card?locale=ar&title=${encodeURIComponent('<b>10 & more</b>')}`
    const svg = await server.request('GET', target)
    expect(svg.headers.get('content-type')).toMatch(/^image\/svg\+xml/)
    expect(svg.text).toContain('&lt;b&gt;10 &amp; more&lt;/b&gt;')
    expect(svg.text).toContain(data[0]?.code ?? 'no code')
    expect(svg.text).not.toMatch(/href|url\(|<script|<b>/)
    const page = await server.request('GET', `/v1/vouchers/${params.id}/card?format=html`)
    expect(page.text).toMatch(/^<!doctype html>/)
  })

  test('a browser of the signed-in customer subscribes; other origins are answered when they are on the list', async () => {
    const { secret } = await call(server, 'onsiteKey')
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ada')
      .setAudience('vouchsafe:onsite')
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(secret))
    const body = { endpoint: 'https://push.example/1', keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) } }
    const made = await server.request('POST', '/v1/onsite/push', body, { key: token })
    expect(made.status, made.text).toBe(201)
    const { id } = made.body as { id: string }
    expect((await server.request('DELETE', `/v1/onsite/push/${id}`, undefined, { key: token })).status).toBe(204)
    expect((await server.request('POST', '/v1/onsite/push', body, { key: null })).status).toBe(401)
    expect((await server.request('GET', '/v1/onsite/push-key', undefined, { key: null })).body).toMatchObject({
      enabled: true,
    })
    const ask = (origin: string) =>
      server.request('OPTIONS', '/v1/onsite/offers', undefined, { key: null, headers: { origin } })
    expect((await ask('https://shop.example')).headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect((await ask('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBe(null)
    expect((await ask('https://shop.example')).headers.get('access-control-allow-credentials')).toBe(null)
  })
})
