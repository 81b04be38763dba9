// What a notice changes for people, what ends by itself or from outside, what may be asked, and who may look.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nextQuestion, noteAsked } from '#consent/ask.ts'
import { draftNotice } from '#consent/draft-notice.ts'
import { permit } from '#consent/gate.ts'
import { sequenceLedger } from '#consent/ledger.ts'
import { enableLocales } from '#consent/locales.ts'
import { consentLog } from '#consent/log.ts'
import { showPublished } from '#consent/notice.ts'
import { publishNotice } from '#consent/publish-notice.ts'
import { registerOfProcessing } from '#consent/ropa.ts'
import { stopPurpose } from '#consent/stop-cells.ts'
import { cellsFor, decideFor } from '#consent/test-consents.ts'
import { iso } from '#core/clock.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { DAY_MS } from '#shared/time.ts'
import { answerChange, showChanges } from './changes.ts'
import { changeChoices, showChoices, withdrawEverything } from './choices.ts'
import { honourGpc } from './gpc.ts'
import { closeParty, defineParty, mayRead, openParty, showParties } from './inside-parties.ts'
import { liftObjectionOf, object, showObjections } from './objections.ts'
import { remindOfExpiry } from './remind.ts'
import { liftRestriction, restrict } from './restrict.ts'
import { invalidate, revokeStopped } from './stop-purposes.ts'
import { requireReconsent, tellChanges } from './tell-changes.ts'
import { BIRTHDAY, NEWS, openAskingShop, PARTNERS } from './test-people.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

forEachHouse('notices and what follows', (open) => {
  const shop = async () => openAskingShop(await open(), box)
  const news = { purpose: 'news', legalBasis: 'consent', channels: ['email'], needs: [] } as const
  const isPermitted = async (house: TestHouse, id: string) =>
    (await house.store.write((tx) => permit(tx, news, [id]))).size === 1
  const shown = { locale: 'en', labelsSha256: null }

  test('every enabled language or no publishing, and the words of the controls are proved as well', async () => {
    const { house } = await shop()
    await house.store.write((tx) => enableLocales(tx, ['tr', 'en']))
    const draft = (locales: string[]) => ({
      controller: {
        name: 'Example Shop',
        address: 'x',
        contact: 'y',
        responsible: { name: 'Dana', contact: 'dpo@x.example' },
      },
      texts: Object.fromEntries(locales.map((locale) => [locale, { title: 't', body: locale }])),
      labels: { en: { 'channel.email': 'by e-mail' } },
      scope: NEWS.map((cell) => ({ ...cell, retentionMonths: 36 })),
    })
    const { id } = await house.store.write((tx) => draftNotice(tx, draft(['en'])))
    await expect(house.store.write((tx) => publishNotice(tx, id))).rejects.toMatchObject({
      code: 'notice.locale_missing',
    })
    const whole = await house.store.write(async (tx) => {
      const made = await draftNotice(tx, draft(['en', 'tr']))
      return publishNotice(tx, made.id)
    })
    const notice = await showPublished(house.store.read, whole.version, house.clock.now())
    expect(notice.texts.en?.labelsSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(notice.texts.tr?.labelsSha256).toBeNull()
    expect(notice.changes).toEqual(whole.changes)
    expect(notice.controller.responsible?.name).toBe('Dana')
  })

  test('a material change is mailed to whom it touches, stops at its day, and a yes carries on', async () => {
    const { house, ...it } = await shop()
    const [ada, bob, eve] = [
      await it.person('ada', {}, NEWS),
      await it.person('bob', {}, NEWS),
      await it.person('eve', {}, []),
    ]
    const effectiveAt = house.clock.now() + 10 * DAY_MS
    const scope = [...NEWS, ...BIRTHDAY, ...PARTNERS].map((cell) => ({
      ...cell,
      retentionMonths: 36,
      recipients: cell.purpose === 'news' ? ['Partner Ltd'] : [],
    }))
    const { changes } = await house.store.write(async (tx) => {
      const { id } = await draftNotice(tx, {
        controller: { name: 'Example Shop', address: '1 High Street, Springfield', contact: 'privacy@shop.example' },
        texts: { en: { title: 'What we use and why', body: 'We ask before we use anything about you.' } },
        scope,
        effectiveAt: iso(effectiveAt),
      })
      return publishNotice(tx, id)
    })
    expect(changes.filter(({ material }) => material)).toMatchObject([{ kind: 'recipient_added', cell: NEWS[0] }])
    expect(await tellChanges(house)).toBe(2)
    expect(await tellChanges(house)).toBe(0)
    const mails = await it.mails()
    expect(mails.map(({ to }) => to).sort()).toEqual(['ada@shop.example', 'bob@shop.example'])
    expect(mails[0]?.text).toContain('https://shop.example/notices/2')
    expect(await showChanges(house, eve)).toEqual([])
    const [change] = await showChanges(house, ada)
    expect(change).toMatchObject({ version: 2, kind: 'recipient_added', purpose: 'news', open: true, effectiveAt })
    await answerChange(house, ada, change?.id ?? '', 'accept', shown)
    expect((await showChoices(house, ada, 'en')).changesToSee).toBe(0)
    expect([await isPermitted(house, ada), await isPermitted(house, bob)]).toEqual([true, true])
    house.advance(10 * DAY_MS)
    expect([await isPermitted(house, ada), await isPermitted(house, bob)]).toEqual([true, false])
    expect(await requireReconsent(house)).toBe(1)
    expect(await requireReconsent(house)).toBe(0)
    expect((await it.states(bob))['news contact.email']).toBe('reconsent_required')
    const [again] = await showChanges(house, bob)
    await answerChange(house, bob, again?.id ?? '', 'refuse', shown)
    expect((await it.states(bob))['news contact.email']).toBe('withdrawn')
    await expect(answerChange(house, bob, '2.0', 'accept', shown)).rejects.toMatchObject({ code: 'notice.not_found' })
  })

  test('a yes to one change is no yes to what a later version changes in the same cell', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada', {}, NEWS)
    await it.publish(NEWS, { recipients: ['Partner Ltd'] })
    await it.publish(NEWS, { recipients: ['Partner Ltd'], retentionMonths: 48 })
    const open = async () => (await showChanges(house, ada)).filter((one) => one.open)
    expect((await open()).map(({ version, kind }) => [version, kind])).toEqual([
      [3, 'retention_longer'],
      [2, 'recipient_added'],
    ])
    await answerChange(house, ada, '2.0', 'accept', shown)
    expect((await open()).map(({ version }) => version)).toEqual([3])
    expect(await isPermitted(house, ada)).toBe(false)
    await answerChange(house, ada, (await open())[0]?.id ?? '', 'accept', shown)
    expect([await isPermitted(house, ada), await open()]).toEqual([true, []])
  })

  test('there is one reminder, thirty days before the end, and none for whoever said no', async () => {
    const { house, ...it } = await shop()
    await it.person('ada', { locale: 'tr' }, [...NEWS, ...BIRTHDAY])
    const bob = await it.person('bob', {}, NEWS)
    await withdrawEverything(house, bob)
    expect(await remindOfExpiry(house)).toBe(0)
    house.advance(Date.parse('2028-05-20T00:00:00Z') - house.clock.now())
    expect(await remindOfExpiry(house)).toBe(1)
    expect(await remindOfExpiry(house)).toBe(0)
    const mails = await it.mails()
    expect(mails.map(({ to }) => to)).toEqual(['ada@shop.example'])
    expect(mails[0]?.text).toContain('15 Haziran 2028')
    house.advance(5 * DAY_MS)
    expect(await remindOfExpiry(house)).toBe(0)
  })

  test('a patch changes what it names; everything ends with one press; nobody else is asked', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada', {}, [...NEWS, ...BIRTHDAY])
    const change = { ...(NEWS[0] as (typeof NEWS)[0]), decision: 'withdraw' as const }
    expect(await changeChoices(house, ada, [change], { ...shown, noticeVersion: 1 })).toEqual({ withdrawn: 1 })
    expect(await it.states(ada)).toMatchObject({ 'news contact.email': 'withdrawn', 'birthday birthdate': 'granted' })
    expect(await changeChoices(house, ada, [{ ...change, decision: 'grant' }], { ...shown, noticeVersion: 1 })).toEqual(
      { withdrawn: 0 },
    )
    expect((await it.states(ada))['news contact.email']).toBe('granted')
    expect(await withdrawEverything(house, ada)).toEqual({ withdrawn: 3 })
    expect(await withdrawEverything(house, ada)).toEqual({ withdrawn: 0 })
    const { cards, objectedToAll, restricted } = await showChoices(house, ada, 'en')
    expect([objectedToAll, restricted]).toEqual([false, false])
    expect(cards.flatMap(({ cells }) => cells.map(({ state }) => state))).not.toContain('granted')
  })

  test('objection and restriction stop everything at once, and only as long as they stand', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada', {}, NEWS)
    await object(house, ada, null, 'self')
    expect(await isPermitted(house, ada)).toBe(false)
    await liftObjectionOf(house, ada, null, 'self')
    await object(house, ada, 'birthday', 'self')
    expect([await isPermitted(house, ada), await showObjections(house.store.read, ada)]).toEqual([true, ['birthday']])
    await expect(object(house, ada, 'nothing', 'self')).rejects.toMatchObject({ code: 'purpose.unknown' })
    await restrict(house, ada, 'self')
    expect(await isPermitted(house, ada)).toBe(false)
    await liftRestriction(house, ada, 'self')
    expect(await isPermitted(house, ada)).toBe(true)
  })

  test('a purpose that is stopped permits nothing from that commit on, and its cells are revoked; a finding invalidates', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada', {}, [...NEWS, ...BIRTHDAY])
    await house.store.write((tx) => stopPurpose(tx, 'news', 'not needed'))
    expect(await isPermitted(house, ada)).toBe(false)
    expect(await revokeStopped(house)).toBe(1)
    expect(await revokeStopped(house)).toBe(0)
    expect(await invalidate(house, { purpose: 'birthday', category: 'birthdate' })).toEqual({ cells: 1, customers: 1 })
    expect(await it.states(ada)).toEqual({
      'birthday birthdate': 'invalidated',
      'birthday contact.email': 'granted',
      'news contact.email': 'revoked',
    })
    await expect(house.store.write((tx) => stopPurpose(tx, 'news', 'x'))).rejects.toMatchObject({
      code: 'purpose.stopped',
    })
    expect((await showChoices(house, ada, 'en')).cards.map(({ purpose }) => purpose)).not.toContain('news')
  })

  test('whoever said no is left in peace for twelve months; the basics are asked first', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada')
    const [contact] = NEWS as [(typeof NEWS)[0]]
    const ask = () =>
      house.store.write((tx) =>
        noteAsked(tx, { customerId: ada, noticeVersion: 1, locale: 'en', cells: NEWS, actor: 'key_1' }),
      )
    expect(await nextQuestion(house.store.read, ada, house.clock.now())).toMatchObject({ category: 'contact.partner' })
    expect(await ask()).toEqual([contact])
    expect((await it.states(ada))['news contact.email']).toBe('requested')
    await decideFor(house, ada, 1, NEWS, 'refuse')
    await expect(ask()).rejects.toMatchObject({ code: 'consent.asked_too_soon' })
    house.advance(Date.parse('2027-06-15T11:59:00Z') - house.clock.now())
    await expect(ask()).rejects.toMatchObject({ code: 'consent.asked_too_soon' })
    house.advance(60_000)
    expect(await ask()).toEqual([])
    await decideFor(house, ada, 1, cellsFor('birthday', 'email'), 'grant')
    expect(await nextQuestion(house.store.read, ada, house.clock.now())).toEqual({
      purpose: 'birthday',
      channel: 'email',
      category: 'birthdate',
    })
  })

  test('Global Privacy Control takes back what goes to partners, once, and leaves the rest', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada', {}, [...NEWS, ...PARTNERS])
    expect(await honourGpc(house, ada)).toBe(1)
    expect(await honourGpc(house, ada)).toBe(0)
    expect(await it.states(ada)).toEqual({ 'ads contact.partner': 'withdrawn', 'news contact.email': 'granted' })
    const bob = await it.person('bob', {}, NEWS)
    expect(await honourGpc(house, bob)).toBe(1)
    expect((await it.states(bob))['ads contact.partner']).toBe('refused')
  })

  test('departments are listed to the person, who closes her data to one and not the other', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada')
    await house.store.write(async (tx) => {
      await defineParty(
        tx,
        { key: 'marketing', title: 'Marketing', texts: { tr: 'Pazarlama' }, roles: ['marketer'], categories: ['name'] },
        'key_1',
      )
      await defineParty(tx, { key: 'dpo', title: 'Data protection', roles: ['privacy'], categories: [] }, 'key_1')
    })
    await closeParty(house, ada, 'marketing', 'self')
    expect((await showParties(house.store.read, ada, 'tr')).map(({ name, closed }) => [name, closed])).toEqual([
      ['Data protection', false],
      ['Pazarlama', true],
    ])
    const may = (roles: Parameters<typeof mayRead>[2]) => mayRead(house.store.read, ada, roles)
    expect([
      await may(['marketer']),
      await may(['privacy']),
      await may(['marketer', 'privacy']),
      await may(['shop']),
    ]).toEqual([false, true, true, true])
    await openParty(house, ada, 'marketing', 'self')
    expect(await may(['marketer'])).toBe(true)
    await expect(closeParty(house, ada, 'nobody', 'self')).rejects.toMatchObject({ code: 'party.not_found' })
  })

  test('the register names every cell in terms of DPV, and the log who agreed to which words and took it back', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada', {}, NEWS)
    house.advance(DAY_MS)
    await withdrawEverything(house, ada)
    const { activities, controller } = await registerOfProcessing(house.store.read, house.clock.now())
    expect(controller?.name).toBe('Example Shop')
    expect(activities.find(({ category }) => category === 'birthdate')).toMatchObject({
      ...{ purpose: 'birthday', dpv: 'dpv:DirectMarketing', categoryDpv: 'pd:BirthDate', retentionMonths: 36 },
      categoryFides: 'user.demographic.date_of_birth',
    })
    await sequenceLedger(house, () => false)
    const lines = []
    for await (const page of consentLog(house, -1)) lines.push(...page)
    expect(lines).toMatchObject([
      {
        reference: 'ada',
        decision: 'grant',
        stateAfter: 'granted',
        withdrawnAt: iso(house.clock.now()),
        method: 'checkout',
      },
      { reference: 'ada', decision: 'withdraw', stateBefore: 'granted', stateAfter: 'withdrawn', withdrawnAt: null },
    ])
    expect(lines[0]?.textSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await house.store.read.rows(sql`select count(*) as n from consent_events`)).toEqual([{ n: 2 }])
  })
})
