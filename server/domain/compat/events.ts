// Custom events that the drop-in is told: reported to the house, whose triggers may wait for them, and kept for the activity.
import { z } from 'zod'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { attributesByKey } from '#customers/attributes.ts'
import { reportEvents } from '#occasions/report.ts'
import { settleOrders } from '#redemption/from-order.ts'
import { hasWithheld, namedCustomer } from './customers.ts'
import { ownId, toVendor } from './ids.ts'
import { type Body, keepNote } from './notes.ts'
import { readShape, record } from './read-shape.ts'
import { sourceIdOf } from './show-customer.ts'
import { invalidPayload, notFound } from './vendor-error.ts'
import { personOf } from './wishes.ts'

const shape = z.object({
  event: z.string().min(1).max(200),
  customer: namedCustomer,
  metadata: record.nullish(),
  referral: z.unknown().optional(),
  loyalty: z.unknown().optional(),
})

/** What the house calls it: `custom.` and the name in its own signs. */
export const houseEvent = (name: string): string =>
  `custom.${name
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 64)}`

/** Whoever is named by a source id is made when nobody knows her; 404 `not_found` for an id that is nobody's. */
export async function trackEvent(house: House, body: unknown): Promise<Body> {
  const asked = readShape(shape, body)
  if (asked.customer === undefined) throw invalidPayload('Property .customer is required')
  const person = await personOf(house, asked.customer, true)
  if (person === null) throw notFound('customer', asked.customer.id ?? asked.customer.source_id ?? '')
  const id = ownId('evt', house.clock.now())
  const type = houseEvent(asked.event)
  if (type.length > 'custom.'.length) {
    const event = {
      id,
      type,
      at: iso(house.clock.now()),
      customerReference: person.reference,
      ...(asked.metadata ? { data: asked.metadata } : {}),
    }
    await reportEvents(house, event, (tx, events) => settleOrders(house, tx, events))
  }
  const goesWith = (await attributesByKey(house.store.read)).get(type)?.categories ?? []
  const said = { type: asked.event, ...(asked.metadata ? { metadata: asked.metadata } : {}) }
  if (!(await hasWithheld(house, person.id, goesWith)))
    await keepNote(house, { id, kind: 'event', customerId: person.id, goesWith, body: said })
  const customer = { object: 'customer', id: toVendor(person.id), source_id: sourceIdOf(person.reference) }
  return { object: 'event', type: asked.event, customer, referral: null, loyalty: null }
}
