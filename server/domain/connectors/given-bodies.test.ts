// Every body that vendors have published: taken once however often it comes, and refused with any byte of it changed.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { listConnectors, listDeliveries } from './endpoints.ts'
import { bodies, deliveredOf, folder, topicOf } from './test-bodies.ts'
import { connect, headersFor, MACHINE_NOW, SECRET, URL } from './test-vendors.ts'
import { vendors } from './vendors/all.ts'

if (bodies.length === 0) {
  test.skip('bodies that vendors have published are not here: set VOUCHSAFE_DATA to their folder to check them')
  console.warn(`No bodies in ${folder}: nothing of them was checked.`)
}

if (bodies.length > 0) {
  test('each byte of each body, changed by itself, makes its signature wrong', () => {
    for (const { kind, file, text } of bodies) {
      const body = Buffer.from(text)
      const headers = headersFor(kind, topicOf(file), body)
      const delivery = { header: (name: string) => headers[name], body, method: 'POST', urls: [URL] }
      const isTaken = () =>
        vendors[kind].isGreeting?.(delivery) === true || vendors[kind].isSigned([SECRET], delivery, MACHINE_NOW)
      expect(isTaken(), file).toBe(true)
      const taken: number[] = []
      for (let at = 0; at < body.length; at += 1) {
        const before = body[at] as number
        // Another bit from byte to byte, so that no one of them is the one that is not looked at.
        body[at] = before ^ (1 << (at % 8))
        if (isTaken()) taken.push(at)
        body[at] = before
      }
      expect(taken, file).toEqual([])
    }
  })

  forEachHouse('bodies that vendors have published', (open) => {
    test.each(bodies)('$kind $file', async ({ kind, file, text }) => {
      const house = await open()
      const { send, id } = await connect(house, kind)
      const body = deliveredOf(text)
      const topic = topicOf(file)
      const first = await send(topic, body)
      expect(first.rejected, JSON.stringify(first)).toBe(0)
      const facts = await count(house)
      const second = await send(topic, body)
      expect([second.accepted, second.rejected]).toEqual([0, 0])
      expect(await count(house)).toEqual(facts)
      const deliveries = (await listDeliveries(house.store.read, id, { limit: 5 })).data
      expect(deliveries).toHaveLength(2)
      const bytes = Buffer.from(body)
      const places = Array.from({ length: 40 }, (_, i) => Math.floor((i * (bytes.length - 1)) / 39))
      for (const at of places) {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ 1
        await expect(send(topic, body, { bytes: changed })).rejects.toMatchObject({ code: 'connector.signature' })
      }
      expect(await count(house)).toEqual(facts)
      expect((await listDeliveries(house.store.read, id, { limit: 5 })).data).toEqual(deliveries)
      expect((await listConnectors(house, { limit: 1 })).data[0]?.refused).toBe(places.length)
    })
  })
}

async function count({ store }: TestHouse) {
  const names = ['events', 'orders', 'carts', 'customers', 'signups', 'requests', 'products', 'contact_points']
  const counts: Record<string, number> = {}
  for (const name of names) {
    const [row] = await store.read.rows<{ n: number }>(sql`select count(*) as n from ${sql.identifier(name)}`)
    counts[name] = Number(row?.n)
  }
  return counts
}
