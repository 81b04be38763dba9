// Analysts' figures on delivery: let out in batches, by ten or not at all.
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { deliveryHealth, followHealth, type Health } from './delivery-health.ts'

const counts = fc.record({
  sent: fc.nat(60),
  failed: fc.nat(25),
  bounced: fc.nat(25),
  complained: fc.nat(25),
  unsubscribed: fc.nat(25),
})
const healths: fc.Arbitrary<Health> = fc.record({
  channels: fc.dictionary(fc.constantFrom('email', 'sms'), counts),
  reachedCap: fc.nat(60),
})
const flat = ({ channels, reachedCap }: Health) =>
  new Map([
    ['cap', reachedCap],
    ...Object.entries(channels).flatMap(([channel, figures]) =>
      Object.entries(figures).map(([name, count]): [string, number] => [`${channel} ${name}`, count]),
    ),
  ])

test('no two answers differ by fewer than ten, and none is further than that from what is so', () => {
  fc.assert(
    fc.property(fc.array(healths, { maxLength: 12 }), (days) => {
      let before: Health | null = null
      for (const live of days) {
        const next: Health = followHealth(before, live)
        const [was, is, so] = [flat(before ?? { channels: {}, reachedCap: 0 }), flat(next), flat(live)]
        for (const key of new Set([...was.keys(), ...is.keys(), ...so.keys()])) {
          const by = Math.abs((is.get(key) ?? 0) - (was.get(key) ?? 0))
          expect(by === 0 || by >= 10).toBe(true)
          expect(Math.abs((is.get(key) ?? 0) - (so.get(key) ?? 0))).toBeLessThan(10)
        }
        before = next
      }
    }),
  )
})

const suppress = (house: TestHouse, from: number, to: number) =>
  house.store.write(async (tx) => {
    for (let i = from; i < to; i += 1)
      await tx.rows(sql`insert into suppressions (print, channel, reason, at)
        values (${`print ${i}`}, 'email', 'complaint', ${tx.now}) returning channel`)
  })

forEachHouse('the health of delivery', (open) => {
  test('is live for who may see orders, and comes in batches for analysts', async () => {
    const house = await open()
    const seen = async (exact: boolean) =>
      (await deliveryHealth(house, { exact })).channels.map((row) => row.complained)
    await suppress(house, 0, 9)
    expect([await seen(true), await seen(false)]).toEqual([[9], []])
    await suppress(house, 9, 12)
    expect(await seen(false)).toEqual([])
    house.advance(5 * MINUTE_MS)
    expect(await seen(false)).toEqual([10])
    await suppress(house, 12, 21)
    house.advance(5 * MINUTE_MS)
    expect([await seen(true), await seen(false)]).toEqual([[21], [10]])
    await suppress(house, 21, 22)
    expect(await seen(false)).toEqual([10])
    house.advance(5 * MINUTE_MS)
    expect(await seen(false)).toEqual([20])
    expect((await deliveryHealth(house, { exact: false })).asOf).toBe(new Date(house.clock.now()).toISOString())
  })
})
