// Whatever order events come in, twice, late and with clocks that are wrong: carts and milestones are due exactly for those for
// whom a plain reading of the same events says so, at every look.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { TriggerOf } from '#shared/contracts/triggers.ts'
import { DAY_MS, MINUTE_MS } from '#shared/time.ts'
import { cartsDue, type Heard, milestonesDue } from '../test-reference.ts'
import { dueNow, report, type Sent } from '../test-scene.ts'

const RUNS = 40
const iso = (instant: number) => new Date(instant).toISOString()
const who = fc.constantFrom('ann', 'bob')

/** `skew` is how far the shop's clock is from ours, in minutes; `wait` how long we then wait before the next event. */
const timing = { skew: fc.integer({ min: -180, max: 180 }), wait: fc.integer({ min: 0, max: 45 }) }
const cartEvent = fc.oneof(
  fc.record({
    ...timing,
    type: fc.constant('cart.updated'),
    who,
    cart: fc.constantFrom('k1', 'k2'),
    totalMinor: fc.integer({ min: 0, max: 1000 }),
    categories: fc.subarray(['tea', 'milk']),
  }),
  fc.record({
    ...timing,
    type: fc.constant('order.placed'),
    who,
    order: fc.constantFrom('o1', 'o2'),
    totalMinor: fc.constant(5),
  }),
)
const orderEvent = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...timing,
      days: fc.integer({ min: -5, max: 500 }),
      type: fc.constant('order.placed'),
      who,
      order: fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5', 'o6'),
      totalMinor: fc.integer({ min: 0, max: 900 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...timing,
      type: fc.constant('order.refunded'),
      order: fc.constantFrom('o1', 'o2', 'o3', 'o4'),
      totalMinor: fc.integer({ min: 1, max: 500 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ ...timing, type: fc.constant('order.cancelled'), order: fc.constantFrom('o1', 'o2', 'o3') }),
  },
)
type Drawn = {
  type: string
  skew: number
  wait: number
  days?: number
  who?: string
  cart?: string
  order?: string
  totalMinor?: number
  categories?: string[]
}

/** Events, each with a place in a second telling of some of them. */
const streams = (event: fc.Arbitrary<Drawn>) =>
  fc.record({
    drawn: fc.array(event, { minLength: 1, maxLength: 12 }),
    again: fc.array(fc.nat(11), { maxLength: 5 }),
  })

let stories = 0

/** Tells a stream event by event and looks after each; `look` compares what is due with the reference. */
async function tell(
  house: TestHouse,
  { drawn, again }: { drawn: Drawn[]; again: number[] },
  look: (heard: Heard[], people: string[], launched: number) => Promise<void>,
) {
  const story = `${house.store.engine}${stories++}-`
  const launched = house.clock.now()
  const heard: Heard[] = []
  const told: Sent[] = []
  for (const one of drawn) {
    told.push(eventOf(one, story, house.clock.now(), told.length))
    const repeat = again[told.length % Math.max(1, again.length)]
    const sent = [told.at(-1), ...(repeat === undefined ? [] : [told[repeat]])].filter((event) => event !== undefined)
    await report(house, ...sent)
    heard.push(...sent.map((event) => ({ event, received: house.clock.now() })))
    house.advance(one.wait * MINUTE_MS)
    await look(heard, [`${story}ann`, `${story}bob`], launched)
  }
}

function eventOf(one: Drawn, story: string, now: number, serial: number): Sent {
  const items = (one.categories ?? []).map((category) => ({ sku: category, category, quantity: 1, unitPriceMinor: 5 }))
  return {
    id: `${story}${serial}`,
    type: one.type,
    at: iso(now + one.skew * MINUTE_MS + (one.days ?? 0) * DAY_MS),
    ...(one.who && { customerReference: story + one.who }),
    ...(one.cart && { cartReference: one.cart }),
    ...(one.order && { orderReference: story + one.order }),
    ...(one.type === 'order.refunded'
      ? { amountMinor: one.totalMinor }
      : one.type === 'order.cancelled'
        ? {}
        : { items, totalMinor: one.totalMinor, currency: 'EUR' }),
  }
}

forEachHouse('any stream of events', (open, engine) => {
  it('leaves the carts that a plain reading leaves', async () => {
    const house = await open()
    const triggers: TriggerOf<'cart_abandoned'>[] = [
      { kind: 'cart_abandoned', delayMinutes: 30 },
      { kind: 'cart_abandoned', delayMinutes: 60, minimumTotalMinor: 400, category: 'tea' },
    ]
    const law = fc.asyncProperty(streams(cartEvent), async (stream) => {
      house.advance(10 * DAY_MS)
      await tell(house, stream, async (heard, people, launchedAt) => {
        for (const trigger of triggers)
          expect(await dueNow(house, trigger, people, { launchedAt })).toEqual(
            cartsDue(heard, trigger, house.clock.now(), launchedAt),
          )
      })
    })
    await fc.assert(law, { numRuns: engine === 'sqlite' ? RUNS : RUNS / 4 })
  })

  it('crosses the milestones that a plain reading crosses', async () => {
    const house = await open()
    const base = { kind: 'spend_milestone', thresholdMinor: 1000, currency: 'EUR' } as const
    const periods: TriggerOf<'spend_milestone'>['period'][] = [
      undefined,
      { kind: 'calendar_year' },
      { kind: 'rolling', days: 90 },
    ]
    const triggers = periods.flatMap((period) =>
      [true, false].map((repeats) => ({ ...base, repeats, ...(period && { period }) })),
    )
    const law = fc.asyncProperty(streams(orderEvent), async (stream) => {
      house.advance(DAY_MS)
      await tell(house, stream, async (heard, people, launchedAt) => {
        for (const trigger of triggers)
          expect([trigger, await dueNow(house, trigger, people, { launchedAt })]).toEqual([
            trigger,
            milestonesDue(heard, trigger, launchedAt),
          ])
      })
    })
    await fc.assert(law, { numRuns: engine === 'sqlite' ? RUNS : RUNS / 4 })
  })
})
