import { expect, test } from 'vitest'
import type { Refusal } from '#core/refusal.ts'
import { forEachHouse, TEST_START } from '#core/test-house.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import { attributesByKey, declareAttribute, listAttributes } from './attributes.ts'
import { contactsOfCustomer, verifyContact } from './contacts.ts'
import { ensureCustomers } from './ensure.ts'
import { customerIds, findCustomer } from './find.ts'
import { hasKeys } from './has-keys.ts'
import { erasePersonalData, exportPersonalData } from './personal-data.ts'
import { profilesOf } from './profile.ts'
import { referencesOf, showCustomer } from './show.ts'
import { setCustomerStatus } from './status.ts'
import { upsertCustomer } from './upsert.ts'
import { liftCategories, withholdCategories } from './withhold.ts'
import { zonesInUse } from './zones.ts'

const everything: PutCustomer = {
  email: 'Zoë@Müller.example',
  phone: '030 123456',
  givenName: 'Zoë',
  familyName: 'Öztürk',
  birthDate: '1990-02-28',
  country: 'DE',
  locale: 'de',
  timeZone: 'Europe/Berlin',
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error) => (error as Refusal).code,
  )

forEachHouse('customers', (open) => {
  const keepBirthYear = false

  test('a put creates, a second one merges: absent keeps, null clears', async () => {
    const house = await open()
    expect(await upsertCustomer(house, 'ü/1', everything, { keepBirthYear })).toMatchObject({ created: true })
    house.advance(1000)
    const again = await upsertCustomer(house, 'ü/1', { givenName: null, country: 'AT' }, { keepBirthYear })
    expect(again).toMatchObject({ created: false, ignored: [] })
    expect(await showCustomer(house, 'ü/1')).toEqual({
      id: again.id,
      reference: 'ü/1',
      ...everything,
      givenName: null,
      birthDate: '--02-28',
      country: 'AT',
      attributes: {},
      createdAt: new Date(TEST_START).toISOString(),
      updatedAt: new Date(TEST_START + 1000).toISOString(),
    })
    expect(await zonesInUse(house.store.read)).toEqual(['Europe/Berlin'])
  })

  test('references differ when their characters do, however alike they look', async () => {
    const house = await open()
    const composed = 'caf\u00e9'
    await ensureCustomers(house, [composed, composed.normalize('NFD'), '9007199254740993', '9007199254740992'])
    const ids = await customerIds(house.store.read, house.secrets, [composed, 'cafe\u0301', '9007199254740993', 'none'])
    expect(new Set(ids.values()).size).toBe(3)
    expect(ids.has('none')).toBe(false)
  })

  test('the year of birth is kept only when somebody needs it', async () => {
    const house = await open()
    await upsertCustomer(house, 'a', { birthDate: '1988-02-29' }, { keepBirthYear: true })
    await upsertCustomer(house, 'b', { birthDate: '1988-02-29' }, { keepBirthYear: false })
    await upsertCustomer(house, 'c', { birthDate: '--02-29' }, { keepBirthYear: true })
    expect((await showCustomer(house, 'a')).birthDate).toBe('1988-02-29')
    expect((await showCustomer(house, 'b')).birthDate).toBe('--02-29')
    expect((await showCustomer(house, 'c')).birthDate).toBe('--02-29')
    for (const birthDate of ['1989-02-29', '--02-30', '2026-06-17', '1899-12-31']) {
      const asked = upsertCustomer(house, 'd', { birthDate }, { keepBirthYear: true })
      await expect(asked).rejects.toMatchObject({ code: 'request.invalid', errors: [{ path: 'birthDate' }] })
    }
    expect(await code(showCustomer(house, 'd'))).toBe('customer.not_found')
  })

  test('many puts of one new reference at once make one customer, with one key', async () => {
    const house = await open()
    const puts = Array.from({ length: 20 }, (_, i) => {
      const field = i % 2 === 0 ? { givenName: `G${i}` } : { familyName: `F${i}` }
      return upsertCustomer(house, 'one', field, { keepBirthYear })
    })
    const answers = await Promise.all(puts)
    expect(answers.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    const shown = await showCustomer(house, 'one')
    expect(shown.givenName).toMatch(/^G/)
    expect(shown.familyName).toMatch(/^F/)
    const known = new Set(answers.map(({ id }) => id))
    expect(
      await house.store.keys.sweep(async (ids) => new Set(ids.filter((id) => known.has(id))), TEST_START + 1),
    ).toBe(0)
  })

  test('attributes are declared before anybody has one, and keep to their type', async () => {
    const house = await open()
    await house.store.write(async (tx) => {
      await declareAttribute(tx, { key: 'shoe_size', type: 'number', category: 'preferences' })
      await declareAttribute(tx, { key: 'vip', type: 'boolean', category: 'preferences' })
      await declareAttribute(tx, { key: 'since', type: 'day', category: 'demographics' })
      await declareAttribute(tx, { key: 'colour', type: 'text', category: 'preferences' })
    })
    const taken = house.store.write((tx) => declareAttribute(tx, { key: 'vip', type: 'text', category: 'name' }))
    expect(await code(taken)).toBe('attribute.exists')
    expect((await attributesByKey(house.store.read)).get('since')).toEqual({
      ...{ type: 'day', category: 'demographics' },
      categories: ['demographics'],
    })
    const first = await listAttributes(house.store.read, { limit: 3 })
    const rest = await listAttributes(house.store.read, { limit: 3, cursor: first.nextCursor ?? '' })
    expect([...first.data, ...rest.data].map(({ key }) => key)).toEqual(['colour', 'shoe_size', 'since', 'vip'])

    const put = (attributes: PutCustomer['attributes']) => upsertCustomer(house, 'a', { attributes }, { keepBirthYear })
    await put({ shoe_size: 38.5, vip: true, since: '2020-02-29', colour: 'red' })
    await put({ shoe_size: 39, colour: null })
    expect((await showCustomer(house, 'a')).attributes).toEqual({ shoe_size: 39, vip: true, since: '2020-02-29' })
    await expect(put({ hat: 1 })).rejects.toMatchObject({
      code: 'attribute.undeclared',
      errors: [{ path: 'attributes.hat' }],
    })
    const wrongs: PutCustomer['attributes'][] = [
      { shoe_size: '39' },
      { vip: 1 },
      { since: '2021-02-29' },
      { colour: 3 },
      { shoe_size: 1e300 },
    ]
    for (const wrong of wrongs) {
      expect(await code(put(wrong))).toBe('attribute.wrong_type')
    }
  })

  test('two spellings of one address are one address, in any locale', async () => {
    const house = await open()
    const printOf = async (reference: string, fields: PutCustomer) => {
      const { id } = await upsertCustomer(house, reference, fields, { keepBirthYear })
      return (await contactsOfCustomer(house.store.read, id)).map(({ print }) => print).join()
    }
    const plain = await printOf('1', { email: 'info@xn--bcher-kva.example' })
    expect(await printOf('2', { email: 'INFO@BÜCHER.example' })).toBe(plain)
    expect(await printOf('3', { email: 'Info@bu\u0308cher.example' })).toBe(plain)
    expect(await printOf('4', { email: 'ınfo@bücher.example' })).not.toBe(plain)
    const umlaut = await printOf('5', { email: 'ÇİĞDEM@x.example' })
    expect(await printOf('6', { email: 'ÇİĞDEM@x.example'.normalize('NFD') })).toBe(umlaut)
    const phone = await printOf('7', { phone: '+49 30 123456' })
    expect(await printOf('8', { phone: '(030) 12 34 56', country: 'DE' })).toBe(phone)
    expect(await printOf('9', { phone: '030 123456' })).not.toBe(phone)
  })

  test('a new address is unproved, another spelling of the same one stays proved', async () => {
    const house = await open()
    const { id } = await upsertCustomer(house, 'a', { email: 'ann@x.example' }, { keepBirthYear })
    await house.store.write((tx) => verifyContact(tx, id, 'email', tx.now))
    const verified = async () => (await contactsOfCustomer(house.store.read, id)).map((one) => one.verified)
    await upsertCustomer(house, 'a', { email: 'Ann@X.example' }, { keepBirthYear })
    expect(await verified()).toEqual([true])
    expect((await showCustomer(house, 'a')).email).toBe('Ann@X.example')
    await upsertCustomer(house, 'a', { email: 'ann2@x.example' }, { keepBirthYear })
    expect(await verified()).toEqual([false])
    await upsertCustomer(house, 'a', { email: null }, { keepBirthYear })
    expect(await verified()).toEqual([])
  })

  test('what a person has withdrawn is deleted, answered as ignored, and let in again by a grant', async () => {
    const house = await open()
    await house.store.write((tx) => declareAttribute(tx, { key: 'size', type: 'number', category: 'preferences' }))
    const fields = { ...everything, attributes: { size: 3 } }
    const { id } = await upsertCustomer(house, 'a', fields, { keepBirthYear: true })
    const gone = ['birthdate', 'name', 'contact.email', 'contact.phone', 'preferences', 'location'] as const
    await house.store.write((tx) => withholdCategories(tx, id, gone))
    expect(await showCustomer(house, 'a')).toMatchObject({
      email: null,
      phone: null,
      givenName: null,
      familyName: null,
      birthDate: null,
      country: null,
      locale: 'de',
      attributes: {},
    })
    const again = await upsertCustomer(house, 'a', { ...fields, locale: 'fr' }, { keepBirthYear: true })
    expect([...again.ignored].sort()).toEqual(
      ['attributes.size', 'birthDate', 'country', 'email', 'familyName', 'givenName', 'phone'].sort(),
    )
    expect(await showCustomer(house, 'a')).toMatchObject({ email: null, birthDate: null, locale: 'fr', attributes: {} })
    await house.store.write((tx) => liftCategories(tx, id, ['birthdate', 'name']))
    const lifted = await upsertCustomer(house, 'a', fields, { keepBirthYear: true })
    expect(lifted.ignored).not.toContain('birthDate')
    expect(await showCustomer(house, 'a')).toMatchObject({ birthDate: '1990-02-28', givenName: 'Zoë', email: null })
  })

  test('bare customers are made once; the erased stay unknown to events but may be put again', async () => {
    const house = await open()
    const [one, two] = await Promise.all([ensureCustomers(house, ['a', 'b', 'a']), ensureCustomers(house, ['b', 'c'])])
    expect(one.get('b')).toBe(two.get('b'))
    const id = one.get('a') ?? ''
    expect([...(await referencesOf(house, [id, 'cus_nobody']))]).toEqual([[id, 'a']])
    await house.vault.destroy([id])
    expect(await code(showCustomer(house, 'a'))).toBe('customer.not_found')
    expect(await code(upsertCustomer(house, 'a', { locale: 'en' }, { keepBirthYear }))).toBe('customer.erased')
    await house.store.write((tx) => erasePersonalData(tx, id))
    expect(await findCustomer(house.store.read, house.secrets, 'a')).toBeNull()
    expect((await ensureCustomers(house, ['a', 'b'])).get('a')).toBeNull()
    const anew = await upsertCustomer(house, 'a', { locale: 'en' }, { keepBirthYear })
    expect(anew.created).toBe(true)
    expect((await ensureCustomers(house, ['a'])).get('a')).toBe(anew.id)
  })

  test('profiles are unsealed for those who still have a key', async () => {
    const house = await open()
    const ann = await upsertCustomer(house, 'a', everything, { keepBirthYear })
    const bob = await upsertCustomer(house, 'b', { givenName: 'Bob' }, { keepBirthYear })
    await house.vault.destroy([bob.id])
    const profiles = await profilesOf(house, [ann.id, bob.id])
    expect([...profiles.keys()]).toEqual([ann.id])
    expect(profiles.get(ann.id)).toMatchObject({ email: everything.email, givenName: 'Zoë', birthMonthDay: '02-28' })
    const exported = JSON.stringify(await exportPersonalData(house.store.read, ann.id))
    expect(exported).not.toContain('Zoë')
    expect(exported).toContain('02-28')
  })

  test('keys of another house, or none, are noticed', async () => {
    const house = await open()
    expect(await hasKeys(house)).toBe(true)
    const { id } = await upsertCustomer(house, 'a', {}, { keepBirthYear })
    expect(await hasKeys(house)).toBe(true)
    await house.vault.destroy([id])
    expect(await hasKeys(house)).toBe(false)
    await house.store.write((tx) => setCustomerStatus(tx, id, 'erasing'))
    expect(await hasKeys(house)).toBe(true)
  })

  test('nobody reads an identifier out of the tables', async () => {
    const house = await open()
    const { id } = await upsertCustomer(house, 'ref-1', everything, { keepBirthYear })
    const row = await findCustomer(house.store.read, house.secrets, 'ref-1')
    const text = JSON.stringify([row, await exportPersonalData(house.store.read, id)])
    for (const plain of ['ref-1', 'Zoë', 'Öztürk', 'ller', '030']) expect(text).not.toContain(plain)
  })
})
