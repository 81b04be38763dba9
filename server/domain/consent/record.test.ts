import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { showCustomer } from '#customers/show.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { withholdCategories } from '#customers/withhold.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { DAY_MS } from '#shared/time.ts'
import { cellsOf, rebuildCells, showAct } from './cells.ts'
import { expireConsents } from './expire.ts'
import { permit } from './gate.ts'
import { erasePersonalData, exportPersonalData } from './personal-data.ts'
import { cellsFor, decideFor, makePerson, makePurpose, putNoticeInForce } from './test-consents.ts'
import { categoriesWithoutBasis } from './without-basis.ts'

const cells = cellsFor('birthday', 'email', ['birthdate'])
const [contact, birthdate] = cells as [Cell, Cell]

async function openShop(open: () => Promise<TestHouse>) {
  const house = await open()
  for (const purpose of ['birthday', 'news']) await makePurpose(house, purpose)
  const version = await putNoticeInForce(house, [
    ...cells,
    ...cellsFor('birthday', 'onsite'),
    ...cellsFor('news', 'email'),
  ])
  const id = await makePerson(house, 'ann', { email: 'ann@x.example', birthDate: '--06-15' })
  const states = async () =>
    Object.fromEntries((await cellsOf(house.store.read, id, house.clock.now())).map((one) => [one.category, one.state]))
  return { house, version, id, states }
}

forEachHouse('decisions about consent', (open) => {
  test('a proven yes grants for 24 months, and says so again whenever it is asked', async () => {
    const { house, version, id } = await openShop(open)
    const { actId, events } = await decideFor(house, id, version, cells, 'grant')
    const shown = await showAct(house.store.read, actId)
    expect(shown.events).toHaveLength(2)
    expect(shown.events[0]).toMatchObject({ id: actId, ...contact, decision: 'grant', at: '2026-06-15T12:00:00.000Z' })
    expect(shown.cells).toEqual(
      cells.map((cell) => ({
        ...cell,
        state: 'granted',
        noticeVersion: version,
        decidedAt: '2026-06-15T12:00:00.000Z',
        validTo: '2028-06-15T12:00:00.000Z',
      })),
    )
    expect(events[0]).toMatchObject({ stateBefore: 'unknown', locale: 'en', actor: 'key_test', method: 'checkout' })
    expect(events[0]?.textSha256).toMatch(/^[0-9a-f]{64}$/)
    house.advance(DAY_MS)
    await decideFor(house, id, version, cells, 'grant')
    expect((await cellsOf(house.store.read, id, house.clock.now()))[0]?.validTo).toBe('2028-06-16T12:00:00.000Z')
    expect(await showAct(house.store.read, actId)).toEqual(shown)
  })

  test('an unproven yes waits for its confirmation and falls back after a day', async () => {
    const { house, version, id, states } = await openShop(open)
    await decideFor(house, id, version, [birthdate], 'refuse')
    await decideFor(house, id, version, cells, 'grant', { verified: undefined })
    expect(await states()).toEqual({ 'contact.email': 'pending_doi', birthdate: 'pending_doi' })
    house.advance(DAY_MS / 2)
    await decideFor(house, id, version, [contact], 'grant', { verified: false })
    house.advance(DAY_MS / 2)
    expect(await expireConsents(house)).toBe(1)
    expect(await states()).toEqual({ 'contact.email': 'pending_doi', birthdate: 'refused' })
    house.advance(DAY_MS / 2)
    expect(await expireConsents(house)).toBe(1)
    expect(await expireConsents(house)).toBe(0)
    expect(await states()).toEqual({ 'contact.email': 'unknown', birthdate: 'refused' })
  })

  test('an address that was proved before counts unless this act says otherwise; a page of the shop needs none', async () => {
    const { house, version, id, states } = await openShop(open)
    await decideFor(house, id, version, [contact], 'grant')
    expect((await contactsOfCustomer(house.store.read, id))[0]?.verified).toBe(true)
    await decideFor(house, id, version, [birthdate], 'grant', { verified: undefined })
    await decideFor(house, id, version, cellsFor('news', 'email'), 'grant', { verified: false })
    await decideFor(house, id, version, cellsFor('birthday', 'onsite'), 'grant', { verified: undefined })
    const now = await cellsOf(house.store.read, id, house.clock.now())
    expect(now.map(({ purpose, channel, state }) => [purpose, channel, state])).toEqual([
      ['birthday', 'email', 'granted'],
      ['birthday', 'email', 'granted'],
      ['birthday', 'onsite', 'granted'],
      ['news', 'email', 'pending_doi'],
    ])
    await upsertCustomer(house, 'ann', { email: 'other@x.example' }, { keepBirthYear: false })
    await decideFor(house, id, version, cellsFor('news', 'email'), 'grant', { verified: undefined })
    expect((await states())['contact.email']).toBe('pending_doi')
  })

  test('expiry is noted once, and shows before it is noted', async () => {
    const { house, version, id, states } = await openShop(open)
    await decideFor(house, id, version, cells, 'grant')
    house.advance(731 * DAY_MS)
    expect(await states()).toEqual({ 'contact.email': 'expired', birthdate: 'expired' })
    expect(await expireConsents(house)).toBe(2)
    expect(await expireConsents(house)).toBe(0)
    expect(await states()).toEqual({ 'contact.email': 'expired', birthdate: 'expired' })
    const { withdrawn } = await decideFor(house, id, version, cells, 'withdraw')
    expect(withdrawn).toEqual(cells)
  })

  test('a changed notice asks for a new yes; a yes to the old words is refused, a no to them is heard', async () => {
    const { house, version, id, states } = await openShop(open)
    await decideFor(house, id, version, cells, 'grant')
    const newer = await putNoticeInForce(house, cells, { retentionMonths: 60 })
    expect(await states()).toEqual({ 'contact.email': 'reconsent_required', birthdate: 'reconsent_required' })
    await expect(decideFor(house, id, version, cells, 'grant')).rejects.toMatchObject({ code: 'notice.unknown' })
    await decideFor(house, id, version, [birthdate], 'withdraw')
    await decideFor(house, id, newer, [contact], 'grant')
    expect(await states()).toEqual({ 'contact.email': 'granted', birthdate: 'withdrawn' })
  })

  test('what cannot be recorded is refused as a whole', async () => {
    const { house, version, id } = await openShop(open)
    const refused = (list: Cell[], more = {}) => decideFor(house, id, version, list, 'grant', more)
    await expect(refused([...cells, { ...contact, category: 'name' }])).rejects.toMatchObject({
      code: 'consent.cell_not_in_notice',
      errors: [{ path: 'decisions.2', message: 'birthday email name' }],
    })
    await expect(refused([{ ...contact, purpose: 'none' }])).rejects.toMatchObject({ code: 'purpose.unknown' })
    await expect(refused([contact, contact])).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(refused(cells, { noticeVersion: 99 })).rejects.toMatchObject({ code: 'notice.unknown' })
    await expect(refused(cells, { locale: 'de' })).rejects.toMatchObject({ code: 'notice.unknown' })
    await expect(refused(cells, { customerId: 'cus_no' })).rejects.toMatchObject({ code: 'customer.erased' })
    await refused(cells, { locale: 'en-GB' })
    expect(await cellsOf(house.store.read, id, house.clock.now())).toHaveLength(2)
  })

  test('a new grant lets a withheld category in again', async () => {
    const { house, version, id } = await openShop(open)
    await decideFor(house, id, version, cells, 'grant')
    await decideFor(house, id, version, cells, 'withdraw')
    const ended = await categoriesWithoutBasis(house.store.read, id, ['birthdate', 'contact.email'], house.clock.now())
    expect(ended).toEqual(['birthdate', 'contact.email'])
    await house.store.write((tx) => withholdCategories(tx, id, ended))
    const put = () => upsertCustomer(house, 'ann', { birthDate: '--06-15' }, { keepBirthYear: false })
    expect((await put()).ignored).toEqual(['birthDate'])
    await decideFor(house, id, version, [birthdate], 'grant')
    expect((await put()).ignored).toEqual([])
    expect((await showCustomer(house, 'ann')).birthDate).toBe('--06-15')
  })

  test('a category rests on any yes that is left, and on purposes that need none', async () => {
    const { house, version, id } = await openShop(open)
    const now = house.clock.now()
    await decideFor(house, id, version, [...cells, ...cellsFor('news', 'email')], 'grant')
    await decideFor(house, id, version, cells, 'withdraw')
    expect(await categoriesWithoutBasis(house.store.read, id, ['birthdate', 'contact.email'], now)).toEqual([
      'birthdate',
    ])
    await makePurpose(house, 'age_check', 'legitimate_interest')
    await putNoticeInForce(house, [...cells, ...cellsFor('news', 'email'), { ...birthdate, purpose: 'age_check' }])
    expect(await categoriesWithoutBasis(house.store.read, id, ['birthdate'], now)).toEqual([])
  })

  test('cells rebuilt from the events are the cells', async () => {
    const { house, version, id } = await openShop(open)
    const act = fc.record({
      decision: fc.constantFrom('grant', 'refuse', 'withdraw'),
      cells: fc.subarray([...cells, ...cellsFor('news', 'email')], { minLength: 1 }),
      more: fc.constantFrom({}, { verified: false }, { requestOnly: true }, { verified: undefined }),
      wait: fc.constantFrom(0, 1, DAY_MS, 400 * DAY_MS),
    })
    const read = () => cellsOf(house.store.read, id, house.clock.now())
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
        for (const { decision, cells: some, more, wait } of acts) {
          await decideFor(house, id, version, some, decision as 'grant', more)
          house.advance(wait)
          if (wait === DAY_MS) await expireConsents(house)
        }
        const before = await read()
        const exported = await exportPersonalData(house.store.read, id)
        await house.store.write((tx) => rebuildCells(tx, id))
        expect(await read()).toEqual(before)
        expect(await exportPersonalData(house.store.read, id)).toEqual(exported)
      }),
      { numRuns: 15 },
    )
  })

  test('an erased person leaves events of nobody; an address with a no stays suppressed', async () => {
    const { house, version, id } = await openShop(open)
    await decideFor(house, id, version, cells, 'grant', { evidenceSealed: 'sealed' })
    await decideFor(house, id, version, [birthdate], 'withdraw')
    await house.store.write((tx) => erasePersonalData(tx, id))
    const left = await exportPersonalData(house.store.read, id)
    expect(left).toMatchObject({ cells: [], objections: [] })
    expect(left.events).toHaveLength(3)
    const again = await makePerson(house, 'ann2', { email: 'Ann@x.example' }, { version, cells })
    const use = { purpose: 'birthday', legalBasis: 'consent', channels: ['email'], needs: [] } as const
    expect((await house.store.write((tx) => permit(tx, use, [again]))).size).toBe(0)
  })
})
