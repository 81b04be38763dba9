// Whoever is too young to agree alone: a guardian is asked by an address of their own, and the age is data per country.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expireConsents } from '#consent/expire.ts'
import { permit } from '#consent/gate.ts'
import { wardsOf } from '#consent/guardians.ts'
import { setMinorsPolicy } from '#consent/minors.ts'
import { cellsFor, decideFor } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { ageIn, agesByCountry, setAge } from '#customers/ages.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import type { Category } from '#shared/kinds.ts'
import { DAY_MS } from '#shared/time.ts'
import { askGuardian } from './ask-guardian.ts'
import { noteMajority } from './come-of-age.ts'
import { confirm } from './confirm.ts'
import { recordConsents } from './decide.ts'
import { answerGuardian, peekGuardian } from './guardian.ts'
import { purgeUnconfirmed } from './purge.ts'
import { deviceOf } from './same-device.ts'
import { BIRTHDAY, NEWS, openAskingShop } from './test-people.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

/** Fifteen years old on the day the test houses open. */
const FIFTEEN = '2011-03-01'
const clerk = { id: 'key_1', scopes: new Set([] as const) }

forEachHouse('minors', (open) => {
  const shop = async () => openAskingShop(await open(), box)
  const use = (needs: Category[] = []) =>
    ({ purpose: needs.length ? 'birthday' : 'news', legalBasis: 'consent', channels: ['email'], needs }) as const
  const isPermitted = async (house: TestHouse, id: string, needs: Category[] = []) =>
    (await house.store.write((tx) => permit(tx, use(needs), [id]))).size === 1
  const agree = (house: TestHouse, reference: string, guardianEmail?: string) =>
    house.store.write((tx) =>
      recordConsents(
        house,
        tx,
        {
          ...{
            customerReference: reference,
            noticeVersion: 1,
            locale: 'en',
            method: 'checkout',
            contactVerified: true,
          },
          ...(guardianEmail === undefined ? {} : { guardianEmail }),
          decisions: NEWS.map((cell) => ({ ...cell, decision: 'grant' as const })),
        },
        clerk,
      ),
    )

  test('at fifteen one agrees alone in Austria and not in Germany, nor where nobody knows', async () => {
    const { house, ...it } = await shop()
    for (const [country, state] of [
      ['AT', 'granted'],
      ['DE', 'pending_guardian'],
      ['DK', 'granted'],
      ['LT', 'pending_guardian'],
      [null, 'pending_guardian'],
      ['ZZ', 'pending_guardian'],
    ] as const) {
      const id = await it.person(`child-${country}`, { birthDate: FIFTEEN, country })
      await agree(house, `child-${country}`)
      expect([country, (await it.states(id))['news contact.email']]).toEqual([country, state])
      expect(await isPermitted(house, id)).toBe(state === 'granted')
    }
    expect(ageIn(await agesByCountry(house.store.read), 'SI')).toBe(16)
  })

  test('the age is data: what is set counts from the next write on', async () => {
    const { house, ...it } = await shop()
    await house.store.write((tx) => setAge(tx, 'DE', { age: 15, source: 'a new act' }))
    const id = await it.person('kim', { birthDate: FIFTEEN, country: 'DE' })
    await agree(house, 'kim')
    expect((await it.states(id))['news contact.email']).toBe('granted')
  })

  test('no more of a birth date is kept than the day on which a minor comes of age', async () => {
    const { house, ...it } = await shop()
    const put = (country: string) =>
      upsertCustomer(house, 'kim', { birthDate: FIFTEEN, country }, { keepBirthYear: false })
    await it.person('kim')
    await put('DE')
    const read = () => house.store.read.rows(sql`select birth_year, age_band, adult_on from customers`)
    expect(await read()).toEqual([{ birth_year: null, age_band: 'minor', adult_on: '2027-03-01' }])
    await upsertCustomer(house, 'kim', { country: 'CZ' }, { keepBirthYear: false })
    expect(await read()).toEqual([{ birth_year: null, age_band: 'adult', adult_on: null }])
  })

  test('a guardian is asked at another address, and a yes grants what waits; the child itself sees nothing of it', async () => {
    const { house, ...it } = await shop()
    const id = await it.person('kim', { birthDate: FIFTEEN, country: 'DE' })
    await expect(agree(house, 'kim', 'KIM@shop.example')).rejects.toMatchObject({ code: 'guardian.same_address' })
    await agree(house, 'kim', 'parent@shop.example')
    const [mail, ...more] = await it.mails()
    expect([mail?.to, more]).toEqual(['parent@shop.example', []])
    const peek = () => peekGuardian(house.store.read, mail?.token ?? '', house.clock.now())
    for (let i = 0; i < 20; i++) expect((await peek()).state).toBe('open')
    expect((await it.states(id))['news contact.email']).toBe('pending_guardian')
    const both = await Promise.all(
      ['confirm', 'confirm'].map(() => answerGuardian(house, mail?.token ?? '', 'confirm')),
    )
    expect(both.filter(Boolean)).toHaveLength(1)
    expect((await it.states(id))['news contact.email']).toBe('granted')
    expect(await isPermitted(house, id)).toBe(true)
    expect(await wardsOf(house.store.read, house.secrets.print('email', 'parent@shop.example'))).toEqual([id])
    const rows = await house.store.read.rows(sql`select address_sealed from guardian_links`)
    expect(JSON.stringify(rows)).not.toContain('parent')
  })

  test("a yes by an address that has become the child's own, or from its device, is refused and uses nothing up; a no is heard", async () => {
    const { house, ...it } = await shop()
    const id = await it.person('kim', { birthDate: FIFTEEN, country: 'DE' })
    await agree(house, 'kim', 'parent@shop.example')
    const [mail] = await it.mails()
    const token = mail?.token ?? ''
    await upsertCustomer(house, 'kim', { email: 'parent@shop.example' }, { keepBirthYear: false })
    await expect(answerGuardian(house, token, 'confirm')).rejects.toMatchObject({ code: 'guardian.same_address' })
    await upsertCustomer(house, 'kim', { email: 'kim@shop.example' }, { keepBirthYear: false })
    expect((await peekGuardian(house.store.read, token, house.clock.now())).state).toBe('open')
    const phone = { clientAddress: '198.51.100.7', userAgent: 'Phone' }
    const device = deviceOf(house, phone)
    await house.store.write((tx) => askGuardian(house, tx, id, 'en', [device, null]))
    const [again] = await it.mails()
    const press = (answer: 'confirm' | 'refuse') => answerGuardian(house, again?.token ?? '', answer, phone)
    await expect(press('confirm')).rejects.toMatchObject({ code: 'guardian.same_device' })
    expect(await press('refuse')).toBe(true)
    expect((await it.states(id))['news contact.email']).toBe('refused')
  })

  test('one browser behind one address is one device; the machine itself is none', async () => {
    const { house } = await shop()
    const of = (clientAddress: string, userAgent = 'Phone') => deviceOf(house, { clientAddress, userAgent })
    expect(of('2001:db8:1:2::1')).toBe(of('2001:db8:1:2::2'))
    expect(of('::ffff:198.51.100.7')).toBe(of('198.51.100.7'))
    expect(new Set([of('198.51.100.7'), of('198.51.100.8'), of('198.51.100.7', 'Computer')]).size).toBe(3)
    expect([of('127.0.0.1'), of('::1'), deviceOf(house, {})]).toEqual([null, null, null])
  })

  test('a no ends it, also what the child had agreed to before anybody knew its age', async () => {
    const { house, ...it } = await shop()
    const id = await it.person('kim', {}, BIRTHDAY)
    await upsertCustomer(house, 'kim', { birthDate: FIFTEEN, country: 'DE' }, { keepBirthYear: false })
    expect(await isPermitted(house, id, ['birthdate'])).toBe(false)
    await agree(house, 'kim', 'parent@shop.example')
    const [mail] = await it.mails()
    expect(await answerGuardian(house, mail?.token ?? '', 'refuse')).toBe(true)
    expect(await it.states(id)).toEqual({
      'birthday birthdate': 'withdrawn',
      'birthday contact.email': 'withdrawn',
      'news contact.email': 'refused',
    })
  })

  test('offers made to measure stay off for minors unless the house decides otherwise', async () => {
    const { house, ...it } = await shop()
    const id = await it.person('kim', { birthDate: FIFTEEN, country: 'DE' })
    await agree(house, 'kim', 'parent@shop.example')
    await decideFor(house, id, 1, BIRTHDAY, 'grant')
    const [mail] = await it.mails()
    await answerGuardian(house, mail?.token ?? '', 'confirm')
    expect(await isPermitted(house, id)).toBe(true)
    expect(await isPermitted(house, id, ['birthdate'])).toBe(false)
    await house.store.write((tx) => setMinorsPolicy(tx, { profiling: true, atMajority: 'keep' }))
    expect(await isPermitted(house, id, ['birthdate'])).toBe(true)
  })

  test('a child of the public form confirms its address, then its guardian is asked; without an answer both are forgotten', async () => {
    const { house, ...it } = await shop()
    await it.signUp({ isOldEnough: false, guardianEmail: 'parent@shop.example' })
    const [own] = await it.mails()
    expect(own?.to).toBe('new@shop.example')
    expect(await confirm(house, own?.token ?? '')).toMatchObject({ confirmed: true, guardianAsked: true })
    expect((await it.mails()).map(({ to }) => to)).toEqual(['parent@shop.example'])
    house.advance(7 * DAY_MS)
    await expireConsents(house)
    await purgeUnconfirmed(house)
    expect(await house.store.read.rows(sql`select id from guardian_links`)).toEqual([])
    const states = await house.store.read.rows(sql`select distinct state from consent_cells order by state`)
    expect(states).toEqual([{ state: 'refused' }, { state: 'unknown' }])
  })

  test('who comes of age is told, keeps what was agreed, or agrees anew where the house is stricter', async () => {
    const { house, ...it } = await shop()
    for (const reference of ['kim', 'lee']) {
      const id = await it.person(reference, { birthDate: FIFTEEN, country: 'DE' })
      await agree(house, reference, `parent-of-${reference}@shop.example`)
      const [mail] = await it.mails()
      await answerGuardian(house, mail?.token ?? '', 'confirm')
      if (reference === 'kim') house.advance(Date.parse('2027-03-01T00:00:00Z') - house.clock.now())
      else await house.store.write((tx) => setMinorsPolicy(tx, { profiling: false, atMajority: 'reconsent' }))
      expect(await noteMajority(house)).toBe(reference === 'kim' ? 1 : 0)
      if (reference === 'kim') {
        expect((await it.states(id))['news contact.email']).toBe('granted')
        expect((await it.mails()).map(({ to, subject }) => [to, subject])).toEqual([
          ['kim@shop.example', 'You are old enough to decide for yourself'],
        ])
        expect(await isPermitted(house, id)).toBe(true)
      }
    }
    await house.store.write((tx) => setMinorsPolicy(tx, { profiling: false, atMajority: 'reconsent' }))
    const young = await it.person('max', { birthDate: '2012-03-01', country: 'DE' })
    await agree(house, 'max', 'parent-of-max@shop.example')
    const [mail] = await it.mails()
    await answerGuardian(house, mail?.token ?? '', 'confirm')
    house.advance(Date.parse('2028-03-01T00:00:00Z') - house.clock.now())
    expect(await noteMajority(house)).toBe(1)
    expect((await it.states(young))['news contact.email']).toBe('reconsent_required')
    expect(cellsFor('news', 'email')).toEqual(NEWS)
  })
})
