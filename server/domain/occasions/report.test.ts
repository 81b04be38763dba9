// Events come in through the door: once by id, each judged on its own, with what settles in the same write.
import { expect, it } from 'vitest'
import { forEachHouse, TEST_START } from '#core/test-house.ts'
import { declareAttribute } from '#customers/attributes.ts'
import { erasePersonalData as eraseCustomer } from '#customers/personal-data.ts'
import type { Category } from '#shared/kinds.ts'
import { favouriteCategories } from './favourite.ts'
import { forgetCategories } from './forget.ts'
import { erasePersonalData, exportPersonalData } from './personal-data.ts'
import { customEventsOf } from './queries.ts'
import { ordersOf } from './queries-orders.ts'
import { reportEvents } from './report.ts'
import {
  cancelled,
  cart,
  custom,
  idOf,
  nobodySettles,
  person,
  placed,
  refunded,
  report,
  signedUp,
} from './test-scene.ts'

const DAY = 86_400_000

forEachHouse('reporting events', (open) => {
  it('takes one event or many, and none of them twice', async () => {
    const house = await open()
    const order = placed('o1', 'ann', TEST_START)
    expect(await reportEvents(house, order, nobodySettles)).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: 0,
      errors: [],
    })
    expect(await report(house, order, placed('o2', 'ann', TEST_START), order)).toMatchObject({
      accepted: 1,
      duplicates: 2,
    })
    expect(await ordersOf(house.store.read, await idOf(house, 'ann'))).toHaveLength(2)
    await expect(reportEvents(house, [], nobodySettles)).rejects.toMatchObject({ code: 'request.invalid' })
    const many = Array.from({ length: 1001 }, () => order)
    await expect(reportEvents(house, many, nobodySettles)).rejects.toMatchObject({ code: 'request.invalid' })
  })

  it('of many at once with the same events each is accepted by one', async () => {
    const house = await open()
    const events = Array.from({ length: 60 }, (_, i) => placed(`o${i % 20}`, `c${i % 7}`, TEST_START + i))
    const reports = await Promise.all(
      Array.from({ length: 8 }, (_, i) => report(house, ...(i % 2 ? events : events.toReversed()))),
    )
    expect(reports.reduce((sum, one) => sum + one.accepted, 0)).toBe(60)
    expect(reports.reduce((sum, one) => sum + one.duplicates, 0)).toBe(420)
    expect(reports.every((one) => one.rejected === 0)).toBe(true)
  })

  it('a bad event does not cost the others; every answer says where', async () => {
    const house = await open()
    const huge = { sku: 's', quantity: 1_000_000, unitPriceMinor: 9_000_000_000_000 }
    const bad = [
      null,
      'text',
      [],
      {},
      { type: 'order.shipped', id: 'x' },
      { type: '__proto__' },
      { type: 'constructor' },
      { ...placed('o', 'ann', 0), colour: 'red' },
      { ...placed('o', 'ann', 0), at: '2026-02-30T00:00:00Z' },
      { ...placed('o', 'ann', 0), at: 1 },
      { ...placed('o', 'ann', 0), totalMinor: -1 },
      { ...placed('o', 'ann', 0), totalMinor: Number.NaN },
      { ...placed('o', 'ann', 0), currency: 'euro' },
      { ...placed('o\u0000', 'ann', 0) },
      { ...placed('o\ud800', 'ann', 0) },
      { ...placed('o', 'ann', 0), items: [huge, huge] },
      { ...custom('Bad Name', 'ann', 0) },
      refunded('o', 0, 0),
    ]
    const answer = await report(house, ...(bad as Record<string, unknown>[]), placed('good', 'ann', TEST_START))
    expect(answer).toMatchObject({ accepted: 1, rejected: bad.length })
    expect(answer.errors.map((error) => error.index)).toEqual(bad.map((_, index) => index))
    expect(answer.errors.slice(0, 7).every((error) => error.code === 'event.unknown_type')).toBe(true)
    expect(answer.errors.slice(7).map((error) => [error.code, error.path])).toEqual([
      ...['', 'at', 'at', 'totalMinor', 'totalMinor', 'currency', 'orderReference', 'orderReference', 'items'].map(
        (path) => ['request.invalid', path],
      ),
      ['request.invalid', 'type'],
      ['request.invalid', 'amountMinor'],
    ])
  })

  it('an id is for one event: another type under it is an error', async () => {
    const house = await open()
    await report(house, { ...signedUp('ann', TEST_START), id: 'same' })
    expect(await report(house, { ...cart('ann', TEST_START), id: 'same' })).toMatchObject({
      accepted: 0,
      duplicates: 0,
      rejected: 1,
      errors: [{ index: 0, code: 'event.id_reused', path: 'id' }],
    })
  })

  it('an unknown customer becomes a bare one, an erased one counts without a name', async () => {
    const house = await open()
    await report(house, placed('o1', 'new', TEST_START))
    const id = await idOf(house, 'new')
    expect(id).toMatch(/^cus_/)
    await house.store.write(async (tx) => {
      await erasePersonalData(tx, id)
      await eraseCustomer(tx, id)
    })
    expect(await report(house, placed('o2', 'new', TEST_START), cart('new', TEST_START))).toMatchObject({ accepted: 2 })
    expect(await idOf(house, 'new')).not.toMatch(/^cus_/)
    expect(await ordersOf(house.store.read, id)).toEqual([])
  })

  it('settles each new event in the write that takes it in, after its facts', async () => {
    const house = await open()
    const seen: string[] = []
    const events = [placed('o1', 'ann', TEST_START), refunded('o1', TEST_START, 100), cancelled('o2', TEST_START)]
    const settle = async (...[tx, settled]: Parameters<Parameters<typeof reportEvents>[2]>) => {
      for (const { event, customerId } of settled) {
        const known = customerId === null ? 0 : (await ordersOf(tx, customerId)).length
        seen.push(`${event.type} ${customerId === null ? 'nobody' : 'somebody'} ${known}`)
      }
    }
    await reportEvents(house, events, settle)
    await reportEvents(house, events, settle)
    expect(seen).toEqual(['order.placed somebody 1', 'order.refunded nobody 0', 'order.cancelled nobody 0'])
    const failing = () => Promise.reject(new Error('no'))
    await expect(reportEvents(house, [placed('o9', 'ann', TEST_START)], failing)).rejects.toThrow('no')
    expect(await report(house, { ...placed('o9', 'ann', TEST_START) })).toMatchObject({ accepted: 1 })
  })

  it('keeps what a custom event says only when its category was declared', async () => {
    const house = await open()
    await house.store.write((tx) => declareAttribute(tx, { key: 'custom.quiz', type: 'text', category: 'preferences' }))
    const data = { answer: 'tea', 'odd\u0000key': ['\ud800', { deep: [1.5, null] }] }
    await report(house, custom('quiz', 'ann', TEST_START, { data }), custom('poll', 'ann', TEST_START, { data }))
    const kept = await customEventsOf(house.store.read, await idOf(house, 'ann'))
    expect(kept.map((row) => [row.type, row.data === null ? null : JSON.parse(row.data)]).sort()).toEqual([
      ['custom.poll', null],
      ['custom.quiz', data],
    ])
  })

  it('keeps a cart per reference, 64-bit and textual references, SQL as mere text', async () => {
    const house = await open()
    const reference = "o'); drop table orders; --"
    await report(
      house,
      placed('9223372036854775807', 'ann', TEST_START),
      placed(reference, "x' or '1'='1", TEST_START),
      placed('日本-é', 'ann', TEST_START),
    )
    const orders = await ordersOf(house.store.read, await idOf(house, 'ann'))
    expect(orders.map((order) => order.reference).sort()).toEqual(['9223372036854775807', '日本-é'])
    const [odd] = await ordersOf(house.store.read, await idOf(house, "x' or '1'='1"))
    expect(odd?.reference).toBe(reference)
  })

  it('hands over what it holds of a person, and lets it go', async () => {
    const house = await open()
    await person(house, 'ann')
    await report(
      house,
      cart('ann', TEST_START, { url: 'https://shop.example/cart/1' }),
      placed('o1', 'ann', TEST_START),
      refunded('o1', TEST_START + 1, 2500),
      signedUp('ann', TEST_START - DAY),
      custom('quiz', 'ann', TEST_START),
      placed('o2', 'bob', TEST_START),
    )
    const id = await idOf(house, 'ann')
    expect(await exportPersonalData(house.store.read, id)).toMatchObject({
      carts: [{ reference: 'cart-ann', totalMinor: 30_000, url: 'https://shop.example/cart/1' }],
      orders: [{ reference: 'o1', totalMinor: 10_000, refundedMinor: 2500, items: [{ sku: 'tea' }] }],
      signedUpAt: '2026-06-14T12:00:00.000Z',
      events: [{ type: 'custom.quiz', data: null }],
    })
    await house.store.write((tx) => erasePersonalData(tx, id))
    expect(await exportPersonalData(house.store.read, id)).toEqual({
      carts: [],
      orders: [],
      signedUpAt: null,
      events: [],
    })
    // A refund that comes late finds the order, and nobody's sums.
    expect(await report(house, refunded('o1', TEST_START + 2, 100))).toMatchObject({ accepted: 1 })
    expect(await favouriteCategories(house.store.read, [id, await idOf(house, 'bob')])).toEqual(
      new Map([[await idOf(house, 'bob'), 'tea']]),
    )
  })

  it('lets go of a category that somebody withdrew: carts, or her part in her orders', async () => {
    const house = await open()
    await report(house, cart('ann', TEST_START), placed('o1', 'ann', TEST_START), custom('quiz', 'ann', TEST_START))
    const id = await idOf(house, 'ann')
    const left = async () => {
      const { carts, orders, events } = await exportPersonalData(house.store.read, id)
      return [carts, orders, events].map((list) => (list as unknown[]).length)
    }
    const forget = (categories: Category[], types?: string[]) =>
      house.store.write((tx) => forgetCategories(tx, id, categories, types))
    await forget(['birthdate'])
    expect(await left()).toEqual([1, 1, 1])
    await forget(['cart_activity'])
    expect(await left()).toEqual([0, 1, 1])
    await forget(['preferences'], ['custom.quiz'])
    expect(await left()).toEqual([0, 1, 0])
    await forget(['purchase_history'])
    expect(await left()).toEqual([0, 0, 0])
    // Her sums start anew, and refunds of what was let go do not touch them.
    await report(house, refunded('o1', TEST_START, 9999), placed('o2', 'ann', TEST_START, { totalMinor: 700 }))
    expect(await favouriteCategories(house.store.read, [id])).toEqual(new Map([[id, 'tea']]))
    expect(await left()).toEqual([0, 1, 0])
  })
})
