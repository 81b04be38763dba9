// An auditor at the way out: no is one press, counts at once, costs nothing, and nobody but its person can say anything else.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import { budgetOf, type Scene } from '../acceptance/consent-scene.ts'
import { call, decide, inParallel, issue, launchCampaign, orderOf, redeem } from '../acceptance/shop.ts'
import { type Audit, DATE, MAIL, NEWS, NEWS_MAIL, OFFERS, openAudit, PUBLIC_URL, sessionIn } from './test-audit.ts'

describe.each(['sqlite', 'postgres'] as const)('leaving, audited on %s', (engine) => {
  let it: Audit
  let general: string
  beforeAll(async () => {
    it = await openAudit(engine)
    general = await launch({})
  })
  afterAll(() => it?.close())

  const launch = (terms: Partial<NewCampaign>) =>
    launchCampaign(it.server, {
      purpose: OFFERS,
      channels: ['email'],
      budget: { limitMinor: 10_000_000, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse' },
      ...terms,
    })
  let occasions = 0
  /** Somebody who got a voucher by mail; answers the address of her one-click link. */
  async function mailed(agreed = [MAIL]) {
    const who = await it.person(agreed)
    const voucher = await issue(it.server, general, who.reference, `o-${++occasions}`)
    await it.pass()
    const mail = await it.newest(who.address)
    const header = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value)
    const link = new RegExp(`${PUBLIC_URL}(/u/[\\w-]+)`).exec(mail.text ?? '')?.[1] ?? ''
    return { ...who, voucher, mail, header, link }
  }

  test('39 a marketing mail has one https address for one click and says so exactly', async () => {
    const { header, link } = await mailed()
    const [listed, ...others] = header('list-unsubscribe')
    expect(others).toEqual([])
    expect(listed?.match(/<https:[^>]+>/g)).toEqual([`<${PUBLIC_URL}${link}>`])
    expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click'])
  })
  test('40 the signature covers both headers', async () => {
    const { header } = await mailed()
    const signed = /\bh=([^;]+);/
      .exec(header('dkim-signature').join(' '))?.[1]
      ?.toLowerCase()
      .replace(/\s/g, '')
      .split(':')
    expect(signed).toEqual(expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post', 'from', 'subject']))
  })
  test('41 the mail says why it came, who sent it and from where, and how to stop it', async () => {
    const { mail, link } = await mailed()
    for (const words of ['Birthday offers', 'Lavender & Co.', '1 High Street', link]) expect(mail.text).toContain(words)
    expect(mail.text).toMatch(/10 March 2026|March 10, 2026/)
    expect(mail.html).not.toMatch(/<img|src=|url\(/i)
  })
  test('42 twenty looks at the link change nothing', async () => {
    const { reference, link } = await mailed()
    for (let i = 0; i < 20; i++) expect((await it.look(link)).status).toBe(200)
    expect(await it.state(reference, MAIL)).toBe('granted')
  })
  test('43 one click works with any body, answers small, and never redirects', async () => {
    const bodies: [string | undefined, string][] = [
      ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      ],
      ['application/json', '{"broken'],
      ['text/plain', 'x'.repeat(2000)],
      [undefined, ''],
    ]
    for (const [type, body] of bodies) {
      const { reference, link } = await mailed()
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
      const answer = await it.server.request('POST', link, body, { key: null, headers })
      expect([type, answer.status, answer.headers.get('location'), answer.text.length < 200]).toEqual([
        type,
        200,
        null,
        true,
      ])
      expect(await it.state(reference, MAIL)).toBe('withdrawn')
    }
  })
  test('44 it is the same the second time', async () => {
    const { link } = await mailed()
    const [first, second] = [
      await it.server.request('POST', link, '', { key: null }),
      await it.server.request('POST', link, '', { key: null }),
    ]
    expect([first.status, first.text]).toEqual([second.status, second.text])
  })
  test('45 it ends all marketing on the channel', async () => {
    const { reference, link } = await mailed([MAIL, NEWS_MAIL])
    await it.press(link)
    expect([await it.state(reference, MAIL), await it.state(reference, NEWS_MAIL)]).toEqual(['withdrawn', 'withdrawn'])
  })
  test('46 the finer choice ends what was chosen and nothing else', async () => {
    const { reference, link } = await mailed([MAIL, NEWS_MAIL])
    expect((await it.press(`${link}/finer`, { purpose: NEWS })).status).toBe(200)
    expect([await it.state(reference, MAIL), await it.state(reference, NEWS_MAIL)]).toEqual(['granted', 'withdrawn'])
  })
  test('47 a link that is not ours is not known, whatever is wrong with it', async () => {
    const { link } = await mailed()
    for (const wrong of [`/u/${'x'.repeat(43)}`, link.slice(0, -2), `${link}A`, '/u/..', '/u/%00']) {
      expect([wrong, (await it.server.request('POST', wrong, '', { key: null })).status]).toEqual([wrong, 404])
    }
  })
  test('48 the token withdraws and can do nothing else', async () => {
    const { reference, link } = await mailed()
    const token = link.slice('/u/'.length)
    await decide(it.server, reference, 1, [NEWS_MAIL], 'withdraw')
    await it.press(`${link}/finer`, {
      purpose: 'nothing',
      act: 'save',
      cell: `${NEWS} email contact.email`,
      channel: 'email',
    })
    expect(await it.state(reference, NEWS_MAIL)).not.toBe('granted')
    for (const path of ['/privacy/choices', '/privacy/erase', '/privacy/download'])
      expect((await it.press(path, { session: token })).status).toBe(401)
    for (const path of [`/c/${token}`, `/g/${token}`, `/privacy/in/${token}`, `/privacy/export/${token}`])
      expect((await it.press(path)).status).toBe(404)
  })
  test('49 after one click the shop cannot switch it on again; she herself can', async () => {
    const { reference, address, link } = await mailed()
    await it.press(link)
    await decide(it.server, reference, 1, [MAIL])
    const before = it.mailsTo(address).length
    await call(it.server, 'issueVoucher', {
      params: { id: general },
      body: { customerReference: reference, occasion: 'again' },
    }).catch(() => undefined)
    await it.pass()
    expect(it.mailsTo(address)).toHaveLength(before)
    const form = { shape: 'cells', purpose: OFFERS, notice: '1', cell: 'email contact.email' }
    const asked = await it.press('/privacy/choices', { session: await it.enter(address), act: 'save', ...form })
    expect(asked.text).toContain('One more step')
    const code = await it.code(address)
    await it.press('/privacy/choices', { session: sessionIn(asked), act: 'pass', code, ...form })
    await issue(it.server, general, reference, 'herself')
    await it.pass()
    expect((await it.newest(address)).headers.some(({ key }) => key === 'list-unsubscribe')).toBe(true)
  })
  test('50 the links of service mails ask for no unsubscribing, since they are no marketing', async () => {
    const { address } = await it.person()
    await it.press('/privacy', { address })
    await it.pass()
    expect((await it.newest(address)).headers.some(({ key }) => key === 'list-unsubscribe')).toBe(false)
  })
  test('51 a no takes one press for a purpose and one press for all, in the centre', async () => {
    const { reference, address } = await it.person([MAIL, DATE, NEWS_MAIL])
    const first = await it.press('/privacy/choices', {
      session: await it.enter(address),
      act: 'off',
      purpose: OFFERS,
      notice: '1',
    })
    expect([
      await it.state(reference, MAIL),
      await it.state(reference, DATE),
      await it.state(reference, NEWS_MAIL),
    ]).toEqual(['withdrawn', 'withdrawn', 'granted'])
    await it.press('/privacy/choices', { session: sessionIn(first), act: 'none' })
    expect(await it.state(reference, NEWS_MAIL)).toBe('withdrawn')
  })
  test('52 what waits to be sent is cancelled, its voucher revoked and its money back', async () => {
    const campaign = await launch({ name: 'Waiting' })
    const { reference, address } = await it.person()
    const session = await it.enter(address)
    const before = it.mailsTo(address).length
    const { code } = await issue(it.server, campaign, reference, 'waits')
    await it.press('/privacy/choices', { session, act: 'none' })
    await it.pass()
    expect(it.mailsTo(address)).toHaveLength(before)
    expect((await redeem(it.server, code, orderOf('never-52'))).status).toBe(410)
    expect(await budgetOf(it as unknown as Scene, campaign)).toMatchObject({ reservedMinor: 0, spentMinor: 0 })
  })
  test('53 a voucher she has stays good after her no', async () => {
    const { voucher, link } = await mailed()
    await it.press(link)
    expect((await redeem(it.server, voucher.code, orderOf('late-53'))).status).toBe(201)
  })
  test('54 withdrawals and sending at once, 50 times: sent and good, or not sent and revoked', async () => {
    const campaign = await launch({ name: 'Race' })
    const people = await inParallel(Array.from({ length: 50 }), 8, () => it.person())
    const codes = await inParallel(people, 8, ({ reference }) => issue(it.server, campaign, reference, 'race'))
    await Promise.all([
      it.pass(),
      inParallel(people, 25, ({ reference }) => decide(it.server, reference, 1, [MAIL], 'withdraw')),
    ])
    await it.pass()
    for (const [i, { address }] of people.entries()) {
      const { state } = await call(it.server, 'getVoucher', { params: { id: codes[i]?.id ?? '' } })
      expect([address, state]).toEqual([address, it.mailsTo(address).length === 1 ? 'issued' : 'revoked'])
    }
    // the database file: no message was marked for sending later than its person had withdrawn
    const late = await it.rows<{ id: string }>(sql`select o.id from outbox o where o.campaign_id = ${campaign}
      and o.sending_at > (select max(e.at) from consent_events e where e.customer_id = o.customer_id and e.decision = 'withdraw')`)
    expect(late).toEqual([])
  })

  test('55 who refused to be known still gets the offer for everybody', async () => {
    const trigger = { kind: 'birthday' as const, leadDays: 0 }
    const personal = await launch({ name: 'Personal', trigger, baselineCampaignId: general })
    const { reference, address } = await it.person([MAIL], { birthDate: '--03-10' })
    await decide(it.server, reference, 1, [DATE], 'refuse')
    const asked = { params: { id: personal }, body: { customerReference: reference, occasion: '2026' } }
    await expect(call(it.server, 'issueVoucher', asked)).rejects.toThrow('voucher.no_consent')
    const { baselineCampaignId } = await call(it.server, 'getCampaign', { params: { id: personal } })
    await issue(it.server, baselineCampaignId ?? '', reference, 'baseline')
    await it.pass()
    expect((await it.newest(address)).headers.some(({ key }) => key === 'list-unsubscribe')).toBe(true)
  })
  /** A press that takes more of her data into use, with the code that is mailed for it. */
  async function sayYes(address: string, path: string, form: Record<string, string>) {
    const asked = await it.press(path, form)
    expect(asked.text).toContain('One more step')
    const { session: _, act: meant = '', ...rest } = form
    const code = await it.code(address)
    return it.press(path, { ...rest, session: sessionIn(asked), act: 'pass', meant, code })
  }
  test('56 an objection outweighs every yes until she takes it back', async () => {
    const { reference, address } = await it.person()
    const page = await it.press('/privacy/objections', {
      session: await it.enter(address),
      act: 'object',
      purpose: '*',
    })
    expect(page.text).toContain('You have objected')
    const asked = { params: { id: general }, body: { customerReference: reference, occasion: 'objected' } }
    await expect(call(it.server, 'issueVoucher', asked)).rejects.toThrow('voucher.no_consent')
    await sayYes(address, '/privacy/objections', { session: sessionIn(page), act: 'lift', purpose: '*' })
    expect((await issue(it.server, general, reference, 'lifted')).code).toBeTruthy()
  })
  test('57 a pause stops everything and keeps everything', async () => {
    const { reference, address } = await it.person()
    const page = await it.press('/privacy/objections', { session: await it.enter(address), act: 'restrict' })
    const asked = { params: { id: general }, body: { customerReference: reference, occasion: 'paused' } }
    await expect(call(it.server, 'issueVoucher', asked)).rejects.toThrow('voucher.no_consent')
    expect(await it.state(reference, MAIL)).toBe('granted')
    await sayYes(address, '/privacy/objections', { session: sessionIn(page), act: 'unrestrict' })
    expect((await issue(it.server, general, reference, 'again')).code).toBeTruthy()
  })
  test('57b until the day she names she gets no messages, nothing of hers is lost, and only she ends it, with a code', async () => {
    const { reference, address } = await it.person()
    const entered = await it.press('/privacy/objections', { session: await it.enter(address) })
    const { code } = await issue(it.server, general, reference, 'waits-57')
    const mails = it.mailsTo(address).length
    const wrong = await it.press('/privacy/objections', {
      session: sessionIn(entered),
      act: 'snooze',
      until: '2020-01-01',
    })
    expect(wrong.text).toContain('Choose a day after today')
    const page = await it.press('/privacy/objections', {
      session: sessionIn(wrong),
      act: 'snooze',
      until: '2026-06-01',
    })
    expect([page.text.includes('Messages are paused'), page.text.includes('until June 1, 2026')]).toEqual([true, true])
    expect(await it.state(reference, MAIL)).toBe('granted')
    const asked = { params: { id: general }, body: { customerReference: reference, occasion: 'snoozed' } }
    await expect(call(it.server, 'issueVoucher', asked)).rejects.toThrow('voucher.no_consent')
    await it.pass()
    expect(it.mailsTo(address)).toHaveLength(mails)
    const choices = await it.press('/privacy/choices', { session: sessionIn(page) })
    expect(choices.text).toContain('You get no messages until June 1, 2026')
    await sayYes(address, '/privacy/objections', { session: sessionIn(choices), act: 'wake' })
    await it.pass()
    expect((await it.newest(address)).text).toContain(code)
  })
  test('58 after her last yes what rested on it is gone, and she still gets in', async () => {
    const { reference, address } = await it.person([MAIL, DATE], { birthDate: '--05-06' })
    await it.press('/privacy/choices', { session: await it.enter(address), act: 'none' })
    expect((await call(it.server, 'getCustomer', { params: { reference } })).birthDate).toBeNull()
    expect(await it.enter(address)).toMatch(/^[\w-]{43}$/)
  })
  test('59 why she got it is told with the stop, and the stop works', async () => {
    const { reference, address, voucher } = await mailed()
    const why = await it.press('/privacy/why', { session: await it.enter(address), voucher: voucher.id })
    for (const words of ['Birthday offers', 'e-mail address', '/notices/1', 'Stop vouchers like this'])
      expect(why.text).toContain(words)
    await it.press('/privacy/why', { session: sessionIn(why), voucher: voucher.id, act: 'stop' })
    expect(await it.state(reference, MAIL)).toBe('withdrawn')
  })
  test('60 nobody is told why somebody else got hers', async () => {
    const [ann, bob] = [await mailed(), await it.person()]
    const page = await it.press('/privacy/why', { session: await it.enter(bob.address), voucher: ann.voucher.id })
    expect(page.text).toContain('There is no such page')
    expect(page.text).not.toContain(ann.voucher.code)
  })
})
