// An auditor with her rights: what is hers she gets, at once and alone; what is gone is gone; what was recorded can be proved.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReplyOf } from '#shared/api.ts'
import { budgetOf, type Scene } from '../acceptance/consent-scene.ts'
import { ask, call, issue, launchCampaign, orderOf, redeem } from '../acceptance/shop.ts'
import { type Audit, cell, DATE, MAIL, NEWS_MAIL, OFFERS, openAudit, publish, scope, sessionIn } from './test-audit.ts'

const NAME = cell(OFFERS, 'email', 'name')

describe.each(['sqlite', 'postgres'] as const)('rights, audited on %s', (engine) => {
  let it: Audit
  let campaign: string
  beforeAll(async () => {
    it = await openAudit(engine)
    const budget = {
      limitMinor: 10_000_000,
      currency: 'EUR',
      mode: 'guaranteed' as const,
      whenShort: 'refuse' as const,
    }
    campaign = await launchCampaign(it.server, { purpose: OFFERS, channels: ['email'], budget })
  })
  afterAll(() => it?.close())

  const me = (session: string, method: string, path: string, body?: unknown) =>
    it.server.request(method, `/v1/me/${path}`, body, { key: session })
  const jwks = async () => {
    const { body } = await it.server.request('GET', '/.well-known/jwks.json', undefined, { key: null })
    return createLocalJWKSet(body as JSONWebKeySet)
  }
  /** The session after the code for one grave step. */
  async function stepped(address: string, room: 'download' | 'erase') {
    const asked = await it.press(`/privacy/${room}`, { session: await it.enter(address), act: 'ask' })
    return { session: sessionIn(asked), code: await it.code(address) }
  }

  test('61 a session is good for one press', async () => {
    const { address } = await it.person()
    const session = await it.enter(address)
    expect((await it.press('/privacy/data', { session })).status).toBe(200)
    expect((await it.press('/privacy/usage', { session })).status).toBe(401)
    await it.pass(2)
    expect((await it.press('/privacy/data', { session })).status).toBe(401)
  })
  test('61b a double press is one: both are answered what the first did', async () => {
    const { reference, address } = await it.person([MAIL, NEWS_MAIL])
    const form = { session: await it.enter(address), act: 'none' }
    const [one, two] = await Promise.all([it.press('/privacy/choices', form), it.press('/privacy/choices', form)])
    const three = await it.press('/privacy/choices', form)
    expect([one.status, two.status, three.status]).toEqual([200, 200, 200])
    expect([two.text, three.text]).toEqual([one.text, one.text])
    expect(one.text).toContain('It stops from now on')
    expect((await it.press('/privacy/data', { session: sessionIn(one) })).status).toBe(200)
    const log = await call(it.server, 'getConsents', { params: { reference } })
    expect(log.cells.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
  })
  test('62 a session is over after fifteen minutes', async () => {
    const { address } = await it.person()
    const session = await it.enter(address)
    await it.pass(16)
    expect((await it.press('/privacy/data', { session })).status).toBe(401)
  })
  test('63 leaving ends it', async () => {
    const { address } = await it.person()
    const session = await it.enter(address)
    await it.press('/privacy/leave', { session })
    expect((await it.press('/privacy/data', { session })).status).toBe(401)
  })
  test('64 a session in an address or in another method opens nothing', async () => {
    const { address } = await it.person()
    const session = await it.enter(address)
    const { text } = await it.look(`/privacy/data?session=${session}`)
    expect(text).not.toContain(address)
    expect((await it.press('/privacy/data', { session })).status).toBe(200)
  })
  test('65 a stranger with a forwarded mail is too late, and one with the page gets no further than it', async () => {
    const { reference, address } = await it.person()
    await it.press('/privacy', { address })
    const link = await it.link(address, '/privacy/in/')
    const session = sessionIn(await it.press(link))
    expect((await it.press(link)).status).toBe(404)
    for (const [method, path] of [
      ['POST', 'export'],
      ['POST', 'erase'],
    ] as const)
      expect((await me(session, method, path)).status).toBe(403)
    expect((await me(session, 'POST', 'rectify', { email: 'thief@x.example' })).status).toBe(403)
    expect((await it.press('/privacy/erase', { session, act: 'pass', code: '000000' })).text).toContain(
      'That code is not right',
    )
    expect((await call(it.server, 'getCustomer', { params: { reference } })).email).toBe(address)
  })
  test('65b whoever got the link before her says no with it, and never yes: not by page, nor by the API', async () => {
    const { reference, address } = await it.person([MAIL, DATE])
    const notice = String(await newestVersion())
    const wish = { shape: 'cells', purpose: OFFERS, notice, act: 'save' }
    const cells = ['email contact.email', 'email name']
    const asked = await it.press('/privacy/choices', { session: await it.enter(address), ...wish, cell: cells })
    expect(asked.text).toContain('One more step')
    expect([await it.state(reference, DATE), await it.state(reference, NAME)]).toEqual(['withdrawn', 'unknown'])
    const again = { session: sessionIn(asked), ...wish, cell: cells }
    expect((await it.press('/privacy/choices', { ...again, act: 'pass', code: '000000' })).text).toContain(
      'That code is not right',
    )
    await it.pass(2)
    const session = await it.enter(address)
    const grant = { noticeVersion: Number(notice), locale: 'en', decisions: [{ ...NAME, decision: 'grant' }] }
    const api = await me(session, 'POST', 'consents', grant)
    expect([api.status, (api.body as { code?: string }).code]).toEqual([403, 'step.needed'])
    expect((await me(session, 'POST', 'object', { purpose: OFFERS })).status).toBe(204)
    expect((await me(session, 'POST', 'object', { purpose: OFFERS, lift: true })).status).toBe(403)
    expect((await me(session, 'POST', 'restrict', { restrict: false })).status).toBe(403)
    expect([await it.state(reference, MAIL), await it.state(reference, NAME)]).toEqual(['granted', 'unknown'])
    await me(session, 'POST', 'step', { action: 'grant' })
    const passed = await me(session, 'POST', 'step/code', { code: await it.code(address) })
    const next = (passed.body as { session: string }).session
    expect((await me(next, 'POST', 'consents', grant)).status).toBe(200)
    expect(await it.state(reference, NAME)).toBe('granted')
  })
  test('66 after five wrong codes the right one is worth nothing', async () => {
    const { address } = await it.person()
    let { session, code } = await stepped(address, 'erase')
    const wrong = code === '123456' ? '654321' : '123456'
    for (let i = 0; i < 5; i++)
      session = sessionIn(await it.press('/privacy/erase', { session, act: 'pass', code: wrong }))
    expect((await it.press('/privacy/erase', { session, act: 'pass', code })).text).toContain('That code is not right')
  })
  test('67 a code for the download does not erase', async () => {
    const { reference, address } = await it.person()
    const { session, code } = await stepped(address, 'download')
    const answer = await it.press('/privacy/erase', { session, act: 'pass', code })
    expect(answer.status).toBe(403)
    expect((await call(it.server, 'getCustomer', { params: { reference } })).email).toBe(address)
  })
  test('68 a code is over after ten minutes', async () => {
    const { address } = await it.person()
    const { session, code } = await stepped(address, 'download')
    await it.pass(11)
    expect((await it.press('/privacy/download', { session, act: 'pass', code })).text).toContain(
      'That code is not right',
    )
  })
  test('69 the file holds everything, is fetched once, and is kept by no cache', async () => {
    const { address } = await it.person([MAIL, DATE], { givenName: '=1+1', birthDate: '--03-10' })
    const { session, code } = await stepped(address, 'download')
    const page = await it.press('/privacy/download', { session, act: 'pass', code })
    const link = /action="(\/privacy\/export\/[\w-]+)"/.exec(page.text)?.[1] ?? ''
    for (let i = 0; i < 3; i++) expect((await it.look(link)).status).toBe(200)
    const answer = await fetch(`${it.server.url}${link}`, { method: 'POST' })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
    const text = (name: string) => Buffer.from(files[name] ?? new Uint8Array()).toString()
    expect(JSON.parse(text('data.json')).profile.email).toBe(address)
    expect(text('tables/profile.csv')).toContain("'=1+1")
    const { payload } = await compactVerify(text('manifest.jws'), await jwks())
    expect(Buffer.from(payload).toString()).toBe(text('manifest.json'))
    expect((await it.press(link)).status).toBe(404)
  })
  test('70 a request of 31 January is due at the end of 2 March, one of 10 February on 10 March', async () => {
    const { reference } = await it.person()
    const due = async (receivedAt: string) => {
      const { id } = await call(it.server, 'createRequest', {
        body: { customerReference: reference, kind: 'access', receivedAt },
      })
      return (await call(it.server, 'getRequest', { params: { id } })).dueAt
    }
    expect(await due('2026-01-31T10:00:00Z')).toMatch(/^2026-03-02T2[0-3]:/)
    expect(await due('2026-02-10T10:00:00Z')).toMatch(/^2026-03-10T2[0-3]:/)
    const overdue = await call(it.server, 'listRequests', { query: { state: 'overdue', limit: 200 } })
    expect(overdue.data.some((one) => one.customerReference === reference)).toBe(true)
  })
  test('71 an extension needs reasons, comes within the first month, and is mailed', async () => {
    const { reference, address } = await it.person()
    const page = await it.press('/privacy/requests', { session: await it.enter(address), act: 'ask' })
    expect(page.text).toContain('Your request has arrived')
    // Mails of one pass arrive in no order.
    await it.pass()
    const { data } = await call(it.server, 'listRequests', { query: { state: 'open', limit: 200 } })
    const id = data.find((one) => one.customerReference === reference)?.id ?? ''
    expect((await ask(it.server, 'extendRequest', { params: { id }, body: {} as never })).status).toBe(400)
    await call(it.server, 'extendRequest', { params: { id }, body: { reason: 'There is a lot of it.' } })
    await it.pass()
    expect((await it.newest(address)).text).toContain('There is a lot of it.')
    const own = await it.press('/privacy/requests', { session: await it.enter(address) })
    expect(own.text).toContain('There is a lot of it.')
  })
  test('72 whoever of the staff looks says why, and she reads it with the role', async () => {
    const { reference, address } = await it.person()
    const key = await it.key('privacy')
    const look = (headers = {}) => ask(it.server, 'getCustomer', { params: { reference } }, { key, headers })
    expect((await look()).status).toBe(422)
    expect((await look({ 'x-access-reason': 'Her letter of Monday' })).status).toBe(200)
    const { text } = await it.press('/privacy/usage', { session: await it.enter(address) })
    expect(text).toContain('Her letter of Monday')
    expect(text).toContain('data protection')
    expect(text).not.toContain('key of privacy')
  })
  test('73 an analyst never sees who somebody is', async () => {
    const { reference } = await it.person()
    const key = await it.key('analyst')
    for (const name of ['getCustomer', 'getConsents'] as const)
      expect((await ask(it.server, name, { params: { reference } }, { key })).status).toBe(403)
    expect((await ask(it.server, 'listVouchers', { query: { customerReference: reference } }, { key })).status).toBe(
      403,
    )
  })
  test('74 a department that she has closed sees nothing, and is listed to her', async () => {
    const { reference, address } = await it.person()
    const party = { key: 'office', title: 'Data office', roles: ['privacy' as const], categories: ['name' as const] }
    await call(it.server, 'createParty', { body: party })
    const listed = await it.press('/privacy/parties', { session: await it.enter(address) })
    expect(listed.text).toContain('Data office')
    await it.press('/privacy/parties', { session: sessionIn(listed), act: 'close', party: 'office' })
    const key = await it.key('privacy')
    const headers = { 'x-access-reason': 'curious' }
    expect((await ask(it.server, 'getCustomer', { params: { reference } }, { key, headers })).status).toBe(403)
  })
  test('75 who checked her and made nothing of it is told as well', async () => {
    const { address } = await it.person([MAIL], {})
    const budget = { limitMinor: 0, currency: 'EUR', mode: 'guaranteed' as const, whenShort: 'refuse' as const }
    const idle = await launchCampaign(it.server, {
      purpose: OFFERS,
      channels: ['email'],
      budget: { ...budget, limitMinor: 1 },
    })
    await call(it.server, 'runCampaign', { params: { id: idle } })
    const { text } = await it.press('/privacy/usage', { session: await it.enter(address) })
    expect(text).toContain('checked you. No voucher came of it.')
  })
  test('76 a receipt is signed by a published key and says what was agreed', async () => {
    const { address } = await it.person()
    const page = await it.press('/privacy/receipts', { session: await it.enter(address) })
    const id = /name="receipt" value="(\w+)"/.exec(page.text)?.[1] ?? ''
    const got = await it.press('/privacy/receipts', { session: sessionIn(page), act: 'get', receipt: id })
    const file = (type: string) =>
      Buffer.from(new RegExp(`data:application/${type};base64,([^"]+)"`).exec(got.text)?.[1] ?? '', 'base64').toString()
    const { payload } = await compactVerify(file('jose'), await jwks())
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(JSON.parse(file('ld\\+json')))
    expect(file('ld\\+json')).toContain('pd:EmailAddress')
    expect(file('ld\\+json')).not.toContain(address)
  })
  test('77 nobody fetches somebody else’s receipt', async () => {
    const [ann, bob] = [await it.person(), await it.person()]
    const page = await it.press('/privacy/receipts', { session: await it.enter(ann.address) })
    const id = /name="receipt" value="(\w+)"/.exec(page.text)?.[1] ?? ''
    expect(
      (await it.press('/privacy/receipts', { session: await it.enter(bob.address), act: 'get', receipt: id })).status,
    ).toBe(404)
  })
  test('78 the head of the ledger is signed, and grows without forgetting', async () => {
    const head = async () =>
      (await it.server.request('GET', '/v1/ledger/head', undefined, { key: null })).body as ReplyOf<'ledgerHead'>
    const before = await head()
    const { payload } = await compactVerify(before.jws, await jwks())
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({ size: before.size, root: before.root })
    await it.person()
    await it.pass(24 * 60)
    const after = await head()
    expect(after.size).toBeGreaterThan(before.size)
    const proof = await it.server.request(
      'GET',
      `/v1/ledger/consistency?from=${before.size}&to=${after.size}`,
      undefined,
      { key: null },
    )
    expect(proof.body).toMatchObject({ fromRoot: before.root, toRoot: after.root })
  })
  test('79 a draft is nobody’s to read, and a published notice never changes', async () => {
    const { id, version } = await call(it.server, 'createNotice', {
      body: {
        controller: { name: 'X', address: 'Y', contact: 'Z' },
        texts: { en: { title: 'T', body: 'Not yet.' } },
        scope: scope.map((one) => ({ ...one, retentionMonths: 24 })),
      },
    })
    expect((await it.look(`/notices/${version}`)).status).toBe(404)
    const [first] = (await call(it.server, 'listNotices', { query: { limit: 200 } })).data.filter(
      (one) => one.version === 1,
    )
    expect((await ask(it.server, 'publishNotice', { params: { id: first?.id ?? '' } })).status).toBe(409)
    expect(id).not.toBe(first?.id)
  })
  test('80 the person responsible and the authority to complain to are named on every page that is public', async () => {
    for (const path of [
      '/privacy',
      '/sign-up',
      '/notices/1',
      '/c/nothing',
      '/u/nothing',
      '/privacy/in/nothing',
      '/privacy/choices',
    ]) {
      const { text } = await it.look(path)
      const named = ['Dr. Rukiye Öz', 'You may complain to', 'authority.example']
      expect([path, named.filter((one) => !text.includes(one))]).toEqual([path, []])
    }
  })
  test('81 a longer retention is a material change: she is asked, and until she says yes the yes of before is over', async () => {
    const { reference, address } = await it.person([MAIL, NEWS_MAIL])
    await publish(it.server, 'We ask before, and keep it longer.', scope, 36)
    expect(await it.state(reference, MAIL)).toBe('reconsent_required')
    const page = await it.press('/privacy/changes', { session: await it.enter(address) })
    expect(page.text).toContain('Kept longer')
    const own = /Birthday offers · E-mail · e-mail address[\s\S]*?name="change" value="([\d.]+)"/
    const change = own.exec(page.text)?.[1] ?? ''
    const asked = await it.press('/privacy/changes', { session: sessionIn(page), act: 'accept', change })
    expect(await it.state(reference, MAIL)).toBe('reconsent_required')
    const code = await it.code(address)
    await it.press('/privacy/changes', { session: sessionIn(asked), act: 'pass', code, change })
    const states = [await it.state(reference, MAIL), await it.state(reference, NEWS_MAIL)]
    expect(states).toEqual(['granted', 'reconsent_required'])
  })
  test('82 after an erasure nothing leads to her, the money is the same, and her open code is good once', async () => {
    const address = 'zoe-unforgettable@x82.example'
    const { reference } = await it.person([], { email: address, givenName: 'Zoeunforgettable' })
    await call(it.server, 'recordConsents', {
      body: {
        customerReference: reference,
        noticeVersion: await newestVersion(),
        locale: 'en',
        method: 'checkout',
        contactVerified: true,
        decisions: [{ ...MAIL, decision: 'grant' }],
      },
    })
    const { code } = await issue(it.server, campaign, reference, 'last')
    await it.pass()
    const before = await budgetOf(it as unknown as Scene, campaign)
    const { session, code: pin } = await stepped(address, 'erase')
    const gone = await it.press('/privacy/erase', { session, act: 'pass', code: pin })
    expect(gone.text).toContain('You are erased')
    const paper = JSON.parse(Buffer.from(/base64,([^"]+)"/.exec(gone.text)?.[1] ?? '', 'base64').toString())
    const { payload } = await compactVerify(paper.jws, await jwks())
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(paper.certificate)
    expect(await budgetOf(it as unknown as Scene, campaign)).toEqual(before)
    expect((await ask(it.server, 'getCustomer', { params: { reference } })).status).toBe(404)
    await it.pass()
    const mails = it.mailsTo(address).length
    await it.press('/privacy', { address })
    await it.pass()
    expect(it.mailsTo(address)).toHaveLength(mails)
    for (const word of [address, 'Zoeunforgettable']) expect(it.server.log()).not.toContain(word)
    if (engine === 'sqlite') {
      const home = dirname(it.server.databaseUrl.slice('file:'.length))
      for (const name of readdirSync(home)) {
        const bytes = readFileSync(join(home, name))
        for (const word of [address, 'Zoeunforgettable', code])
          expect([name, word, bytes.includes(word)]).toEqual([name, word, false])
      }
    }
    expect((await redeem(it.server, code, orderOf('after-82'))).status).toBe(201)
    expect((await redeem(it.server, code, orderOf('again-82'))).status).toBe(409)
  })
  const newestVersion = async () =>
    (await call(it.server, 'listNotices', { query: { limit: 200 } })).data.find(({ inForce }) => inForce)?.version ?? 0
  test('83 a page of somebody else’s site cannot press for her: without the token nothing happens', async () => {
    for (const room of ['choices', 'erase', 'objections', 'data']) {
      const answer = await it.press(`/privacy/${room}`, { act: 'none' }, { origin: 'https://evil.test' })
      expect([room, answer.status]).toEqual([room, 401])
    }
  })
  test('84 no door and no page sets a cookie or is kept by a cache', async () => {
    for (const path of ['/privacy', '/sign-up', '/notices/1', '/privacy/choices']) {
      const { headers } = await it.look(path)
      expect([headers.get('set-cookie'), headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
        null,
        'no-store',
        'no-referrer',
      ])
    }
  })
})
