// First orders, anniversaries, articles in carts that changed, and custom events of which something holds.
import { expect, it } from 'vitest'
import { putProduct } from '#catalog/put.ts'
import { forEachHouse, TEST_START, type TestHouse } from '#core/test-house.ts'
import { declareAttribute } from '#customers/attributes.ts'
import type { Trigger } from '#shared/contracts/triggers.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { cancelled, cart, custom, dueNow, person, placed, report } from '../test-scene.ts'
import { nextDueOf } from './all.ts'

const PEOPLE = ['ann', 'bob', 'cem']
const looking = (house: TestHouse, trigger: Trigger, launchedAt: number) => (since?: number) =>
  dueNow(house, trigger, PEOPLE, { launchedAt, ...(since === undefined ? {} : { since }) })

forEachHouse('first orders', (open) => {
  const trigger = { kind: 'first_order', delayMinutes: 60 } as const

  it('fall due once after the delay, not for who had bought before, and go to the next when the first was cancelled', async () => {
    const house = await open()
    const look = looking(house, trigger, TEST_START)
    await report(house, placed('a0', 'ann', TEST_START - DAY_MS))
    await report(
      house,
      placed('a1', 'ann', TEST_START),
      placed('b1', 'bob', TEST_START),
      placed('c1', 'cem', TEST_START),
    )
    await report(house, placed('b2', 'bob', TEST_START + 1), cancelled('c1', TEST_START))
    expect(await look()).toEqual([])
    const asked = { after: TEST_START, checkedAt: TEST_START + 1, launchedAt: TEST_START, zone: 'UTC' }
    expect(await nextDueOf(house.store.read, trigger, { ...asked, after: TEST_START + 1 })).toBe(TEST_START + HOUR_MS)
    house.advance(HOUR_MS + MINUTE_MS)
    expect(await look()).toEqual(['bob first_order'])
    await report(house, placed('c2', 'cem', TEST_START + 2))
    expect(await look()).toEqual(['bob first_order', 'cem first_order'])
  })
})

forEachHouse('anniversaries of the first order', (open) => {
  it('come each year in the zone of the person, and on 28 February for a leap day', async () => {
    const house = await open()
    await person(house, 'ann', { timeZone: 'Pacific/Kiritimati' })
    await report(
      house,
      placed('a1', 'ann', Date.parse('2025-06-16T09:00:00Z')),
      placed('a2', 'ann', Date.parse('2025-06-20T09:00:00Z')),
    )
    await report(house, placed('b1', 'bob', Date.parse('2024-02-29T09:00:00Z')), placed('c1', 'cem', TEST_START))
    const day = (instant: string) => {
      house.advance(Date.parse(instant) - house.clock.now())
      const now = house.clock.now()
      return looking(house, { kind: 'anniversary', leadDays: 0 }, now)(now - HOUR_MS)
    }
    expect(await day('2026-06-15T12:30:00Z')).toEqual(['ann 2026'])
    expect(await day('2026-06-20T12:00:00Z')).toEqual([])
    expect(await day('2027-02-28T12:00:00Z')).toEqual(['bob 2027'])
    expect(await day('2027-06-15T12:00:00Z')).toEqual(['ann 2027', 'cem 2027'])
    expect(await day('2028-02-28T12:00:00Z')).toEqual([])
    expect(await day('2028-02-29T12:00:00Z')).toEqual(['bob 2028'])
  })
})

forEachHouse('articles in carts', (open) => {
  const put = (house: TestHouse, sku: string, priceMinor: number, stock: number | null = 5) =>
    house.store.write((tx) => putProduct(tx, sku, { name: sku, category: 'tea', priceMinor, currency: 'EUR', stock }))
  const holding = (who: string, at: number, ...skus: string[]) =>
    cart(who, at, { items: skus.map((sku) => ({ sku, quantity: 1, unitPriceMinor: 100 })) })

  it('that get cheaper are told of to whoever left them, for as long as the price holds', async () => {
    const house = await open()
    const look = looking(house, { kind: 'price_drop', minimumBps: 1000, withinDays: 7 }, TEST_START)
    await put(house, 'green', 1000)
    await put(house, 'black', 1000)
    await report(
      house,
      holding('ann', TEST_START, 'green'),
      holding('bob', TEST_START, 'green', 'black'),
      holding('cem', TEST_START, 'black'),
    )
    house.advance(HOUR_MS)
    await report(house, placed('b1', 'bob', house.clock.now()))
    await put(house, 'green', 950)
    expect(await look()).toEqual([])
    house.advance(HOUR_MS)
    await put(house, 'green', 800)
    const at = house.clock.now()
    expect(await look()).toEqual([`ann green ${at}`])
    await report(house, holding('ann', at + 1, 'black'))
    expect(await look()).toEqual([])
    await report(house, holding('ann', at + 1 + MINUTE_MS, 'green'))
    expect(await look()).toEqual([])
    house.advance(HOUR_MS)
    await put(house, 'black', 100)
    expect(await look()).toEqual([`cem black ${house.clock.now()}`])
    await put(house, 'black', 101)
    expect(await look()).toEqual([])
    house.advance(8 * DAY_MS)
    await put(house, 'black', 50)
    expect(await look()).toEqual([])
  })

  it('that are in stock again are told of while they are', async () => {
    const house = await open()
    const trigger = { kind: 'back_in_stock', withinDays: 30 } as const
    const look = looking(house, trigger, TEST_START)
    await put(house, 'green', 1000, 0)
    await report(house, holding('ann', TEST_START, 'green', 'black'), holding('bob', TEST_START, 'black'))
    expect(await look()).toEqual([])
    const asked = { after: TEST_START + 1, checkedAt: TEST_START + 1, launchedAt: TEST_START, zone: 'UTC' }
    expect(await nextDueOf(house.store.read, trigger, asked)).toBeNull()
    house.advance(HOUR_MS)
    await put(house, 'green', 1000, 3)
    expect(await look()).toEqual([`ann green ${house.clock.now()}`])
    expect(await nextDueOf(house.store.read, trigger, asked)).toBe(TEST_START + MINUTE_MS)
    await put(house, 'green', 1000, 0)
    expect(await look()).toEqual([])
  })
})

forEachHouse('custom events', (open) => {
  it('are due for whom all that is asked holds, by type as well as by value', async () => {
    const house = await open()
    await house.store.write((tx) => declareAttribute(tx, { key: 'custom.weather', type: 'text', category: 'location' }))
    const say = (who: string, data: object) => ({ ...custom('weather', who, TEST_START, { data }), id: `e-${who}` })
    await report(
      house,
      say('ann', { sky: 'rain', mm: 12, warm: true, odd: '7' }),
      say('bob', { sky: 'sun', mm: '12' }),
      say('cem', { mm: 3.5 }),
    )
    const due = async (
      ...where: {
        key: string
        op: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in'
        value: string | number | boolean | (string | number)[]
      }[]
    ) =>
      (await dueNow(house, { kind: 'custom_event', name: 'weather', where }, PEOPLE, { launchedAt: TEST_START }))
        .map((one) => one.slice(0, 3))
        .join(' ')
    expect(await due()).toBe('ann bob cem')
    expect(await due({ key: 'sky', op: 'eq', value: 'rain' })).toBe('ann')
    expect(await due({ key: 'sky', op: 'ne', value: 'rain' })).toBe('bob')
    expect(await due({ key: 'sky', op: 'in', value: ['rain', 'sun'] })).toBe('ann bob')
    expect(await due({ key: 'mm', op: 'gt', value: 3 })).toBe('ann cem')
    expect(await due({ key: 'mm', op: 'lte', value: 3.5 })).toBe('cem')
    expect(await due({ key: 'mm', op: 'eq', value: '12' })).toBe('bob')
    expect(await due({ key: 'odd', op: 'gte', value: 7 })).toBe('')
    expect(await due({ key: 'warm', op: 'eq', value: true })).toBe('ann')
    expect(await due({ key: 'warm', op: 'ne', value: false }, { key: 'mm', op: 'lt', value: 13 })).toBe('ann')
    expect(await due({ key: 'never', op: 'ne', value: 1 })).toBe('')
  })
})
