// Opting in by the public form and by a shop: what a link does, what it does not, and how it ends by itself.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expireConsents } from '#consent/expire.ts'
import { permit } from '#consent/gate.ts'
import { suppress } from '#consent/suppress.ts'
import { decideFor } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { spellEmail } from '#customers/address.ts'
import { ownerOfAddress } from '#customers/find-by-address.ts'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { askConfirmation } from './ask-confirmation.ts'
import { confirm, disown, peekConfirmation } from './confirm.ts'
import { purgeUnconfirmed } from './purge.ts'
import { showSignUp } from './sign-up.ts'
import { BIRTHDAY, NEWS, openAskingShop, PARTNERS } from './test-people.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
beforeEach(() => {
  box.mood = 'takes'
})
afterAll(() => box.close())

forEachHouse('opting in', (open) => {
  const shop = async () => openAskingShop(await open(), box)
  const peopleIn = (house: TestHouse) =>
    house.store.read.rows<{ id: string }>(sql`select id from customers order by id`)
  const eventsIn = (house: TestHouse) =>
    house.store.read.rows<{ decision: string; state_after: string; requested_at: number | null; at: number }>(
      sql`select decision, state_after, requested_at, at from consent_events order by id`,
    )
  const peek = (house: TestHouse, token: string) => peekConfirmation(house.store.read, token, house.clock.now())

  test('nothing is ticked, and every cell points to its clause', async () => {
    const { house } = await shop()
    const { cards, noticeVersion } = await showSignUp(house.store.read, 'tr', house.clock.now())
    expect(noticeVersion).toBe(1)
    expect(cards.flatMap(({ cells }) => cells.map(({ state }) => state))).toEqual(Array(4).fill('unknown'))
    expect(cards.flatMap(({ cells }) => cells.map(({ clause }) => clause))).toContain('birthday.email.birthdate')
  })

  test('twenty looks change nothing, one press of two at once confirms, and both instants are kept', async () => {
    const { house, ...it } = await shop()
    await it.signUp({ email: 'INFO@Shop.Example', locale: 'tr-TR', cells: NEWS })
    const [mail] = await it.mails()
    expect(mail?.to).toBe('INFO@shop.example')
    expect(mail?.subject).toContain('onayı doğrulayın')
    const before = await eventsIn(house)
    for (let i = 0; i < 20; i++) expect((await peek(house, mail?.token ?? '')).state).toBe('open')
    expect(await eventsIn(house)).toEqual(before)
    house.advance(HOUR_MS)
    const both = await Promise.all([confirm(house, mail?.token ?? ''), confirm(house, mail?.token ?? '')])
    expect(both.filter(({ confirmed }) => confirmed)).toHaveLength(1)
    const confirmed = (await eventsIn(house)).filter(({ decision }) => decision === 'confirm')
    expect(confirmed).toEqual([
      { decision: 'confirm', state_after: 'granted', requested_at: house.clock.now() - HOUR_MS, at: house.clock.now() },
    ])
    expect((await peek(house, mail?.token ?? '')).state).toBe('used')
    const print = house.secrets.print('email', spellEmail('info@shop.example'))
    const customerId = (await ownerOfAddress(house.store.read, 'email', print)) ?? ''
    expect(await it.states(customerId)).toMatchObject({
      'news contact.email': 'granted',
      'birthday birthdate': 'refused',
    })
    const use = { purpose: 'news', legalBasis: 'consent', channels: ['email'], needs: [] } as const
    expect((await house.store.write((tx) => permit(tx, use, [customerId]))).size).toBe(1)
  })

  test('a second request ends the first link; "that was not me" forgets who only the form knew', async () => {
    const { house, ...it } = await shop()
    await it.signUp({})
    const [first] = await it.mails()
    const id = (await peopleIn(house))[0]?.id ?? ''
    await decideFor(house, id, 1, NEWS, 'grant', { verified: false })
    await house.store.write((tx) => askConfirmation(house, tx, { customerId: id, locale: 'en' }))
    const [second] = await it.mails()
    expect((await confirm(house, first?.token ?? '')).confirmed).toBe(false)
    expect(await disown(house, second?.token ?? '')).toBe(true)
    expect(await peopleIn(house)).toEqual([])
    expect(await disown(house, second?.token ?? '')).toBe(false)
  })

  test('what nobody confirms within a day is gone with its address, and a shop’s own customers stay', async () => {
    const { house, ...it } = await shop()
    const known = await it.person('ada')
    await decideFor(house, known, 1, NEWS, 'grant', { verified: false })
    await it.signUp({})
    const [mail] = await it.mails()
    expect(await peopleIn(house)).toHaveLength(2)
    house.advance(DAY_MS)
    expect((await peek(house, mail?.token ?? '')).state).toBe('expired')
    expect((await confirm(house, mail?.token ?? '')).confirmed).toBe(false)
    await expireConsents(house)
    await purgeUnconfirmed(house)
    expect(await peopleIn(house)).toEqual([{ id: known }])
    expect(await it.states(known)).toEqual({ 'news contact.email': 'unknown' })
    expect(await house.store.read.rows(sql`select * from service_messages`)).toEqual([])
  })

  test('whoever is known is asked under her own name, keeps her data and her other answers, and gets the same reply', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada', { givenName: 'Ada' }, BIRTHDAY)
    const known = await it.signUp({ email: 'Ada@shop.example', givenName: 'Mallory', cells: NEWS })
    expect(known).toEqual(await it.signUp({ email: 'other@shop.example' }))
    expect(await it.states(ada)).toEqual({
      'birthday birthdate': 'granted',
      'birthday contact.email': 'granted',
      'news contact.email': 'pending_doi',
    })
    const mails = await it.mails()
    expect(mails.map(({ to }) => to).sort()).toEqual(['ada@shop.example', 'other@shop.example'])
    await confirm(house, mails.find(({ to }) => to === 'ada@shop.example')?.token ?? '')
    expect((await it.states(ada))['news contact.email']).toBe('granted')
  })

  test('a mail is sent three times an hour at most, and the reply says nothing of it', async () => {
    const { house: _, ...it } = await shop()
    for (let i = 0; i < 5; i++) expect(await it.signUp({})).toEqual({ accepted: true })
    expect(await it.mails()).toHaveLength(3)
  })

  test('her own yes lifts what kept her address from being written to; a shop’s does not even ask', async () => {
    const { house, ...it } = await shop()
    const ada = await it.person('ada')
    const print = house.secrets.print('email', 'ada@shop.example')
    await house.store.write((tx) => suppress(tx, 'email', print, 'one_click'))
    await decideFor(house, ada, 1, NEWS, 'grant', { verified: false })
    expect(await house.store.write((tx) => askConfirmation(house, tx, { customerId: ada, locale: 'en' }))).toBe(false)
    expect(
      await house.store.write((tx) => askConfirmation(house, tx, { customerId: ada, locale: 'en', byPerson: true })),
    ).toBe(true)
    const [mail] = await it.mails()
    await confirm(house, mail?.token ?? '')
    expect(await house.store.read.rows(sql`select * from suppressions`)).toEqual([])
  })

  test('an address that was changed meanwhile is not confirmed by the old link', async () => {
    const { house, ...it } = await shop()
    await it.signUp({})
    const [mail] = await it.mails()
    await house.store.write((tx) => tx.rows(sql`update contact_points set print = 'another' returning customer_id`))
    expect((await peek(house, mail?.token ?? '')).state).toBe('expired')
    expect((await confirm(house, mail?.token ?? '')).confirmed).toBe(false)
  })

  test('Global Privacy Control says no to partners whatever was ticked, and nothing else', async () => {
    const { house, ...it } = await shop()
    await it.signUp({ cells: [...NEWS, ...PARTNERS], optOut: true })
    const methods = await house.store.read.rows<{ purpose: string; decision: string; method: string }>(
      sql`select distinct purpose, decision, method from consent_events order by purpose`,
    )
    expect(methods).toEqual([
      { purpose: 'ads', decision: 'refuse', method: 'gpc' },
      { purpose: 'birthday', decision: 'refuse', method: 'form' },
      { purpose: 'news', decision: 'grant', method: 'form' },
    ])
  })

  test('what cannot be used is refused before anybody is looked up', async () => {
    const { house: _, ...it } = await shop()
    await expect(it.signUp({ noticeVersion: 7 })).rejects.toMatchObject({ code: 'notice.unknown' })
    const cells = [{ purpose: 'news', channel: 'sms', category: 'contact.phone' }] as const
    await expect(it.signUp({ cells })).rejects.toMatchObject({ code: 'consent.cell_not_in_notice' })
    await expect(it.signUp({ isOldEnough: false })).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(it.signUp({ isOldEnough: false, guardianEmail: 'NEW@shop.example' })).rejects.toMatchObject({
      code: 'guardian.same_address',
    })
  })
})
