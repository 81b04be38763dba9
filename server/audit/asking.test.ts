// An auditor at the way in: nothing is agreed to but by a person, for exactly what she was shown, once, and provably.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, call, decide } from '../acceptance/shop.ts'
import {
  type Audit,
  askUnproved,
  cell,
  DATE,
  MAIL,
  NEWS_MAIL,
  OFFERS,
  openAudit,
  PARTNER,
  PUBLIC_URL,
  publish,
  raw,
  scope,
  sessionIn,
} from './test-audit.ts'

describe.each(['sqlite', 'postgres'] as const)('asking, audited on %s', (engine) => {
  let it: Audit
  beforeAll(async () => {
    it = await openAudit(engine)
  })
  afterAll(() => it?.close())

  let strangers = 0
  /** Somebody of the shop's with an unproved address who is asked to confirm. */
  async function asked(cells = [MAIL]) {
    const who = await it.person([], {})
    expect((await askUnproved(it.server, who.reference, cells)).status).toBe(201)
    return { ...who, link: await it.link(who.address, '/c/') }
  }
  const form = (email: string, more = {}) => ({
    email,
    country: 'AT',
    old: 'yes',
    notice: '1',
    cell: `${OFFERS} email contact.email`,
    ...more,
  })
  /** Each from a network of its own, as people are. */
  const signUp = (fields: Record<string, string | string[]>, headers = {}) =>
    it.press('/sign-up', fields, { 'x-forwarded-for': `203.0.${++strangers}.7`, ...headers })

  test('1 the form has nothing ticked, in any language', async () => {
    for (const lang of ['en', 'ar', 'ru', 'tr']) {
      const { text } = await it.look(`/sign-up?country=AT&old=yes&lang=${lang}`)
      expect([lang, text.match(/type="checkbox"/g)?.length, /checked/.test(text)]).toEqual([lang, 6, false])
    }
  })
  test('2 every switch leads to its own clause, and the clause is there', async () => {
    const { text } = await it.look('/sign-up?country=AT&old=yes')
    const links = [...text.matchAll(/\/notices\/1\?lang=en#([\w.]+)/g)].map(([, anchor]) => anchor)
    const notice = await it.look('/notices/1')
    expect(new Set(links).size).toBe(6)
    for (const anchor of links) expect(notice.text).toContain(`id="${anchor}"`)
  })
  test('3 benefit and incentive are said before the yes', async () => {
    const { text } = await it.look('/sign-up?country=AT&old=yes')
    expect(text).toContain('A voucher each year.')
    expect(text).toContain('5 EUR for your first yes.')
  })
  test('4 a filled form grants nothing before the mail is confirmed, and its person can do nothing yet', async () => {
    expect((await signUp(form('four@x.example'))).status).toBe(200)
    await it.press('/privacy', { address: 'four@x.example' })
    await it.pass()
    expect(it.mailsTo('four@x.example')).toHaveLength(1)
  })
  test('5 a form without any yes is refused with what is missing', async () => {
    const { status, text } = await signUp({ ...form('five@x.example'), cell: [] })
    expect([status, text.includes('Choose at least one thing')]).toEqual([422, true])
  })
  test('6 a form about another version of the notice is refused', async () => {
    expect((await signUp(form('six@x.example', { notice: '99' }))).text).toContain('notice has changed')
    await it.pass()
    expect(it.mailsTo('six@x.example')).toEqual([])
  })
  test('7 a form for a cell that the notice does not have is refused', async () => {
    expect((await signUp(form('seven@x.example', { cell: `${OFFERS} sms birthdate` }))).status).toBe(422)
  })
  test('8 the answer is the same for a known and an unknown address', async () => {
    const { address } = await it.person()
    const [known, unknown] = [await signUp(form(address)), await signUp(form('eight@x.example'))]
    expect(known.text).toBe(unknown.text)
  })
  test('9 what is confirmed is granted, and what was asked is on record with both instants', async () => {
    const { reference, link } = await asked()
    expect(await it.state(reference, MAIL)).toBe('pending_doi')
    expect((await it.press(link)).status).toBe(200)
    expect(await it.state(reference, MAIL)).toBe('granted')
  })
  test('10 twenty looks at the link change nothing', async () => {
    const { reference, link } = await asked()
    for (let i = 0; i < 20; i++) expect((await it.look(link)).status).toBe(200)
    expect(await it.state(reference, MAIL)).toBe('pending_doi')
  })
  test('11 HEAD, OPTIONS and PUT change nothing either', async () => {
    const { reference, link } = await asked()
    for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])
      await it.server.request(method, link, undefined, { key: null })
    expect(await it.state(reference, MAIL)).toBe('pending_doi')
  })
  test('12 of two presses at once one counts', async () => {
    const { reference, link } = await asked()
    const both = await Promise.all([it.press(link), it.press(link)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(both.filter(({ text }) => text.includes('This is done already'))).toHaveLength(1)
    expect(await it.state(reference, MAIL)).toBe('granted')
  })
  test('13 a link pressed again says kindly that it is done, and no more; a superseded one and one that never was are unknown', async () => {
    const { reference, link } = await asked()
    await it.press(link)
    for (const again of [await it.press(link), await it.look(link), await it.press(`${link}/not-me`)]) {
      expect([again.status, again.text.includes('This is done already')]).toEqual([200, true])
      expect(again.text).not.toMatch(new RegExp(`Birthday offers|${reference}`))
    }
    expect(await it.state(reference, MAIL)).toBe('granted')
    expect((await it.press(`/c/${'x'.repeat(43)}`)).status).toBe(404)
  })
  test('14 a newer request ends the older link', async () => {
    const { reference, address, link } = await asked()
    await askUnproved(it.server, reference, [MAIL, DATE])
    const newer = await it.link(address, '/c/')
    expect((await it.press(link)).status).toBe(404)
    expect((await it.press(newer)).status).toBe(200)
    expect(await it.state(reference, DATE)).toBe('granted')
  })
  test('15 a link works for a day and no longer', async () => {
    const { reference, link } = await asked()
    await it.pass(24 * 60)
    expect((await it.press(link)).status).toBe(404)
    expect(await it.state(reference, MAIL)).not.toBe('granted')
  })
  test('16 the mail has no offer, names who is responsible, and leads to our host alone', async () => {
    const { address } = await asked()
    const mail = await it.newest(address)
    const words = `${mail.subject} ${mail.text} ${mail.html}`
    expect(words.replace(/<style>.*?<\/style>/gs, '')).not.toMatch(/voucher|EUR|%|discount/i)
    expect(words).toContain('Dr. Rukiye Öz')
    expect([...words.matchAll(/https?:\/\/[^/"\s<]+/g)].map(([host]) => host)).toEqual(
      expect.arrayContaining([PUBLIC_URL]),
    )
    expect(new Set([...words.matchAll(/https?:\/\/[^/"\s<]+/g)].map(([host]) => host)).size).toBe(1)
    expect(mail.html).not.toMatch(/<img|<script|<link/i)
  })
  test('17 Host: evil.test does not move a link', async () => {
    const { address } = await it.person()
    const body = new URLSearchParams({ address }).toString()
    const headers = {
      host: 'evil.test',
      'x-forwarded-host': 'evil.test',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    }
    expect((await raw(it.server, 'POST', '/privacy', headers, body)).text).not.toContain('evil')
    expect(await it.link(address, '/privacy/in/')).toMatch(/^\/privacy\/in\//)
    expect((await it.newest(address)).text).not.toContain('evil')
  })
  test('18 "that was not me" ends the request, and the link with it', async () => {
    const { reference, link } = await asked()
    expect((await it.press(`${link}/not-me`)).status).toBe(200)
    expect((await it.press(link)).text).toContain('This is done already')
    expect(await it.state(reference, MAIL)).not.toBe('granted')
  })
  test('19 three confirmations an hour are mailed at most, and nobody is told', async () => {
    const { reference, address } = await it.person([])
    for (let i = 0; i < 5; i++) expect((await askUnproved(it.server, reference, [MAIL])).status).toBe(201)
    await it.pass()
    expect(it.mailsTo(address).length).toBeLessThanOrEqual(3)
  })
  test('20 a wildcard is refused', async () => {
    const { reference } = await it.person([])
    const wild = { purpose: 'all', channel: 'email', category: 'name' } as never
    expect((await askUnproved(it.server, reference, [wild])).status).toBe(400)
  })
  test('21 a version that is not in force grants nothing', async () => {
    const { reference } = await it.person([])
    expect((await askUnproved(it.server, reference, [MAIL], { noticeVersion: 77 })).status).toBe(422)
  })
  test('22 an import without evidence is only a request', async () => {
    const { reference } = await it.person([])
    const key = await it.key('shop')
    const body = {
      customerReference: reference,
      noticeVersion: 1,
      locale: 'en',
      method: 'import' as const,
      contactVerified: true,
      decisions: [{ ...MAIL, decision: 'grant' as const }],
    }
    await ask(it.server, 'recordConsents', { body }, { key })
    expect(await it.state(reference, MAIL)).toBe('requested')
  })
  test('23 a form is a patch: what it does not name stays as it was', async () => {
    const { reference } = await it.person([MAIL, DATE])
    await decide(it.server, reference, 1, [DATE], 'withdraw')
    expect([await it.state(reference, MAIL), await it.state(reference, DATE)]).toEqual(['granted', 'withdrawn'])
  })
  test('23b of two who say yes from one version one is told of the other, and a no is heard however late', async () => {
    const { reference } = await it.person([])
    const { version } = await call(it.server, 'getConsents', { params: { reference } })
    const say = (decision: 'grant' | 'withdraw') => {
      const how = { noticeVersion: 1, locale: 'en', method: 'form' as const, contactVerified: true, ifVersion: version }
      const body = { customerReference: reference, ...how, decisions: [{ ...MAIL, decision }] }
      return ask(it.server, 'recordConsents', { body })
    }
    const both = await Promise.all([say('grant'), say('grant')])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect((await call(it.server, 'getConsents', { params: { reference } })).version).not.toBe(version)
    expect((await say('withdraw')).status).toBe(201)
    expect(await it.state(reference, MAIL)).toBe('withdrawn')
  })
  test('23c a page that is older than her last decision cannot say yes, and can say no', async () => {
    const { reference, address } = await it.person([MAIL])
    const page = await it.press('/privacy/choices', { session: await it.enter(address), view: 'table' })
    const version = /name="version" value="(\w+)"/.exec(page.text)?.[1] ?? ''
    const form = { act: 'save', shape: 'cells', purpose: OFFERS, notice: '1', version, view: 'table' }
    await decide(it.server, reference, 1, [MAIL], 'withdraw')
    await decide(it.server, reference, 1, [DATE])
    const mails = it.mailsTo(address).length
    const stale = await it.press('/privacy/choices', {
      ...form,
      session: sessionIn(page),
      cell: 'email contact.email',
    })
    expect(stale.text).toContain('You have decided something meanwhile')
    expect([await it.state(reference, MAIL), await it.state(reference, DATE)]).toEqual(['withdrawn', 'withdrawn'])
    await it.pass()
    expect(it.mailsTo(address)).toHaveLength(mails)
    const fresh = /name="version" value="(\w+)"/.exec(stale.text)?.[1] ?? ''
    const again = { ...form, version: fresh, cell: 'email contact.email' }
    const asked = await it.press('/privacy/choices', { ...again, session: sessionIn(stale) })
    expect(asked.text).toContain('One more step')
    const code = await it.code(address)
    const done = await it.press('/privacy/choices', { ...again, session: sessionIn(asked), act: 'pass', code })
    expect([done.text.includes('Saved'), await it.state(reference, MAIL)]).toEqual([true, 'granted'])
  })
  test('24 a category without its channel permits nothing', async () => {
    const { reference } = await it.person([DATE])
    expect(await it.state(reference, MAIL)).toBe('unknown')
  })
  test('25 at 15 one agrees alone in Austria and not in Germany', async () => {
    expect((await it.look('/sign-up?country=AT')).text).toContain('Are you 14 or older?')
    expect((await it.look('/sign-up?country=DE')).text).toContain('Are you 16 or older?')
    expect((await it.look('/sign-up?country=ZZ')).text).toContain('Are you 16 or older?')
  })
  test('25b whoever is 15 by her date of birth waits for a guardian in Germany, and in Austria does not', async () => {
    for (const [country, state] of [
      ['DE', 'pending_guardian'],
      ['AT', 'granted'],
    ] as const) {
      const { reference } = await it.person([], { country, birthDate: '2011-01-01' })
      await call(it.server, 'recordConsents', {
        body: {
          ...{ customerReference: reference, noticeVersion: 1, locale: 'en', method: 'form', contactVerified: true },
          guardianEmail: `mum25-${country}@x.example`,
          decisions: [{ ...MAIL, decision: 'grant' }],
        },
      })
      expect([country, await it.state(reference, MAIL)]).toEqual([country, state])
    }
  })
  test('26 a child needs a guardian at another address', async () => {
    const child = { country: 'DE', old: 'no' }
    expect((await signUp(form('kid26@x.example', child))).status).toBe(422)
    expect((await signUp(form('kid26@x.example', { ...child, guardian: 'KID26@X.example' }))).status).toBe(422)
    await it.pass()
    expect(it.mailsTo('kid26@x.example')).toEqual([])
  })
  test('27 nothing of a child counts before its guardian agrees, and looks at the link agree to nothing', async () => {
    await signUp(form('kid27@x.example', { country: 'DE', old: 'no', guardian: 'mum27@x.example' }))
    expect((await it.press(await it.link('kid27@x.example', '/c/'))).text).toContain('your guardian gets a mail')
    const link = await it.link('mum27@x.example', '/g/')
    for (let i = 0; i < 20; i++) await it.look(link)
    const session = await it.enter('kid27@x.example')
    expect((await it.press('/privacy/choices', { session })).text).toContain('waiting for your guardian')
    expect((await it.press(link, { answer: 'confirm' })).status).toBe(200)
    expect((await it.press(link, { answer: 'confirm' })).text).toContain('This is done already')
  })
  /** The consent log behind a leaf: what was decided about mails with offers, by whom and how. */
  async function logged(after: number) {
    await it.pass()
    const { text } = await it.server.request('GET', `/v1/consents/log?cursor=${after}`)
    const lines = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    const own = lines.filter(({ purpose, category }) => purpose === OFFERS && category === 'contact.email')
    return { last: lines.at(-1)?.leaf ?? after, said: own.map(({ decision, actor }) => `${decision} ${actor}`) }
  }
  test('27b a guardian comes in by a link of her own and takes back what she allowed; the code for a yes goes to her', async () => {
    const [kid, mum] = ['kid27b@x.example', 'mum27b@x.example']
    const { last } = await logged(-1)
    await signUp(form(kid, { country: 'DE', old: 'no', guardian: mum }))
    await it.press('/privacy', { address: mum })
    await it.pass()
    expect(it.mailsTo(mum).length).toBe(0)
    await it.press(await it.link(kid, '/c/'))
    await it.press(await it.link(mum, '/g/'), { answer: 'confirm' })
    await it.pass(61)
    const page = await it.press('/privacy/choices', { session: await it.enter(mum), act: 'none' })
    expect(page.text).toContain('It stops from now on')
    const shape = { shape: 'cells', purpose: OFFERS, notice: '1', cell: 'email contact.email' }
    const mails = it.mailsTo(kid).length
    const asked = await it.press('/privacy/choices', { session: sessionIn(page), act: 'save', ...shape })
    const code = await it.code(mum)
    expect(it.mailsTo(kid)).toHaveLength(mails)
    const done = await it.press('/privacy/choices', { session: sessionIn(asked), act: 'pass', code, ...shape })
    expect(done.text).toContain('Saved')
    const by = await logged(last)
    expect(by.said).toEqual([
      'grant self',
      'confirm self',
      'guardian_confirm guardian',
      'withdraw guardian',
      'grant guardian',
    ])
  })
  test("27c a yes from where the child asked is no guardian's; from elsewhere it counts, and a no from anywhere", async () => {
    const [kid, mum] = ['kid27c@x.example', 'mum27c@x.example']
    const phone = { 'x-forwarded-for': '198.51.100.7', 'user-agent': 'Phone/1' }
    const computer = { ...phone, 'user-agent': 'Computer/1' }
    await signUp(form(kid, { country: 'DE', old: 'no', guardian: mum }), phone)
    await it.press(await it.link(kid, '/c/'), {}, computer)
    const link = await it.link(mum, '/g/')
    const session = await it.enter(kid)
    const visiting = await it.press(link, { answer: 'confirm', session }, { 'x-forwarded-for': '192.0.2.9' })
    expect([visiting.status, visiting.text.includes('from a device of your own')]).toEqual([422, true])
    for (const headers of [phone, computer]) {
      const { status, text } = await it.press(link, { answer: 'confirm' }, headers)
      expect([status, text.includes('from a device of your own'), text.includes('I am the guardian')]).toEqual([
        422,
        true,
        true,
      ])
    }
    expect((await it.press(link, { answer: 'confirm' }, { ...phone, 'user-agent': 'Phone/2' })).text).toContain(
      'Thank you',
    )
  })
  test('27d a guardian pauses, closes to a department and erases for the child; each is told as hers, with codes to her', async () => {
    const [kid, mum] = ['kid27d@x.example', 'mum27d@x.example']
    await signUp(form(kid, { country: 'DE', old: 'no', guardian: mum }))
    await it.press(await it.link(kid, '/c/'))
    await it.press(await it.link(mum, '/g/'), { answer: 'confirm' })
    const party = { key: 'desk27d', title: 'Help desk', roles: ['support' as const], categories: ['name' as const] }
    await call(it.server, 'createParty', { body: party })
    await it.pass(61)
    let page = await it.press('/privacy/parties', { session: await it.enter(mum) })
    page = await it.press('/privacy/parties', { session: sessionIn(page), act: 'close', party: 'desk27d' })
    page = await it.press('/privacy/objections', { session: sessionIn(page), act: 'object', purpose: '*' })
    page = await it.press('/privacy/objections', { session: sessionIn(page), act: 'restrict' })
    const mails = it.mailsTo(kid).length
    page = await it.press('/privacy/erase', { session: sessionIn(page), act: 'ask' })
    const code = await it.code(mum)
    expect(it.mailsTo(kid)).toHaveLength(mails)
    const gone = await it.press('/privacy/erase', { session: sessionIn(page), act: 'pass', code })
    expect(gone.text).toContain('You are erased')
    const { data } = await call(it.server, 'listAudit', { query: {} })
    const said = data.filter(({ actor }) => actor === 'guardian').map(({ action }) => action)
    expect(said).toEqual(expect.arrayContaining(['customer.objected', 'customer.restricted', 'customer.erased']))
    const before = it.mailsTo(mum).length
    await it.press('/privacy', { address: mum })
    await it.pass()
    expect(it.mailsTo(mum)).toHaveLength(before)
  })
  test('28 a guardian who refuses ends it', async () => {
    await signUp(form('kid28@x.example', { country: 'DE', old: 'no', guardian: 'mum28@x.example' }))
    await it.press(await it.link('kid28@x.example', '/c/'))
    expect((await it.press(await it.link('mum28@x.example', '/g/'), { answer: 'refuse' })).text).toContain('Refused')
  })
  test('29 Sec-GPC counts in whichever of two headers, and only the one sign 1', async () => {
    const said = async (value: string | string[]) =>
      (await raw(it.server, 'GET', '/privacy', { 'sec-gpc': value, accept: 'text/html' })).text.includes(
        'preference signal honoured',
      )
    expect(await said(['0', '1'])).toBe(true)
    expect(await said('1')).toBe(true)
    for (const other of ['0', '01', '1, 0', 'true', '']) expect([other, await said(other)]).toEqual([other, false])
  })
  test('30 with Sec-GPC partners get nothing, whatever she agreed to; what is first-party stays', async () => {
    const { reference, address } = await it.person([MAIL, PARTNER])
    const session = await it.enter(address)
    await it.press('/privacy/choices', { session }, { 'sec-gpc': '1' })
    expect([await it.state(reference, PARTNER), await it.state(reference, MAIL)]).toEqual(['withdrawn', 'granted'])
  })
  test('31 with Sec-GPC the form cannot agree to partners', async () => {
    const cells = ['partners partner contact.partner', `${OFFERS} email contact.email`]
    await signUp(form('gpc31@x.example', { cell: cells }), { 'sec-gpc': '1' })
    await it.press(await it.link('gpc31@x.example', '/c/'))
    const session = await it.enter('gpc31@x.example')
    const { text } = await it.press('/privacy/choices', { session, view: 'table' })
    expect(text).toMatch(/value="email contact.email"[^>]*checked/)
    expect(text).not.toMatch(/value="partner contact.partner"[^>]*checked/)
  })
  test('32 how the signal is treated is published', async () => {
    const { status, body } = await it.server.request('GET', '/.well-known/gpc.json', undefined, { key: null })
    expect(status).toBe(200)
    expect(body).toMatchObject({ gpc: true, lastUpdate: expect.stringMatching(/^\d{4}-\d\d-\d\d/) })
  })
  test('33 INFO@X.COM of a Turkish customer is info@x.com', async () => {
    await it.person([MAIL], { email: 'INFO@X33.COM', locale: 'tr-TR' })
    await it.press('/privacy', { address: 'info@x33.com', lang: 'tr' })
    await it.pass()
    expect(it.mailsTo('INFO@X33.COM')).toHaveLength(1)
  })
  test('34 the same answer for every address at the door of the centre', async () => {
    const { address } = await it.person()
    const [known, unknown] = [
      await it.press('/privacy', { address }),
      await it.press('/privacy', { address: 'nobody34@x.example' }),
    ]
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
  })
  test('35 three links an hour, and the fourth is answered like the first', async () => {
    const { address } = await it.person()
    const answers = []
    for (let i = 0; i < 5; i++) answers.push((await it.press('/privacy', { address })).text)
    await it.pass()
    expect(new Set(answers).size).toBe(1)
    expect(it.mailsTo(address)).toHaveLength(3)
  })
  test('36 two people at one address are asked who they are, and see only their own', async () => {
    const email = 'family36@x.example'
    const [ann, bob] = [
      await it.person([MAIL], { email, givenName: 'Ann' }),
      await it.person([NEWS_MAIL], { email, givenName: 'Bob' }),
    ]
    await it.press('/privacy', { address: email })
    const page = await it.press(await it.link(email, '/privacy/in/'))
    expect([page.text.includes('Ann'), page.text.includes('Bob')]).toEqual([true, true])
    const bobs = /value="(\w+)"><bdi>Bob/.exec(page.text)?.[1] ?? ''
    const chosen = await it.press('/privacy/choices', { session: sessionIn(page), customer: bobs, view: 'table' })
    expect(chosen.text).toMatch(/purpose-news[\s\S]*value="email contact.email"[^>]*checked/)
    await it.press('/privacy/choices', { session: sessionIn(chosen), act: 'none' })
    expect([await it.state(ann.reference, MAIL), await it.state(bob.reference, NEWS_MAIL)]).toEqual([
      'granted',
      'withdrawn',
    ])
  })
  test('37 nobody can be chosen who is not at the address', async () => {
    const [ann, other] = [await it.person(), await it.person()]
    const { id } = await call(it.server, 'getCustomer', { params: { reference: other.reference } })
    const session = await it.enter(ann.address)
    expect((await it.press('/privacy/choices', { session, customer: id })).status).toBe(404)
    expect(await it.state(other.reference, MAIL)).toBe('granted')
  })
  test('38 a purpose that is stopped is asked of nobody any more', async () => {
    const key = 'soon_over'
    await call(it.server, 'createPurpose', { body: { key, legalBasis: 'consent', title: 'Soon over' } })
    await publish(it.server, 'We ask for more.', [...scope, cell(key, 'email', 'contact.email')])
    expect((await it.look('/sign-up?country=AT&old=yes')).text).toContain('Soon over')
    await call(it.server, 'stopPurpose', { params: { key }, body: { reason: 'It is over.' } })
    expect((await it.look('/sign-up?country=AT&old=yes')).text).not.toContain('Soon over')
  })
})
