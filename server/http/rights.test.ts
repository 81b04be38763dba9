/** The doors of a person who acts for herself, and what staff must say before they look at her: over HTTP, with a real mailbox. */
import { createHmac } from 'node:crypto'
import { unzipSync } from 'fflate'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { call, cellsOf, decide, makeKey, openWithNotice, putCustomer } from '../acceptance/shop.ts'
import { type Answer, startServer, type TestServer } from '../test-server.ts'

const cells = cellsOf(['offers'], ['email'], ['contact.email', 'name'])

describe.each(['sqlite', 'postgres'] as const)('the rights of people over HTTP on %s', (engine) => {
  let server: TestServer
  let box: Mailbox
  let version: number
  let minute = 0

  beforeAll(async () => {
    box = await openMailbox()
    server = await startServer({ engine, clock: '2026-01-31T10:00:00Z', env: { SMTP_URL: box.url } })
    version = await openWithNotice(server, cells)
  })
  afterAll(async () => {
    await server.close()
    await box.close()
  })

  const me = (session: string | null, method: string, path: string, body?: unknown, headers = {}): Promise<Answer> =>
    server.request(method, `/v1/me/${path}`, body, { key: session, headers })
  /** Lets the mails go out and answers the texts of the new ones. */
  async function mails(): Promise<{ to: string; text: string }[]> {
    box.mails.length = 0
    minute += 1
    await call(server, 'moveClock', {
      body: { now: new Date(Date.parse('2026-01-31T10:00:00Z') + minute * 60_000).toISOString() },
    })
    return Promise.all(box.mails.map(async (mail) => ({ to: mail.to, text: (await box.read(mail)).text ?? '' })))
  }
  /** What a pattern finds in whichever mail has it: the mails of one pass arrive in no order. */
  const found = (texts: { text: string }[], pattern: RegExp) =>
    texts.map(({ text }) => pattern.exec(text)?.[1]).find((one) => one !== undefined)
  async function person(reference: string): Promise<string> {
    const email = `${reference}@x.example`
    await putCustomer(server, reference, { email, givenName: 'Ann' })
    await decide(server, reference, version, cells)
    return email
  }
  async function signIn(email: string): Promise<string> {
    expect((await me(null, 'POST', 'link', { address: email })).status).toBe(202)
    const token = found(await mails(), /\/([\w-]{43})(?![\w-])/)
    const answer = await me(null, 'POST', 'session', { token })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.headers.get('set-cookie')).toBeNull()
    return (answer.body as { session: string }).session
  }
  async function stepped(session: string, action: string): Promise<string> {
    expect((await me(session, 'POST', 'step', { action })).status).toBe(202)
    const code = found(await mails(), /\b(\d{6})\b/)
    const answer = await me(session, 'POST', 'step/code', { code })
    expect(answer.status, answer.text).toBe(200)
    return (answer.body as { session: string }).session
  }
  const codeOf = ({ body }: Answer) => (body as { code?: string }).code

  test('she reads, decides, objects, puts right and asks, and none of it with a key', async () => {
    const email = await person('reader')
    const session = await signIn(email)
    for (const path of ['consents', 'data', 'usage', 'changes', 'receipts', 'requests', 'erase']) {
      const answer = await me(session, 'GET', path)
      expect([path, answer.status], answer.text).toEqual([path, 200])
      expect((await me(server.adminKey, 'GET', path)).status).toBe(401)
      expect((await me(null, 'GET', path)).status).toBe(401)
    }
    const decisions = [{ ...cells[1], decision: 'withdraw' }]
    const decided = await me(session, 'POST', 'consents', { noticeVersion: version, locale: 'en', decisions })
    expect(decided.body, decided.text).toMatchObject({
      cells: expect.arrayContaining([expect.objectContaining({ state: 'withdrawn' })]),
    })
    expect((await me(session, 'POST', 'object', { purpose: null })).status).toBe(204)
    expect((await me(session, 'POST', 'restrict', { restrict: true })).status).toBe(204)
    // What gives more use of her data again takes the code of the mailbox.
    expect(codeOf(await me(session, 'POST', 'object', { purpose: null, lift: true }))).toBe('step.needed')
    expect(codeOf(await me(session, 'POST', 'restrict', { restrict: false }))).toBe('step.needed')
    const sure = await stepped(session, 'grant')
    expect((await me(sure, 'POST', 'object', { purpose: null, lift: true })).status).toBe(204)
    expect((await me(sure, 'POST', 'restrict', { restrict: false })).status).toBe(204)
    expect((await me(sure, 'POST', 'rectify', { familyName: 'Other' })).status).toBe(200)
    expect(codeOf(await me(sure, 'POST', 'rectify', { email: 'thief@x.example' }))).toBe('step.needed')
    const asked = await me(sure, 'POST', 'requests', { kind: 'access' })
    expect(asked.body, asked.text).toMatchObject({ kind: 'access', state: 'open', dueAt: '2026-03-02T23:59:59.999Z' })
    expect((await me(sure, 'DELETE', 'session')).status).toBe(204)
    for (const ended of [session, sure]) expect((await me(ended, 'GET', 'data')).status).toBe(401)
  })

  test('a receipt verifies by the public keys, and its leaf by the public proof', async () => {
    const session = await signIn(await person('receipts'))
    const list = (await me(session, 'GET', 'receipts')).body as { data: { id: string }[] }
    const { receipt, jws, ready } = (await me(session, 'GET', `receipts/${list.data[0]?.id}`)).body as {
      receipt: object
      jws: string
      ready: boolean
    }
    const jwks = (await server.request('GET', '/.well-known/jwks.json', undefined, { key: null })).body as JSONWebKeySet
    const { payload } = await compactVerify(jws, createLocalJWKSet(jwks))
    expect([JSON.parse(Buffer.from(payload).toString()), ready]).toEqual([receipt, true])
    const proof = await server.request('GET', `/v1/ledger/proof?eventId=${list.data[0]?.id}`, undefined, { key: null })
    expect(proof.body).toMatchObject({ ref: list.data[0]?.id, head: { jws: expect.any(String) } })
  })

  test('export and erasure need the code of the mailbox, once each; then nothing of hers is left', async () => {
    const email = await person('leaver')
    const session = await signIn(email)
    for (const path of ['export', 'erase']) expect(codeOf(await me(session, 'POST', path))).toBe('step.needed')
    expect(codeOf(await me(session, 'POST', 'step/code', { code: '000000' }))).toBe('step.wrong')
    const forExport = await stepped(session, 'export')
    expect(codeOf(await me(forExport, 'POST', 'erase'))).toBe('step.needed')
    const { token } = (await me(forExport, 'POST', 'export')).body as { token: string }
    const zip = await fetch(`${server.url}/v1/me/export/download`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    expect([zip.status, zip.headers.get('content-type'), zip.headers.get('cache-control')]).toEqual([
      200,
      'application/zip',
      'no-store',
    ])
    const data = JSON.parse(
      Buffer.from(unzipSync(new Uint8Array(await zip.arrayBuffer()))['data.json'] ?? '').toString(),
    )
    expect(data.profile.email).toBe(email)
    expect((await me(null, 'POST', 'export/download', { token })).status).toBe(404)
    const forErase = await stepped(forExport, 'erase')
    const erased = await me(forErase, 'POST', 'erase')
    expect(erased.body, erased.text).toMatchObject({ certificate: { key: 'destroyed' } })
    expect((await me(forErase, 'GET', 'data')).status).toBe(401)
    expect((await server.request('GET', '/v1/customers/leaver')).status).toBe(404)
    expect((await mails()).map(({ to }) => to)).toEqual([email])
    await me(null, 'POST', 'link', { address: email })
    expect(await mails()).toEqual([])
  })

  test('people say why they look at somebody, and she reads it; machines need not', async () => {
    const email = await person('watched')
    const officer = await makeKey(server, 'privacy')
    const shop = await makeKey(server, 'shop')
    const look = (key: string, reason?: string) =>
      server.request('GET', '/v1/customers/watched', undefined, {
        key,
        headers: reason === undefined ? {} : { 'x-access-reason': reason },
      })
    expect(codeOf(await look(officer))).toBe('access.reason_required')
    expect((await look(officer, 'ticket 17')).status).toBe(200)
    expect((await look(shop)).status).toBe(200)
    const { data } = (await me(await signIn(email), 'GET', 'usage')).body as {
      data: { kind: string; values: object }[]
    }
    const reads = data.filter(({ kind }) => kind === 'staff_read').map(({ values }) => values)
    expect(reads).toContainEqual({ role: 'privacy', reason: 'ticket 17' })
    expect(reads).toContainEqual({ role: 'shop', reason: '' })
    const analyst = await makeKey(server, 'analyst')
    expect((await look(analyst, 'curious')).status).toBe(403)
  })

  test('Shopify’s privacy webhooks come in by their signature alone', async () => {
    await putCustomer(server, '191167', { email: 'john@example.com' })
    const { id } = await call(server, 'createConnector', { body: { kind: 'shopify', name: 'S', secret: 'hush' } })
    const text = '{ "customer": { "id": 191167, "email": "john@example.com", "phone": null }, "orders_to_redact": [1] }'
    const send = (secret: string) =>
      server.request('POST', `/v1/connectors/shopify/${id}`, text, {
        key: null,
        headers: {
          'content-type': 'application/json',
          'x-shopify-topic': 'customers/redact',
          'x-shopify-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
        },
      })
    expect((await send('guess')).status).toBe(401)
    expect((await server.request('GET', '/v1/customers/191167')).status).toBe(200)
    expect((await send('hush')).body).toMatchObject({ received: true, handled: true })
    expect((await server.request('GET', '/v1/customers/191167')).status).toBe(404)
  })

  test('readiness says so when a byte of the ledger’s events was changed', async () => {
    await mails()
    expect((await server.request('GET', '/readyz')).body).toMatchObject({ status: 'ready', ledger: true })
    const head = (await server.request('GET', '/v1/ledger/head', undefined, { key: null })).body as { size: number }
    const steady = await server.request('GET', `/v1/ledger/consistency?from=1&to=${head.size}`, undefined, {
      key: null,
    })
    expect(steady.status).toBe(200)
    const overdue = await server.request('GET', '/metrics')
    expect(overdue.text).toMatch(
      /vouchsafe_requests_overdue 0\n[\s\S]*vouchsafe_ledger_mismatch 0|vouchsafe_ledger_mismatch 0/,
    )
    const { openStore } = await import('#db/open.ts')
    const { sql } = await import('drizzle-orm')
    const store = await openStore({ url: server.databaseUrl, now: Date.now, lanes: 1, readers: 1 })
    await store.write((tx) =>
      tx.rows(
        sql`update consent_events set locale = 'fr' where id = (select min(id) from consent_events) returning id`,
      ),
    )
    await store.close()
    await call(server, 'moveClock', { body: { now: '2026-02-02T10:00:00Z' } })
    const ready = await server.request('GET', '/readyz')
    expect([ready.status, ready.body]).toEqual([503, expect.objectContaining({ ledger: false })])
  })
})
