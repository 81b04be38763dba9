// One row of many that are put behind an answer: a customer, a product, an SKU or an order, found by its own key.
import type { House } from '#core/house.ts'
import { customerShape, findPerson, namedCustomer, putPerson } from './customers.ts'
import { putOrder } from './order-notes.ts'
import { orderShape } from './orders.ts'
import { readShape } from './read-shape.ts'
import { changeThing, findThing, makeThing } from './things.ts'

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Null when it was done, else why not. 400 `invalid_payload`. */
export async function putAsked(
  house: House,
  kind: 'customer' | 'product' | 'sku' | 'order',
  row: Record<string, unknown>,
  mayCreate: boolean,
): Promise<string | null> {
  if (kind === 'customer') return putCustomer(house, row, mayCreate)
  if (kind === 'order') {
    const asked = readShape(orderShape, row)
    await putOrder(house, undefined, asked, readShape(namedCustomer, asked.customer))
    return null
  }
  const key = text(row.id) ?? text(row.source_id)
  const known = key === undefined ? null : await findThing(house, kind, key)
  if (known) await changeThing(house, kind, known.id, row)
  else if (mayCreate) await makeThing(house, kind, row, text(row.product_id))
  else return 'Not found'
  return null
}

async function putCustomer(house: House, row: Record<string, unknown>, mayCreate: boolean): Promise<string | null> {
  const fields = readShape(customerShape, row)
  const key = fields.source_id || fields.id
  if (!mayCreate && (!key || (await findPerson(house, key)) === null)) return 'Customer not found'
  await putPerson(house, fields)
  return null
}
