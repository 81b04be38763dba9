// Whatever the order of arrival, the pages and the repeats: the same events end in the same facts, and the facts are right.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { forEachHouse, TEST_START, type TestHouse } from '#core/test-house.ts'
import { type History, historyOf } from './test-history.ts'
import { report, type Sent } from './test-scene.ts'

const PEOPLE = ['ann', 'bob'] as const
const ORDERS = ['o1', 'o2', 'o3'] as const
const CATEGORIES = ['tea', 'coffee', 'milk'] as const
const RUNS = 150

const instant = fc.integer({ min: 0, max: 4 }).map((hours) => TEST_START - hours * 3_600_000)
const who = fc.constantFrom(...PEOPLE, undefined)
const items = fc.uniqueArray(
  fc.record({
    sku: fc.constantFrom('s1', 's2', 's3', 's4'),
    category: fc.option(fc.constantFrom(...CATEGORIES), { nil: undefined }),
    quantity: fc.integer({ min: 1, max: 3 }),
    unitPriceMinor: fc.integer({ min: 0, max: 500 }),
  }),
  { selector: (item) => item.sku, maxLength: 3 },
)
const orderReference = fc.constantFrom(...ORDERS)
const currency = fc.constantFrom('EUR', 'JPY')
const totalMinor = fc.integer({ min: 0, max: 1500 })
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('order.placed'),
      at: instant,
      customerReference: who,
      orderReference,
      items,
      totalMinor,
      currency,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('order.refunded'),
      at: instant,
      orderReference,
      amountMinor: fc.integer({ min: 1, max: 900 }),
      items: fc.option(items, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('order.cancelled'), at: instant, orderReference }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('cart.updated'),
      at: instant,
      customerReference: who,
      cartReference: fc.constantFrom('k1', 'k2'),
      items,
      totalMinor,
      currency,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('customer.signed_up'), at: instant, customerReference: who }) },
)
type Told = Record<string, unknown> & { id: string; at: number }

/** The same events told twice: as they are and shuffled with repeats, cut into calls at any place. */
const stories = fc
  .array(event, { minLength: 1, maxLength: 14 })
  .map((events): Told[] => events.map((one, i) => ({ ...one, id: `e${i}` })))
  .chain((events) => {
    const again = fc.shuffledSubarray(events).map((some) => [...events, ...some])
    const shuffled = again.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
    return fc.record({ events: fc.constant(events), shuffled, cuts: fc.array(fc.integer({ min: 1, max: 6 })) })
  })

const REFERENCES = ['id', 'customerReference', 'orderReference', 'cartReference']
function inStory(story: string, { at, ...event }: Told): Sent {
  const named = Object.entries(event).map(([key, value]) => [
    key,
    REFERENCES.includes(key) && typeof value === 'string' ? story + value : value,
  ])
  return { ...Object.fromEntries(named.filter(([, value]) => value !== undefined)), at: new Date(at).toISOString() }
}

async function tell(house: TestHouse, story: string, events: Told[], cuts: number[]): Promise<History> {
  let from = 0
  for (const size of [...cuts, events.length]) {
    const some = events.slice(from, from + size)
    if (some.length === 0) break
    expect((await report(house, ...some.map((one) => inStory(story, one)))).errors).toEqual([])
    from += size
  }
  return historyOf(house, story, ORDERS, PEOPLE)
}

/** The sums, counted anew from the events alone. */
function countedAnew(events: Told[]): Record<string, { orders: number; totalMinor: number }> {
  const sums: Record<string, { orders: number; totalMinor: number }> = {}
  for (const reference of ORDERS) {
    const about = events.filter((one) => one.orderReference === reference)
    if (about.some((one) => one.type === 'order.cancelled')) continue
    const [standing] = about
      .filter((one) => one.type === 'order.placed')
      .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    if (standing?.customerReference === undefined) continue
    const back = about
      .filter((one) => one.type === 'order.refunded')
      .reduce((sum, one) => sum + Number(one.amountMinor), 0)
    const key = `${standing.customerReference} ${standing.currency}`
    const sum = sums[key] ?? { orders: 0, totalMinor: 0 }
    sums[key] = { orders: sum.orders + 1, totalMinor: sum.totalMinor + Math.max(0, Number(standing.totalMinor) - back) }
  }
  return sums
}

forEachHouse('any order of arrival', (open, engine) => {
  it('ends in the same facts, and the sums are those of the events', async () => {
    const house = await open()
    let run = 0
    await fc.assert(
      fc.asyncProperty(stories, async ({ events, shuffled, cuts }) => {
        run++
        const straight = await tell(house, `a${run}:`, events, [])
        const otherwise = await tell(house, `b${run}:`, shuffled, cuts)
        expect(otherwise).toEqual(straight)
        const sums = straight.sums.map((row) => [
          `${row.customerId} ${row.currency}`,
          { orders: row.orders, totalMinor: row.totalMinor },
        ])
        expect(Object.fromEntries(sums)).toEqual(countedAnew(events))
        const spent = straight.sums.filter((row) => row.totalMinor !== 0)
        for (const row of spent) expect(straight.changes[`${row.customerId} ${row.currency}`]).toBe(row.totalMinor)
        for (const row of straight.categories) {
          expect(row.quantity).toBeGreaterThanOrEqual(0)
          expect(row.spentMinor).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: engine === 'sqlite' ? RUNS : RUNS / 5 },
    )
  })

  it('holds when pages of the same orders are written at once', async () => {
    const house = await open()
    const events: Told[] = Array.from({ length: 240 }, (_, i) => ({
      id: `e${String(i).padStart(3, '0')}`,
      at: TEST_START - (i % 13) * 1000,
      orderReference: `o${i % 30}`,
      ...(i % 5 === 4
        ? { type: 'order.refunded', amountMinor: 7 }
        : {
            type: 'order.placed',
            customerReference: PEOPLE[i % 2],
            items: [{ sku: 's', category: CATEGORIES[i % 3], quantity: 1, unitPriceMinor: 100 + i }],
            totalMinor: 100 + i,
            currency: 'EUR',
          }),
    }))
    const references = Array.from({ length: 30 }, (_, i) => `o${i}`)
    await report(house, ...events.map((one) => inStory('a:', one)))
    const heaps = Array.from({ length: 12 }, (_, i) => events.filter((_, at) => at % 12 === i).toReversed())
    await Promise.all(heaps.map((heap) => report(house, ...heap.map((one) => inStory('b:', one)))))
    expect(await historyOf(house, 'b:', references, PEOPLE)).toEqual(await historyOf(house, 'a:', references, PEOPLE))
  })
})
