import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makePerson } from '#consent/test-consents.ts'
import { announcementsAfter } from '#core/announce.ts'
import { forEachHouse } from '#core/test-house.ts'
import { daysOff, dropHoliday, listHolidays, setHoliday, setOffice } from '#customers/holidays.ts'
import { DAY_MS } from '#shared/time.ts'
import { dueAfter } from './due.ts'
import {
  answerRequest,
  askFor,
  extendRequest,
  listRequests,
  overdueRequests,
  recordRequest,
  requestsOf,
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

forEachHouse('requests', (open) => {
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
