// Carts, milestones, win-backs, sign-ups and custom events: due once what the shop reported makes them so, in any order.
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { forEachHouse, TEST_START, type TestHouse } from '#core/test-house.ts'
import type { Trigger } from '#shared/contracts/triggers.ts'
import { cancelled, cart, custom, dueNow, placed, planOf, refunded, report, signedUp } from '../test-scene.ts'
import { concernedBy, dueOf, nextDueOf, triggerKinds, triggerNeeds } from './all.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PEOPLE = ['ann', 'bob', 'cem']

const looking = (house: TestHouse, trigger: Trigger, launchedAt: number) => (since?: number) =>
  dueNow(house, trigger, PEOPLE, { launchedAt, ...(since === undefined ? {} : { since }) })

forEachHouse('abandoned carts', (open) => {
  const trigger = { kind: 'cart_abandoned', delayMinutes: 60 } as const

  it('fall due after the delay, for three days, and only after the launch', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    await report(house, cart('ann', TEST_START - HOUR), cart('bob', TEST_START - HOUR + 1), cart('cem', TEST_START))
    house.advance(HOUR - 1)
    expect(await look()).toEqual(['bob cart-bob'])
    house.advance(1)
    expect(await look()).toEqual(['bob cart-bob', 'cem cart-cem'])
    house.advance(3 * DAY - 1)
    expect(await look()).toEqual(['cem cart-cem'])
    house.advance(1)
    expect(await look()).toEqual([])
  })

  it('wait anew when the cart is touched, whichever state of it arrives last', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    const first = cart('ann', TEST_START)
    const second = cart('ann', TEST_START + 30 * MINUTE, { totalMinor: 10 })
    house.advance(HOUR)
    await report(house, second)
    await report(house, first)
    expect(await look()).toEqual([])
    house.advance(30 * MINUTE)
    expect(await look()).toEqual(['ann cart-ann'])
  })

  it.each([
    ['the order comes first', true],
    ['the cart comes first', false],
  ])('are not abandoned when an order was placed at or after their last change: %s', async (_, orderFirst) => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    const carts = [cart('ann', TEST_START), cart('bob', TEST_START), cart('cem', TEST_START)]
    const orders = [
      placed('o1', 'ann', TEST_START),
      placed('o2', 'bob', TEST_START - 1),
      placed('o3', 'bob', TEST_START - DAY),
    ]
    for (const heap of orderFirst ? [orders, carts] : [carts, orders]) await report(house, ...heap)
    house.advance(HOUR)
    expect(await look()).toEqual(['bob cart-bob', 'cem cart-cem'])
    // An order that we hear of late ends it all the same.
    await report(house, placed('o4', 'cem', TEST_START + 5 * MINUTE))
    expect(await look()).toEqual(['bob cart-bob'])
  })

  it('must hold something, be worth the minimum and be in its currency; somebody may leave two', async () => {
    const house = await open()
    const worthy = { ...trigger, minimumTotalMinor: 30_000, currency: 'EUR' }
    const look = looking(house, worthy, TEST_START)
    await report(
      house,
      cart('ann', TEST_START, { cartReference: 'enough', totalMinor: 30_000 }),
      cart('ann', TEST_START, { cartReference: 'too little', totalMinor: 29_999 }),
      cart('ann', TEST_START, { cartReference: 'emptied', items: [], totalMinor: 30_000 }),
      cart('ann', TEST_START, { cartReference: 'yen', totalMinor: 90_000, currency: 'JPY' }),
      cart('ann', TEST_START, { cartReference: 'another', totalMinor: 90_000 }),
      { ...cart('ann', TEST_START), cartReference: 'anonymous', customerReference: undefined },
    )
    house.advance(HOUR)
    expect(await look()).toEqual(['ann another', 'ann enough'])
    expect(await looking(house, trigger, TEST_START)()).toHaveLength(4)
  })

  it('a delay runs from the earlier of what the shop says and when we heard', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START - DAY)
    await report(house, cart('ann', TEST_START + 5 * DAY), cart('bob', TEST_START - 2 * HOUR))
    expect(await look()).toEqual(['bob cart-bob'])
    house.advance(HOUR)
    expect(await look()).toEqual(['ann cart-ann', 'bob cart-bob'])
  })

  it('says when to look next: when a delay ends, or soon after a late arrival', async () => {
    const house = await open()
    const next = (after: number, checkedAt: number) =>
      nextDueOf(house.store.read, trigger, { after, checkedAt, launchedAt: TEST_START - DAY, zone: 'UTC' })
    const before = TEST_START - MINUTE
    expect(await next(TEST_START, before)).toBeNull()
    await report(house, cart('ann', TEST_START + 90), cart('bob', TEST_START + 90))
    // Ninety milliseconds ahead of us: the delay runs from when we heard.
    expect(await next(TEST_START, before)).toBe(TEST_START + HOUR)
    await report(house, cart('cem', TEST_START - 2 * HOUR))
    expect(await next(TEST_START, before)).toBe(TEST_START + MINUTE)
    expect(await next(TEST_START + 1, TEST_START + 1)).toBe(TEST_START + HOUR)
    expect(await next(TEST_START + HOUR, TEST_START + HOUR)).toBeNull()
  })

  it('are found through their index', async () => {
    const house = await open()
    const { join, where } = dueOf(trigger, { asOf: TEST_START, since: 0, launchedAt: 0, zone: 'UTC', zones: [] })
    if (house.store.engine !== 'sqlite') return
    const plan = await planOf(house, sql`select c.id from customers c ${join ?? sql``} where ${where}`)
    expect(plan).toContain('carts_due')
    expect(plan).toContain('orders_customer')
  })
})

forEachHouse('spend milestones', (open) => {
  const trigger = { kind: 'spend_milestone', thresholdMinor: 200_000, currency: 'EUR' } as const
  const buys = (order: string, who: string, totalMinor: number, at = TEST_START) =>
    placed(order, who, at, { totalMinor })

  it('are crossed once, at the threshold itself, in one currency', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    await report(house, buys('a1', 'ann', 150_000), buys('b1', 'bob', 200_000), buys('c1', 'cem', 199_999))
    await report(house, { ...buys('c2', 'cem', 900_000), currency: 'JPY' })
    expect(await look()).toEqual(['bob 200000.1'])
    await report(house, buys('a2', 'ann', 50_001))
    expect(await look()).toEqual(['ann 200000.1', 'bob 200000.1'])
    await report(house, buys('a3', 'ann', 500_000))
    expect(await look()).toEqual(['ann 200000.1', 'bob 200000.1'])
  })

  it('refunds and cancellations subtract, also those that come before their order', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    await report(house, refunded('a1', TEST_START, 1), cancelled('b1', TEST_START))
    await report(house, buys('a1', 'ann', 200_000), buys('b1', 'bob', 300_000), buys('c1', 'cem', 300_000))
    expect(await look()).toEqual(['cem 200000.1'])
    await report(house, refunded('c1', TEST_START, 150_000))
    expect(await look()).toEqual([])
    await report(house, buys('c2', 'cem', 60_000), buys('a2', 'ann', 1))
    expect(await look()).toEqual(['ann 200000.1', 'cem 200000.1'])
  })

  it('crossed before the launch is not crossed again, unless a refund had taken it back before', async () => {
    const house = await open()
    await report(house, buys('a1', 'ann', 250_000), buys('b1', 'bob', 250_000), refunded('b1', TEST_START, 100_000))
    house.advance(HOUR)
    const launchedAt = house.clock.now()
    const look = looking(house, trigger, launchedAt)
    expect(await look()).toEqual([])
    house.advance(HOUR)
    const now = house.clock.now()
    // Ann was above when it was launched: a refund and another order do not make that a crossing.
    await report(house, refunded('a1', now, 100_000), buys('a2', 'ann', 90_000, now), buys('b2', 'bob', 90_000, now))
    expect(await look()).toEqual(['bob 200000.1'])
  })

  it('in the very millisecond of the launch what the shop says of its time decides', async () => {
    const house = await open()
    await report(house, buys('a1', 'ann', 250_000, TEST_START - 1), buys('b1', 'bob', 250_000, TEST_START))
    expect(await looking(house, trigger, TEST_START)()).toEqual(['bob 200000.1'])
  })

  it('an order that turns out to be somebody else’s moves its money', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    await report(house, buys('x', 'ann', 250_000, TEST_START))
    expect(await look()).toEqual(['ann 200000.1'])
    await report(house, buys('x', 'bob', 250_000, TEST_START + 1))
    expect(await look()).toEqual(['bob 200000.1'])
  })

  it('looks only at those who bought lately', async () => {
    const house = await open()
    await report(house, buys('a1', 'ann', 250_000))
    house.advance(HOUR)
    await report(house, buys('b1', 'bob', 250_000))
    const look = looking(house, trigger, TEST_START)
    expect(await look(TEST_START + 9 * MINUTE)).toEqual(['ann 200000.1', 'bob 200000.1'])
    expect(await look(TEST_START + 50 * MINUTE)).toEqual(['bob 200000.1'])
  })
})

forEachHouse('win-backs', (open) => {
  const trigger = { kind: 'win_back', days: 90 } as const

  it('fall due so long after the last order, once for each, not for those long gone', async () => {
    const house = await open()
    const launchedAt = TEST_START
    const look = looking(house, trigger, launchedAt)
    await report(
      house,
      placed('a1', 'ann', TEST_START - 95 * DAY),
      placed('b1', 'bob', TEST_START - 89 * DAY),
      placed('c1', 'cem', TEST_START - 121 * DAY),
    )
    expect(await look()).toEqual(['ann a1'])
    house.advance(DAY)
    expect(await look()).toEqual(['ann a1', 'bob b1'])
    await report(house, placed('a2', 'ann', TEST_START))
    expect(await look()).toEqual(['bob b1'])
    house.advance(89 * DAY)
    expect(await look(TEST_START + 85 * DAY)).toEqual(['ann a2'])
  })

  it('a cancelled order is no order, and two currencies have one last order', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    await report(
      house,
      placed('a1', 'ann', TEST_START - 95 * DAY),
      placed('a2', 'ann', TEST_START - 5 * DAY),
      cancelled('a2', TEST_START),
      placed('b1', 'bob', TEST_START - 95 * DAY),
      { ...placed('b2', 'bob', TEST_START - 5 * DAY), currency: 'JPY' },
    )
    expect(await look()).toEqual(['ann a1'])
  })

  it('says when to look next', async () => {
    const house = await open()
    await report(house, placed('a1', 'ann', TEST_START - 89 * DAY))
    const next = (after: number, checkedAt: number | null) =>
      nextDueOf(house.store.read, trigger, { after, checkedAt, launchedAt: TEST_START - DAY, zone: 'UTC' })
    expect(await next(TEST_START, null)).toBe(TEST_START + MINUTE)
    expect(await next(TEST_START, TEST_START)).toBe(TEST_START + DAY)
    expect(await next(TEST_START - 2 * DAY, null)).toBe(TEST_START - DAY)
  })
})

forEachHouse('sign-ups and custom events', (open) => {
  it('a sign-up falls due once, from the launch on, also in its millisecond', async () => {
    const house = await open()
    await report(house, signedUp('ann', TEST_START - 1), signedUp('bob', TEST_START), signedUp('bob', TEST_START + DAY))
    expect(await looking(house, { kind: 'signed_up', delayMinutes: 0 }, TEST_START)()).toEqual(['bob signed_up'])
    const later = looking(house, { kind: 'signed_up', delayMinutes: 30 }, TEST_START)
    expect(await later()).toEqual([])
    house.advance(30 * MINUTE)
    // With the delay Ann's too ends after the launch.
    expect(await later()).toEqual(['ann signed_up', 'bob signed_up'])
  })

  it('a custom event falls due by its name, each event for itself', async () => {
    const house = await open()
    await report(
      house,
      { ...custom('quiz', 'ann', TEST_START), id: 'q1' },
      { ...custom('quiz', 'ann', TEST_START + 1), id: 'q2' },
      { ...custom('quiz', 'bob', TEST_START - 1), id: 'q0' },
      { ...custom('poll', 'cem', TEST_START), id: 'p1' },
    )
    const trigger = { kind: 'custom_event', name: 'quiz' } as const
    expect(await looking(house, trigger, TEST_START)()).toEqual(['ann q1', 'ann q2'])
    house.advance(HOUR)
    expect(await looking(house, trigger, TEST_START)(TEST_START + 30 * MINUTE)).toEqual([])
    const asked = { after: TEST_START, launchedAt: TEST_START - 1, zone: 'UTC' }
    const next = (checkedAt: number) => nextDueOf(house.store.read, trigger, { ...asked, checkedAt })
    expect(await next(TEST_START)).toBe(TEST_START + MINUTE)
    expect(await next(TEST_START + 1)).toBeNull()
  })

  it('a broadcast is due for everybody, once, and waits for nothing', async () => {
    const house = await open()
    await report(house, signedUp('ann', 0), signedUp('bob', 0))
    const trigger = { kind: 'broadcast' } as const
    expect(await looking(house, trigger, TEST_START)()).toEqual(['ann broadcast', 'bob broadcast'])
    const asked = { after: 0, checkedAt: null, launchedAt: 5, zone: 'UTC' }
    expect(await nextDueOf(house.store.read, trigger, asked)).toBeNull()
  })

  it('whom a trigger could concern', async () => {
    const house = await open()
    await report(
      house,
      cart('ann', TEST_START),
      placed('o1', 'bob', TEST_START, { totalMinor: 500 }),
      signedUp('cem', TEST_START),
      custom('quiz', 'cem', TEST_START),
    )
    const concerned = async (trigger: Trigger) => {
      const [row] = await house.store.read.rows<{ people: number }>(
        sql`select count(*) as people from customers c where ${concernedBy(trigger)}`,
      )
      return row?.people
    }
    expect(await concerned({ kind: 'birthday', leadDays: 0 })).toBe(0)
    expect(await concerned({ kind: 'cart_abandoned', delayMinutes: 1, minimumTotalMinor: 30_000 })).toBe(1)
    expect(await concerned({ kind: 'cart_abandoned', delayMinutes: 1, minimumTotalMinor: 30_001 })).toBe(0)
    expect(await concerned({ kind: 'spend_milestone', thresholdMinor: 501, currency: 'EUR' })).toBe(1)
    expect(await concerned({ kind: 'spend_milestone', thresholdMinor: 500, currency: 'EUR' })).toBe(0)
    expect(await concerned({ kind: 'win_back', days: 3 })).toBe(1)
    expect(await concerned({ kind: 'signed_up', delayMinutes: 0 })).toBe(1)
    expect(await concerned({ kind: 'custom_event', name: 'quiz' })).toBe(1)
    expect(await concerned({ kind: 'broadcast' })).toBe(3)
  })
})

describe('what triggers read', () => {
  it('is said by each of them', () => {
    const declared = new Map([['custom.quiz', { category: 'preferences' as const }]])
    const needs = (trigger: Trigger) => triggerNeeds(trigger, declared)
    expect(needs({ kind: 'birthday', leadDays: 0 })).toEqual(['birthdate'])
    expect(needs({ kind: 'cart_abandoned', delayMinutes: 60 })).toEqual(['cart_activity'])
    expect(needs({ kind: 'spend_milestone', thresholdMinor: 1, currency: 'EUR' })).toEqual(['purchase_history'])
    expect(needs({ kind: 'win_back', days: 1 })).toEqual(['purchase_history'])
    expect(needs({ kind: 'signed_up', delayMinutes: 0 })).toEqual([])
    expect(needs({ kind: 'broadcast' })).toEqual([])
    expect(needs({ kind: 'custom_event', name: 'quiz' })).toEqual(['preferences'])
    expect(() => needs({ kind: 'custom_event', name: 'poll' })).toThrow(
      expect.objectContaining({ code: 'attribute.undeclared' }),
    )
  })

  it('every kind says what it is', () => {
    for (const [kind, socket] of Object.entries(triggerKinds)) {
      expect(socket.kind).toBe(kind)
      expect(socket.label.length).toBeGreaterThan(3)
    }
  })
})
