// Abandoned carts: due after a delay unless an order says otherwise, whichever of the two we hear of first.
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { forEachHouse, TEST_START, type TestHouse } from '#core/test-house.ts'
import type { Trigger } from '#shared/contracts/triggers.ts'
import { cart, dueNow, placed, planOf, report } from '../test-scene.ts'
import { dueOf, nextDueOf } from './all.ts'

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

  it('two states of one instant: the one with the greater event id stands, in either order', async () => {
    const house = await open()
    const worthy = looking(house, { ...trigger, minimumTotalMinor: 1 }, TEST_START)
    for (const who of ['ann', 'bob']) {
      const states = [
        { ...cart(who, TEST_START, { totalMinor: 0 }), id: `${who} 2` },
        { ...cart(who, TEST_START, { totalMinor: 500 }), id: `${who} 3` },
        { ...cart(who, TEST_START, { totalMinor: 0 }), id: `${who} 1` },
      ]
      for (const state of who === 'ann' ? states : states.toReversed()) await report(house, state)
    }
    house.advance(HOUR)
    expect(await worthy()).toEqual(['ann cart-ann', 'bob cart-bob'])
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
    const { join, where } = dueOf(trigger, {
      asOf: TEST_START,
      since: 0,
      launchedAt: 0,
      zone: 'UTC',
      zones: [],
      engine: house.store.engine,
    })
    if (house.store.engine !== 'sqlite') return
    const plan = await planOf(house, sql`select c.id from customers c ${join ?? sql``} where ${where}`)
    expect(plan).toContain('carts_due')
    expect(plan).toContain('orders_customer')
  })
})
