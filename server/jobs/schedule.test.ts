import { sql } from 'drizzle-orm'
import { parse } from 'node-cron'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { once, recall } from '#access/idempotency.ts'
import { forEachHouse } from '#core/test-house.ts'
import { launch, type Mailbox, openMailbox, openShop } from '#delivery/test-delivery.ts'
import { reportEvents } from '#occasions/report.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { moveClock } from './move-clock.ts'
import { timetable } from './schedule.ts'

test('every job has a name of its own and a cron that can be read', () => {
  expect(new Set(timetable.map(({ name }) => name)).size).toBe(timetable.length)
  for (const { cron } of timetable) expect(() => parse(cron)).not.toThrow()
})

forEachHouse('the timetable', (open) => {
  let mailbox: Mailbox
  beforeEach(async () => {
    mailbox = await openMailbox()
  })
  afterEach(() => mailbox.close())
  const shopOf = async () => {
    return openShop(await open(), { smtpUrl: mailbox.url, categories: ['name', 'birthdate', 'cart_activity'] })
  }
  const isoAt = (instant: number) => new Date(instant).toISOString()

  test('a birthday begins at midnight where the person lives, and her mail goes out in the same hop', async () => {
    const { house, person } = await shopOf()
    await person('auckland', { birthDate: '--06-20', timeZone: 'Pacific/Auckland' })
    await person('berlin', { birthDate: '--06-20', timeZone: 'Europe/Berlin' })
    await person('honolulu', { birthDate: '--06-20', timeZone: 'Pacific/Honolulu' })
    await launch(house, { trigger: { kind: 'birthday', leadDays: 0 } })
    const reached: string[] = []
    for (const instant of [
      '2026-06-19T11:59:59Z',
      '2026-06-19T12:00:00Z',
      '2026-06-19T22:00:00Z',
      '2026-06-21T00:00:00Z',
    ]) {
      await moveClock(house, Date.parse(instant))
      reached.push(mailbox.mails.map(({ to }) => to.split('@')[0]).join(' '))
    }
    expect(reached).toEqual(['', 'auckland', 'auckland berlin', 'auckland berlin honolulu'])
    const { ran } = await moveClock(house, Date.parse('2026-06-22T00:00:00Z'))
    expect(ran.filter(({ job }) => job === 'delivery')).toEqual([])
  })

  test('an abandoned cart is due when its delay ends, and its voucher expires at the end of its last day', async () => {
    const { house, person } = await shopOf()
    await person('ada')
    const cart = { kind: 'cart_abandoned' as const, delayMinutes: 60 }
    await launch(house, { trigger: cart, validity: { days: 1 } })
    const start = house.clock.now()
    await moveClock(house, start + 5 * MINUTE_MS)
    const items = [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: 30_000 }]
    const left = { cartReference: 'c1', items, totalMinor: 30_000, currency: 'EUR' }
    const event = { id: 'e1', type: 'cart.updated', at: isoAt(house.clock.now()), customerReference: 'ada', ...left }
    expect(await reportEvents(house, event, async () => {})).toMatchObject({ accepted: 1 })
    await moveClock(house, start + 64 * MINUTE_MS)
    expect(mailbox.mails.length).toBe(0)
    const { ran } = await moveClock(house, start + 5 * HOUR_MS)
    expect(ran).toContainEqual({ job: 'triggers', at: start + 65 * MINUTE_MS })
    expect(ran).toContainEqual({ job: 'delivery', at: start + 65 * MINUTE_MS })
    expect(mailbox.mails.map(({ to }) => to)).toEqual(['ada@shop.example'])
    const ended = await moveClock(house, start + 4 * DAY_MS)
    // the end of 16 June in Berlin
    expect(ended.ran).toContainEqual({ job: 'vouchers.expire', at: Date.parse('2026-06-16T22:00:00Z') })
  })

  test('between a birthday and a cart that are due in one minute the priority decides, whichever it is', async () => {
    const { house, person } = await shopOf()
    for (const name of ['ada', 'bea'])
      await person(name, { birthDate: name === 'ada' ? '--06-16' : '--06-17', timeZone: 'UTC' })
    const terms = { frequency: { max: 1, withinDays: 7 } } as const
    const birthday = await launch(house, { ...terms, priority: 400, trigger: { kind: 'birthday', leadDays: 0 } })
    const cart = { kind: 'cart_abandoned' as const, delayMinutes: 60 }
    const carts = [await launch(house, { ...terms, priority: 300, trigger: cart })]
    const items = [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: 30_000 }]
    const wonBy = async (customerReference: string, day: string) => {
      const midnight = Date.parse(`${day}T00:00:00Z`)
      await moveClock(house, midnight - HOUR_MS)
      const left = { cartReference: `c ${customerReference}`, items, totalMinor: 30_000, currency: 'EUR' }
      const at = isoAt(house.clock.now())
      await reportEvents(
        house,
        { id: left.cartReference, type: 'cart.updated', at, customerReference, ...left },
        async () => {},
      )
      await moveClock(house, midnight + HOUR_MS)
      const rows = await house.store.read.rows<{ campaign_id: string }>(
        sql`select campaign_id from vouchers where issued_at between ${midnight - HOUR_MS} and ${midnight + HOUR_MS}`,
      )
      return rows.map((row) => row.campaign_id)
    }
    expect(await wonBy('ada', '2026-06-16')).toEqual([birthday])
    carts.push(await launch(house, { ...terms, priority: 500, trigger: cart }))
    expect(await wonBy('bea', '2026-06-17')).toEqual([carts[1]])
  })

  test('a message that was not taken goes again when its wait is over', async () => {
    const { house, person, issue } = await shopOf()
    await issue(await person('ada'))
    mailbox.mood = 'later'
    await moveClock(house, house.clock.now() + 1000)
    expect(mailbox.attempts.length).toBe(1)
    await moveClock(house, house.clock.now() + HOUR_MS)
    expect(mailbox.attempts.length).toBeGreaterThanOrEqual(5)
    expect(mailbox.attempts.length).toBeLessThanOrEqual(7)
    mailbox.mood = 'takes'
    await moveClock(house, house.clock.now() + 3 * HOUR_MS)
    expect(mailbox.mails.length).toBe(1)
  })

  test('whoever comes in on her birthday is found at the next tick', async () => {
    const { house, person } = await shopOf()
    await launch(house, { trigger: { kind: 'birthday', leadDays: 0 } })
    await moveClock(house, house.clock.now() + 3 * HOUR_MS)
    await person('ada', { birthDate: '--06-15', timeZone: 'UTC' })
    const { ran } = await moveClock(house, house.clock.now() + 2 * HOUR_MS)
    expect(ran).toContainEqual({ job: 'birthdays', at: Date.parse('2026-06-15T16:00:00Z') })
    expect(mailbox.mails.map(({ to }) => to)).toEqual(['ada@shop.example'])
  })

  test('what is kept for a while goes, and so do keys of customers who never came', async () => {
    const { house, person } = await shopOf()
    const ada = await person('ada')
    await house.vault.sealAll([{ id: 'cus_never_came', isFresh: true, texts: [] }], house.clock.now())
    const ask = { scope: 'test', key: 'k', hash: 'h' }
    await house.store.write((tx) => once(tx, ask, async () => 1))
    const { ran } = await moveClock(house, house.clock.now() + 4 * DAY_MS)
    expect(ran.map(({ job }) => job)).toContain('retention')
    expect(await recall(house.store.read, ask)).toBe(null)
    expect([...(await house.vault.keysOf(['cus_never_came', ada])).keys()]).toEqual([ada])
  })

  test('months in which little happens pass in seconds', async () => {
    const { house, person } = await shopOf()
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney']
    for (let i = 0; i < 8; i++) {
      const birthDate = `--${String((i % 3) + 7).padStart(2, '0')}-${String(i + 1).padStart(2, '0')}`
      await person(`p${i}`, { birthDate, timeZone: zones[i % zones.length] })
    }
    await launch(house, { trigger: { kind: 'birthday', leadDays: 0 }, validity: { days: 7 } })
    await launch(house, { trigger: { kind: 'cart_abandoned', delayMinutes: 60 } })
    const { ran } = await moveClock(house, house.clock.now() + 120 * DAY_MS)
    expect(mailbox.mails.length).toBe(8)
    expect(ran.length).toBeLessThan(75)
  })
})
