// No messages until a day: nothing is made or sent meanwhile, nothing is taken back, and what waited comes on that day.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { cellsOf } from '#consent/cells.ts'
import { permit, refusalCounts, type Use } from '#consent/gate.ts'
import { forEachHouse } from '#core/test-house.ts'
import { clearPastSnoozes } from '#customers/snooze.ts'
import { dispatch } from '#delivery/dispatch.ts'
import { openMailbox, openShop, PURPOSE } from '#delivery/test-delivery.ts'
import { DAY_MS } from '#shared/time.ts'
import { showVoucher } from '#vouchers/show.ts'
import { showChoices } from './choices.ts'
import { everythingOf } from './everything.ts'
import { mergePeople } from './merge-people.ts'
import { endSnooze, snooze, snoozeDays } from './snooze.ts'

const use: Use = { purpose: PURPOSE, legalBasis: 'consent', channels: ['email'], needs: ['name'] }

forEachHouse('a pause of messages', (open) => {
  async function scene() {
    const box = await openMailbox()
    const shop = await openShop(await open(), { smtpUrl: box.url })
    const { house } = shop
    const vera = await shop.person('vera', { givenName: 'Vera', timeZone: 'Asia/Tokyo' })
    const isOpen = async (id = vera) => (await house.store.write((tx) => permit(tx, use, [id]))).has(id)
    return { ...shop, box, vera, isOpen }
  }

  test('what waits is not sent before the day, by her own clocks, and is sent then; her consents stay', async () => {
    const { house, box, vera, issue, outbox, isOpen } = await scene()
    const before = await cellsOf(house.store.read, vera, house.clock.now())
    const voucherId = await issue(vera)
    await snooze(house, vera, '2026-06-20', 'self')
    const until = Date.parse('2026-06-19T15:00:00Z')
    expect((await showChoices(house, vera, 'en')).snoozedUntil).toBe(until)
    expect(await dispatch(house)).toMatchObject({ sent: 0, cancelled: 0, putOff: 1 })
    expect(await isOpen()).toBe(false)
    expect(await refusalCounts(house.store.read, use, house.clock.now(), sql`select id from customers`)).toEqual([
      { reason: 'snoozed', count: 1 },
    ])
    expect(await cellsOf(house.store.read, vera, house.clock.now())).toEqual(before)
    expect(await outbox(vera)).toMatchObject([{ state: 'queued', reason: 'snoozed', dueAt: until }])
    house.clock.set(until - 1)
    expect([await dispatch(house), await isOpen()]).toMatchObject([{ sent: 0 }, false])
    house.clock.set(until)
    expect([await isOpen(), await dispatch(house)]).toMatchObject([true, { sent: 1 }])
    expect((await showVoucher(house, voucherId, { withCode: true })).state).toBe('issued')
    expect([await clearPastSnoozes(house), await clearPastSnoozes(house)]).toEqual([1, 0])
    await box.close()
  })

  test('what she comes to see by herself stays open, and she ends the pause when she likes', async () => {
    const { house, box, vera, issue, isOpen } = await scene()
    await issue(vera)
    await snooze(house, vera, '2026-07-01', 'self')
    await dispatch(house)
    expect(await isOpen()).toBe(false)
    const anyWay = sql`select id from customers`
    const onsite: Use = { ...use, channels: ['onsite'] }
    const [refused] = await refusalCounts(house.store.read, onsite, house.clock.now(), anyWay)
    expect(refused).toMatchObject({ reason: 'no_consent' })
    await endSnooze(house, vera, 'self')
    expect([await isOpen(), await dispatch(house)]).toMatchObject([true, { sent: 1 }])
    await endSnooze(house, vera, 'self')
    await box.close()
  })

  test('a withdrawal counts during a pause as ever', async () => {
    const { house, box, vera, issue, withdraw, outbox } = await scene()
    const voucherId = await issue(vera)
    await snooze(house, vera, '2026-06-20', 'self')
    await dispatch(house)
    await withdraw(vera)
    expect(await outbox(vera)).toMatchObject([{ state: 'cancelled' }])
    expect((await showVoucher(house, voucherId, { withCode: true })).state).toBe('revoked')
    house.advance(10 * DAY_MS)
    expect(await dispatch(house)).toMatchObject({ sent: 0 })
    await box.close()
  })

  test('is made longer only, ends within a year, is told to her and kept when profiles are merged', async () => {
    const { house, box, vera, person } = await scene()
    expect(await snoozeDays(house, vera)).toEqual({ first: '2026-06-16', last: '2027-06-15', suggested: '2026-07-15' })
    for (const day of ['2026-06-15', '2027-06-16', '2026-02-30', 'soon', ''])
      await expect(snooze(house, vera, day, 'self')).rejects.toMatchObject({ code: 'request.invalid' })
    await snooze(house, vera, '2026-08-01', 'self')
    await snooze(house, vera, '2026-07-01', 'self')
    expect((await snoozeDays(house, vera)).suggested).toBe('2026-09-01')
    const { tables } = await everythingOf(house, vera)
    expect(tables.messagesSnoozed).toEqual([{ until: '2026-07-31T15:00:00.000Z' }])
    const stays = await person('stays')
    await mergePeople(house, 'stays', 'vera', 'key_1')
    expect((await showChoices(house, stays, 'en')).snoozedUntil).toBe(Date.parse('2026-07-31T15:00:00Z'))
    await box.close()
  })
})
