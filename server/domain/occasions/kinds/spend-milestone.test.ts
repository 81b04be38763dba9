// Spend milestones: crossed once, with refunds and cancellations in any order, and not before the launch.
import { expect, it } from 'vitest'
import { forEachHouse, TEST_START, type TestHouse } from '#core/test-house.ts'
import type { Trigger } from '#shared/contracts/triggers.ts'
import { cancelled, dueNow, placed, refunded, report } from '../test-scene.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PEOPLE = ['ann', 'bob', 'cem']

const looking = (house: TestHouse, trigger: Trigger, launchedAt: number) => (since?: number) =>
  dueNow(house, trigger, PEOPLE, { launchedAt, ...(since === undefined ? {} : { since }) })

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
