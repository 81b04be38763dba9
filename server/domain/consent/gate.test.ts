import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { addCalendarMonths } from '#core/calendar.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { setCustomerStatus } from '#customers/status.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { DAY_MS } from '#shared/time.ts'
import { cellGranted, findChannel, permit, permittedChannel, refusalCounts, type Use } from './gate.ts'
import { EVERY_PURPOSE, objectTo } from './object.ts'
import { suppress } from './suppress.ts'
import { cellsFor, decideFor, makePerson, makePurpose, putNoticeInForce } from './test-consents.ts'

const email = cellsFor('birthday', 'email', ['birthdate'])
const onsite = cellsFor('birthday', 'onsite', ['birthdate'])
const use: Use = { purpose: 'birthday', legalBasis: 'consent', channels: ['email'], needs: ['birthdate'] }
const everybody = sql`select id from customers c where 1 = 1`

async function openShop(open: () => Promise<TestHouse>) {
  const house = await open()
  for (const purpose of ['birthday', 'news']) await makePurpose(house, purpose)
  const version = await putNoticeInForce(house, [...email, ...onsite, ...cellsFor('news', 'email', ['birthdate'])])
  const person = (name: string, cells = email) =>
    makePerson(house, name, { email: `${name}@x.example`, birthDate: '--06-15' }, { version, cells })
  return { house, version, person }
}

/** What the gate says to the audience and to the write that issues; they never differ. */
async function channelOf(house: TestHouse, id: string, asked: Use = use): Promise<string | null> {
  const now = house.clock.now()
  const mask = findChannel(house.store.engine, asked, now, sql`w.id`)
  const [row] = await house.store.read.rows<{ channel: string | null; found: string | null }>(
    sql`select ${permittedChannel(asked, now)} as channel, ${mask.channel} as found
      from customers c join customers w on w.id = c.id ${mask.join} where c.id = ${id}`,
  )
  expect(row?.found ?? null).toBe(row?.channel ?? null)
  const cut = await house.store.write((tx) => permit(tx, asked, [id]))
  expect(cut.get(id)?.channel ?? null).toBe(row?.channel ?? null)
  return row?.channel ?? null
}

forEachHouse('the gate', (open) => {
  test('of e-mail and birth date, e-mail alone, and birth date alone, exactly the first may be used', async () => {
    const { house, person } = await openShop(open)
    const both = await person('both')
    const mail = await person('mail', cellsFor('birthday', 'email'))
    const date = await person(
      'date',
      email.filter(({ category }) => category === 'birthdate'),
    )
    const none = await person('none', [])
    const cut = await house.store.write((tx) => permit(tx, use, [none, date, mail, both, both, 'cus_nobody']))
    expect([...cut.keys()]).toEqual([both])
    expect(cut.get(both)).toMatchObject({ customerId: both, purpose: 'birthday', channel: 'email' })
    expect(await refusalCounts(house.store.read, use, house.clock.now(), everybody)).toEqual([
      { reason: 'no_consent', category: 'birthdate', count: 1 },
      { reason: 'no_consent', category: 'contact.email', count: 2 },
    ])
  })

  test('a cell of another purpose, channel or category permits nothing', async () => {
    const { house, person } = await openShop(open)
    expect(await channelOf(house, await person('news', cellsFor('news', 'email', ['birthdate'])))).toBeNull()
    const page = await person('page', onsite)
    expect(await channelOf(house, page)).toBeNull()
    expect(await channelOf(house, page, { ...use, channels: ['onsite'] })).toBe('onsite')
    expect(await channelOf(house, page, { ...use, channels: ['email', 'onsite'] })).toBe('onsite')
    const all = await person('all', [...email, ...onsite])
    expect(await channelOf(house, all, { ...use, channels: ['onsite', 'email'] })).toBe('onsite')
    expect(await channelOf(house, all, { ...use, channels: [] })).toBeNull()
    expect(await channelOf(house, all, { ...use, needs: ['birthdate', 'name'] })).toBeNull()
    const mixed = await person('mixed', [
      ...cellsFor('birthday', 'email'),
      ...onsite.filter(({ category }) => category === 'birthdate'),
    ])
    expect(await channelOf(house, mixed, { ...use, channels: ['email', 'onsite'] })).toBeNull()
  })

  test('withdrawn, refused, only asked for: nothing', async () => {
    const { house, version, person } = await openShop(open)
    const id = await person('a')
    const [, birthdate = email[0]] = email
    if (birthdate === undefined) throw new Error('no cell')
    expect(await channelOf(house, id)).toBe('email')
    const { withdrawn } = await decideFor(house, id, version, [birthdate], 'withdraw')
    expect(withdrawn).toEqual([birthdate])
    expect(await channelOf(house, id)).toBeNull()
    await decideFor(house, id, version, [birthdate], 'grant', { requestOnly: true })
    expect(await channelOf(house, id)).toBeNull()
    await decideFor(house, id, version, [birthdate], 'grant', { verified: false })
    expect(await channelOf(house, id)).toBeNull()
    await decideFor(house, id, version, [birthdate], 'grant')
    expect(await channelOf(house, id)).toBe('email')
    await decideFor(house, id, version, [birthdate], 'refuse')
    expect(await channelOf(house, id)).toBeNull()
  })

  test('consent ends at its instant, whether or not a job has noted it', async () => {
    const { house, person } = await openShop(open)
    const id = await person('a')
    const end = Date.parse(`${addCalendarMonths('2026-06-15', 24)}T12:00:00Z`)
    house.clock.set(end - 1)
    expect(await channelOf(house, id)).toBe('email')
    house.clock.set(end)
    expect(await channelOf(house, id)).toBeNull()
  })

  test('a material change of the notice stops what was agreed before, other words do not', async () => {
    const { house, person } = await openShop(open)
    const id = await person('a')
    await putNoticeInForce(house, email)
    expect(await channelOf(house, id)).toBe('email')
    await putNoticeInForce(house, email, { recipients: ['A mailer'] })
    expect(await channelOf(house, id)).toBeNull()
    const version = await putNoticeInForce(house, email, { recipients: ['A mailer'] })
    expect(await channelOf(house, id)).toBeNull()
    await decideFor(house, id, version, email, 'grant')
    expect(await channelOf(house, id)).toBe('email')
    await putNoticeInForce(house, cellsFor('birthday', 'email'), { recipients: ['A mailer'] })
    expect(await channelOf(house, id)).toBeNull()
  })

  test('without any notice nothing is permitted', async () => {
    const house = await open()
    await makePurpose(house, 'birthday')
    const id = await makePerson(house, 'a', { email: 'a@x.example' })
    expect(await channelOf(house, id, { ...use, needs: [] })).toBeNull()
  })

  test('an address must be there, proved, and not suppressed, whoever it was suppressed for', async () => {
    const { house, version, person } = await openShop(open)
    const moved = await person('moved')
    await upsertCustomer(house, 'moved', { email: 'new@x.example' }, { keepBirthYear: false })
    expect(await channelOf(house, moved)).toBeNull()
    const gone = await person('gone')
    await upsertCustomer(house, 'gone', { email: null }, { keepBirthYear: false })
    expect(await channelOf(house, gone)).toBeNull()
    const ann = await person('ann')
    const bob = await makePerson(house, 'bob', { email: 'ANN@x.example' }, { version, cells: email })
    const [contact] = await contactsOfCustomer(house.store.read, ann)
    await house.store.write((tx) => suppress(tx, 'email', contact?.print ?? '', 'complaint'))
    expect([await channelOf(house, ann), await channelOf(house, bob)]).toEqual([null, null])
    expect(await channelOf(house, ann, { ...use, channels: ['email', 'onsite'] })).toBeNull()
    expect(await refusalCounts(house.store.read, use, house.clock.now(), everybody)).toEqual([
      { reason: 'no_contact', count: 2 },
      { reason: 'suppressed', count: 2 },
    ])
    await decideFor(house, ann, version, email, 'grant')
    expect(await channelOf(house, ann)).toBeNull()
    await decideFor(house, ann, version, email, 'grant', { byPerson: true })
    expect([await channelOf(house, ann), await channelOf(house, bob)]).toEqual(['email', 'email'])
  })

  test('an objection to the purpose or to all of them outweighs every consent', async () => {
    const { house, person } = await openShop(open)
    const [a, b, c] = [await person('a'), await person('b'), await person('c')]
    await house.store.write(async (tx) => {
      await objectTo(tx, a, 'birthday')
      await objectTo(tx, b, EVERY_PURPOSE)
      await objectTo(tx, c, 'news')
    })
    expect([await channelOf(house, a), await channelOf(house, b), await channelOf(house, c)]).toEqual([
      null,
      null,
      'email',
    ])
    expect(await refusalCounts(house.store.read, use, house.clock.now(), everybody)).toEqual([
      { reason: 'objected', count: 2 },
    ])
  })

  test('restricted and erasing people are left alone', async () => {
    const { house, person } = await openShop(open)
    const id = await person('a')
    for (const status of ['restricted', 'erasing'] as const) {
      await house.store.write((tx) => setCustomerStatus(tx, id, status))
      expect(await channelOf(house, id)).toBeNull()
      expect(await refusalCounts(house.store.read, use, house.clock.now(), everybody)).toEqual([
        { reason: 'restricted', count: 1 },
      ])
    }
  })

  test('another legal basis holds where the purpose says so, within the notice, and stops on an objection', async () => {
    const { house, person } = await openShop(open)
    await makePurpose(house, 'service', 'contract')
    const id = await person('a', [])
    const onContract: Use = { purpose: 'service', legalBasis: 'contract', channels: ['email'], needs: [] }
    expect(await channelOf(house, id, onContract)).toBeNull()
    await putNoticeInForce(house, [...email, ...cellsFor('service', 'email')])
    expect(await channelOf(house, id, onContract)).toBe('email')
    expect(await channelOf(house, id, { ...onContract, needs: ['birthdate'] })).toBeNull()
    expect(await channelOf(house, id, { ...onContract, legalBasis: 'legitimate_interest' })).toBeNull()
    expect(await channelOf(house, id, { ...onContract, legalBasis: 'consent' })).toBeNull()
    expect(await channelOf(house, id, { ...use, legalBasis: 'contract' })).toBeNull()
    await house.store.write((tx) => objectTo(tx, id, EVERY_PURPOSE))
    expect(await channelOf(house, id, onContract)).toBeNull()
  })

  test('a category counts as granted on one of the channels of the use only', async () => {
    const { house, person } = await openShop(open)
    const ids = [await person('mail'), await person('page', onsite), await person('none', [])]
    const grantedTo = async (channels: Use['channels']) => {
      const asked = { ...use, channels }
      const rows = await house.store.read.rows<{ id: string }>(
        sql`select c.id from customers c where ${cellGranted(asked, 'birthdate', house.clock.now())}`,
      )
      return ids.filter((id) => rows.some((row) => row.id === id))
    }
    expect(await grantedTo(['email'])).toEqual([ids[0]])
    expect(await grantedTo(['onsite'])).toEqual([ids[1]])
    expect(await grantedTo(['email', 'onsite'])).toEqual([ids[0], ids[1]])
    expect(await grantedTo(['sms'])).toEqual([])
  })

  test('the reasons of the refused and the reached add up to everybody', async () => {
    const { house, version } = await openShop(open)
    for (let i = 0; i < 40; i++) {
      const cells = [...email, ...onsite].filter((_, at) => ((i >> at) & 1) === 1)
      const id = await makePerson(house, `p${i}`, i % 3 === 0 ? {} : { email: `p${i}@x.example` }, { version, cells })
      if (i % 11 === 0) await house.store.write((tx) => objectTo(tx, id, 'birthday'))
    }
    for (const channels of [['email'], ['onsite'], ['email', 'onsite']] as Use['channels'][]) {
      const asked = { ...use, channels }
      const counts = await refusalCounts(house.store.read, asked, house.clock.now(), everybody)
      const refused = counts.reduce((sum, { count }) => sum + count, 0)
      const reached = await house.store.read.rows(
        sql`select c.id from customers c where ${permittedChannel(asked, house.clock.now())} is not null`,
      )
      expect(refused + reached.length).toBe(40)
      expect(reached.length).toBeGreaterThan(0)
    }
  })

  test('a withdrawal and a run at the same time come one after the other', async () => {
    const { house, version, person } = await openShop(open)
    const ids = await Promise.all(Array.from({ length: 12 }, (_, i) => person(`p${i}`)))
    let order = 0
    const marked = new Map<string, number>()
    const ended = new Map<string, number>()
    await Promise.all(
      ids.flatMap((id) => [
        house.store.write(async (tx) => {
          if ((await permit(tx, use, [id])).size === 1) tx.afterCommit(() => void marked.set(id, order++))
        }),
        decideFor(house, id, version, email, 'withdraw').then(() => ended.set(id, order++)),
      ]),
    )
    for (const [id, at] of marked) expect(at).toBeLessThan(ended.get(id) ?? 0)
    expect((await house.store.write((tx) => permit(tx, use, ids))).size).toBe(0)
  })

  test('a day is a day: nothing changes for those whose consent goes on', async () => {
    const { house, person } = await openShop(open)
    const id = await person('a')
    house.advance(DAY_MS)
    expect(await channelOf(house, id)).toBe('email')
  })
})
