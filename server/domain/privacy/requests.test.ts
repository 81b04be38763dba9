import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makePerson } from '#consent/test-consents.ts'
import { announcementsAfter } from '#core/announce.ts'
import { forEachHouse } from '#core/test-house.ts'
import { daysOff, dropHoliday, listHolidays, setHoliday, setOffice } from '#customers/holidays.ts'
import { DAY_MS } from '#shared/time.ts'
import { confirmBy, dueAfter, dueBy, type Law, lawsFor } from './due.ts'
import {
  answerRequest,
  askFor,
  extendRequest,
  listRequests,
  overdueRequests,
  pauseRequest,
  recordRequest,
  requestsOf,
  resumeRequest,
} from './requests.ts'
import { nextOverdue, tellOverdue } from './tell-overdue.ts'

describe('by when', () => {
  test.each([
    ['2026-01-31T23:59:00Z', 1, '2026-03-02'],
    ['2026-02-10T00:00:00Z', 1, '2026-03-10'],
    ['2026-01-15T10:00:00Z', 1, '2026-02-16'],
    ['2026-08-31T10:00:00Z', 1, '2026-09-30'],
    ['2028-01-31T10:00:00Z', 1, '2028-02-29'],
    ['2026-12-31T10:00:00Z', 1, '2027-02-01'],
    ['2026-01-31T10:00:00Z', 3, '2026-04-30'],
    ['2026-11-30T10:00:00Z', 3, '2027-03-01'],
  ])('received %s, %i months: the end of %s', (received, months, day) => {
    expect(new Date(dueAfter(Date.parse(received), months)).toISOString()).toBe(`${day}T23:59:59.999Z`)
  })

  test('public holidays move it on like weekends do, those of every year and those of one', () => {
    const off = new Set(['12-25', '12-26', '2026-12-28'])
    const due = (received: string) => new Date(dueAfter(Date.parse(received), 1, off)).toISOString().slice(0, 10)
    // Friday and Saturday, a Sunday, and the Monday that stands in for the Saturday
    expect(due('2026-11-25T10:00:00Z')).toBe('2026-12-29')
    expect(due('2026-11-24T10:00:00Z')).toBe('2026-12-24')
    expect(due('2024-11-25T10:00:00Z')).toBe('2024-12-27')
  })

  test('never on a weekend, never less than 28 days, never more than 33', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (days) => {
        const due = dueAfter(days * DAY_MS, 1)
        expect([0, 6]).not.toContain(new Date(due).getUTCDay())
        const taken = Math.floor(due / DAY_MS) - days
        expect(taken).toBeGreaterThanOrEqual(28)
        expect(taken).toBeLessThanOrEqual(33)
      }),
    )
  })
})

describe('by which law', () => {
  const received = Date.parse('2026-11-24T09:00:00Z')
  const dayOf = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 10))
  const off = new Set(['2026-11-26', '12-25', '01-01'])

  test.each<[string | null, string | null, Law[]]>([
    ['DE', 'DE', ['gdpr']],
    ['GB', 'GB', ['uk']],
    ['US', 'US', ['ccpa']],
    ['US', 'DE', ['ccpa', 'gdpr']],
    ['GB', null, ['gdpr', 'uk']],
    [null, null, ['gdpr']],
  ])('an office in %s and a person in %s: %j', (office, person, laws) => {
    expect(lawsFor(office, person)).toEqual(laws)
  })

  test('the CCPA counts 45 days, 15 working days for an opt-out and 10 to confirm; of two laws the earlier day counts', () => {
    const due = (kind: string, laws: Law[], isExtended = false) =>
      dayOf(dueBy({ kind, laws, receivedAt: received, isExtended }, off))
    // Friday, 8 January; calendar days are not moved by holidays or weekends
    expect([due('access', ['ccpa']), due('erase', ['ccpa'], true)]).toEqual(['2027-01-08', '2027-02-22'])
    // Without Thanksgiving and the weekends
    expect([due('object', ['ccpa']), due('object', ['ccpa'], true)]).toEqual(['2026-12-16', '2026-12-16'])
    expect([due('access', ['ccpa', 'gdpr']), due('object', ['ccpa', 'gdpr'])]).toEqual(['2026-12-24', '2026-12-16'])
    expect(dayOf(confirmBy({ kind: 'access', laws: ['ccpa'], receivedAt: received }, off))).toBe('2026-12-09')
    expect(confirmBy({ kind: 'access', laws: ['gdpr', 'uk'], receivedAt: received }, off)).toBeNull()
  })

  test('two laws are never later than either, and a pause never shortens', () => {
    const law = fc.constantFrom<Law>('ccpa', 'gdpr', 'uk')
    const kind = fc.constantFrom('access', 'erase', 'object', 'restrict')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), kind, law, law, fc.nat(90), (day, kind, one, other, paused) => {
        const by = (laws: Law[], days = 0) =>
          dueBy({ kind, laws, receivedAt: day * DAY_MS, pausedMs: days * DAY_MS }, off)
        expect(by([one, other])).toBe(Math.min(by([one]), by([other])))
        expect(by(['uk'], paused)).toBeGreaterThanOrEqual(by(['uk']) + Math.max(0, paused - 4) * DAY_MS)
      }),
    )
  })
})

forEachHouse('requests', (open) => {
  test('stand still under the law of the UK while she is asked who she is, and whole days of waiting do not count', async () => {
    const house = await open()
    house.advance(Date.parse('2026-06-08T09:00:00Z') - house.clock.now())
    await house.store.write((tx) => setOffice(tx, 'GB'))
    const ann = await makePerson(house, 'ann', { email: 'ann@x.example', country: 'GB' })
    const bob = await makePerson(house, 'bob', { email: 'bob@x.example' })
    const id = await askFor(house, ann, { kind: 'access', via: 'centre' })
    const line = async () => (await requestsOf(house, ann))[0]
    const due = async () => new Date((await line())?.dueAt ?? 0).toISOString().slice(0, 10)
    expect([await due(), (await line())?.laws]).toEqual(['2026-07-08', ['uk']])
    await pauseRequest(house, id, 'a copy of your passport, please', 'key')
    await expect(pauseRequest(house, id, 'x', 'key')).rejects.toMatchObject({ code: 'request.closed' })
    house.advance(40 * DAY_MS + DAY_MS / 2)
    expect([(await line())?.state, await overdueRequests(house), await tellOverdue(house)]).toEqual(['paused', 0, 0])
    expect((await listRequests(house, { state: 'open', limit: 10 })).data.map((one) => one.id)).toEqual([id])
    expect((await listRequests(house, { state: 'overdue', limit: 10 })).data).toEqual([])
    await resumeRequest(house, id, 'key')
    await expect(resumeRequest(house, id, 'key')).rejects.toMatchObject({ code: 'request.closed' })
    // 40 days behind 8 July is Monday, 17 August
    expect([await due(), (await line())?.state]).toEqual(['2026-08-17', 'open'])
    await extendRequest(house, id, 'much to look for', 'key')
    expect(await due()).toBe('2026-10-19')
    await answerRequest(house, id, { outcome: 'done', text: 'Here.' }, 'key')
    const other = await askFor(house, bob, { kind: 'access', via: 'centre' })
    await expect(pauseRequest(house, other, 'x', 'key')).rejects.toMatchObject({ code: 'request.no_pause' })
  })

  test('under the CCPA are confirmed in ten working days, answered in 45, and an opt-out has no more than fifteen', async () => {
    const house = await open()
    house.advance(Date.parse('2026-11-24T09:00:00Z') - house.clock.now())
    await house.store.write((tx) => setOffice(tx, 'US'))
    const ann = await makePerson(house, 'ann', { email: 'ann@x.example', country: 'US' })
    const optOut = await askFor(house, ann, { kind: 'object', via: 'staff' })
    const access = await askFor(house, ann, { kind: 'access', via: 'centre' })
    const { data } = await listRequests(house, { limit: 10 })
    expect(
      data.map(({ id, laws, dueAt, confirmBy }) => [id, laws, dueAt.slice(0, 10), confirmBy?.slice(0, 10)]),
    ).toEqual([
      [optOut, ['ccpa'], '2026-12-16', '2026-12-09'],
      [access, ['ccpa'], '2027-01-08', '2026-12-09'],
    ])
    await expect(extendRequest(house, optOut, 'x', 'key')).rejects.toMatchObject({ code: 'request.no_extension' })
    await extendRequest(house, access, 'much to look for', 'key')
    expect((await requestsOf(house, ann)).map(({ state }) => state)).toEqual(['extended', 'open'])
  })

  test('are due behind the public holidays of the office, once its country is known', async () => {
    const house = await open()
    const ann = await makePerson(house, 'ann', { email: 'ann@x.example' })
    house.advance(Date.parse('2026-11-25T09:00:00Z') - house.clock.now())
    const due = async () => {
      const id = await askFor(house, ann, { kind: 'access', via: 'centre' })
      const line = (await requestsOf(house, ann)).find((one) => one.id === id)
      return new Date(line?.dueAt ?? 0).toISOString().slice(0, 10)
    }
    expect(await due()).toBe('2026-12-25')
    await house.store.write(async (tx) => {
      await setOffice(tx, 'DE')
      await setHoliday(tx, 'AT', '2026-12-28', { name: 'Elsewhere', source: 'a test' })
    })
    expect(await due()).toBe('2026-12-28')
    await house.store.write((tx) => dropHoliday(tx, 'DE', '12-25'))
    expect(await due()).toBe('2026-12-25')
    await expect(house.store.write((tx) => dropHoliday(tx, 'DE', '12-25'))).rejects.toMatchObject({
      code: 'holiday.not_found',
    })
  })

  test('know the days that move with Easter', async () => {
    const house = await open()
    await house.store.write((tx) => setOffice(tx, 'DE'))
    const off = await daysOff(house.store.read)
    // Good Friday of 2027 is 26 March, and the Monday behind it is off as well
    expect(new Date(dueAfter(Date.UTC(2027, 1, 26, 9), 1, off)).toISOString().slice(0, 10)).toBe('2027-03-30')
    const { data } = await listHolidays(house.store.read)
    for (const [country, day] of [
      ['US', '2026-11-26'],
      ['GB', '2027-12-27'],
      ['TR', '10-29'],
      ['RU', '05-09'],
      ['AT', '2027-05-27'],
    ])
      expect(data.some((one) => one.country === country && one.day === day)).toBe(true)
    expect(data.every(({ source }) => source.length > 5)).toBe(true)
  })

  test('are due, extended once within the first month, overdue and answered', async () => {
    const house = await open()
    const ann = await makePerson(house, 'ann', { email: 'ann@x.example' })
    const id = await askFor(house, ann, { kind: 'access', via: 'centre' })
    const state = async () => (await requestsOf(house, ann))[0]
    const first = dueAfter(house.clock.now(), 1)
    expect(await state()).toMatchObject({ id, state: 'open', dueAt: first })
    house.advance(first - house.clock.now())
    expect(await overdueRequests(house)).toBe(0)
    house.advance(1)
    expect([await overdueRequests(house), (await state())?.state]).toEqual([1, 'overdue'])
    expect(await nextOverdue(house)).toBe(first + 1)
    expect([await tellOverdue(house), await tellOverdue(house), await nextOverdue(house)]).toEqual([1, 0, null])
    const told = await announcementsAfter(house.store.read, '0.', 10)
    const data = { requestId: id, kind: 'access', dueAt: new Date(first).toISOString() }
    expect(told.map(({ announcement }) => announcement)).toMatchObject([{ type: 'request.overdue', data }])
    await expect(extendRequest(house, id, 'many', 'key')).rejects.toMatchObject({ code: 'request.first_month_over' })
    const list = await listRequests(house, { state: 'overdue', limit: 10 })
    expect(list.data).toMatchObject([{ id, customerReference: 'ann', state: 'overdue' }])
    await answerRequest(house, id, { outcome: 'done', text: 'Here it is.' }, 'key')
    expect(await state()).toMatchObject({ state: 'done', answer: 'Here it is.' })
    await expect(answerRequest(house, id, { outcome: 'done', text: 'x' }, 'key')).rejects.toMatchObject({
      code: 'request.closed',
    })
    expect((await listRequests(house, { state: 'closed', limit: 10 })).data).toHaveLength(1)

    const other = await askFor(house, ann, { kind: 'rectify', via: 'centre' })
    await extendRequest(house, other, 'it takes more looking', 'key')
    expect(await state()).toMatchObject({ state: 'extended', extendedReason: 'it takes more looking' })
    expect((await state())?.dueAt).toBe(dueAfter(house.clock.now(), 3))
    await expect(extendRequest(house, other, 'again', 'key')).rejects.toMatchObject({ code: 'request.closed' })
    await expect(extendRequest(house, 'dsr_x', 'no', 'key')).rejects.toMatchObject({ code: 'request.unknown' })
  })

  test('come once however often they are delivered, never from the future, and page by page', async () => {
    const house = await open()
    const record = (source: string, receivedAt?: number) =>
      house.store.write((tx) =>
        recordRequest(tx, {
          customerId: null,
          kind: 'access',
          via: 'shopify',
          source,
          ...(receivedAt === undefined ? {} : { receivedAt }),
        }),
      )
    expect(await record('a', house.clock.now() + DAY_MS)).not.toBeNull()
    expect(await record('a')).toBeNull()
    await record('b', house.clock.now() - 40 * DAY_MS)
    await record('c')
    const first = await listRequests(house, { limit: 2 })
    expect(first.data.map(({ state }) => state)).toEqual(['open', 'overdue'])
    const rest = await listRequests(house, { limit: 2, cursor: first.nextCursor ?? undefined })
    expect([rest.data.length, rest.nextCursor]).toEqual([1, null])
  })
})
