// Doors of the drop-in about products, SKUs, categories, orders and publications.
import { namedCustomer, requirePerson } from '#compat/customers.ts'
import { listOrders, putOrder, showOrder } from '#compat/order-notes.ts'
import { orderShape } from '#compat/orders.ts'
import { listPublications, publicationShape, publish } from '#compat/publications.ts'
import { readShape } from '#compat/read-shape.ts'
import { changeThing, dropThing, listThings, makeThing, showThing, type Thing } from '#compat/things.ts'
import { requireVoucher } from '#compat/vouchers.ts'
import type { Scope } from '#shared/kinds.ts'
import { type Ask, type CompatDoor, gone, list, ok, paging, single } from './door.ts'

function shelf(path: string, kind: Thing, ref: string, write: Scope): CompatDoor[] {
  const one = `${path}/:id`
  return [
    { method: 'post', path, scope: write, handle: async ({ house, body }) => ok(await makeThing(house, kind, body)) },
    {
      method: 'get',
      path,
      scope: 'vouchers.read',
      handle: async ({ house, query }) => {
        const { items, total } = await listThings(house, kind, paging(query))
        return list(ref, items, total)
      },
    },
    {
      method: 'get',
      path: one,
      scope: 'vouchers.read',
      handle: async ({ house, params }) => ok(await showThing(house, kind, params.id ?? '')),
    },
    {
      method: 'put',
      path: one,
      scope: write,
      handle: async ({ house, params, body }) => ok(await changeThing(house, kind, params.id ?? '', body)),
    },
    {
      method: 'delete',
      path: one,
      scope: write,
      handle: async ({ house, params }) => {
        await dropThing(house, kind, params.id ?? '')
        return gone
      },
    },
  ]
}

const skus: CompatDoor[] = [
  {
    method: 'post',
    path: '/products/:product/skus',
    scope: 'products.write',
    handle: async ({ house, params, body }) => ok(await makeThing(house, 'sku', body, params.product)),
  },
  {
    method: 'get',
    path: '/products/:product/skus',
    scope: 'vouchers.read',
    handle: async ({ house, params, query }) => {
      const { items, total } = await listThings(house, 'sku', paging(query), params.product)
      return list('skus', items, total)
    },
  },
  {
    method: 'put',
    path: '/products/:product/skus/:id',
    scope: 'products.write',
    handle: async ({ house, params, body }) => ok(await changeThing(house, 'sku', params.id ?? '', body)),
  },
  {
    method: 'delete',
    path: '/products/:product/skus/:id',
    scope: 'products.write',
    handle: async ({ house, params }) => {
      await dropThing(house, 'sku', params.id ?? '')
      return gone
    },
  },
  {
    method: 'get',
    path: '/skus/:id',
    scope: 'vouchers.read',
    handle: async ({ house, params }) => ok(await showThing(house, 'sku', params.id ?? '')),
  },
]

async function saveOrder({ house, params, body }: Ask) {
  const asked = readShape(orderShape, body)
  return ok(await putOrder(house, params.id, asked, readShape(namedCustomer, asked.customer)))
}

const orders: CompatDoor[] = [
  { method: 'post', path: '/orders', scope: 'events.write', handle: saveOrder },
  {
    method: 'get',
    path: '/orders',
    scope: 'redemptions.read',
    handle: async ({ house, query }) => {
      const { orders, total } = await listOrders(house, paging(query))
      return list('orders', orders, total)
    },
  },
  {
    method: 'get',
    path: '/orders/:id',
    scope: 'redemptions.read',
    handle: async ({ house, params }) => ok(await showOrder(house, params.id ?? '')),
  },
  { method: 'put', path: '/orders/:id', scope: 'events.write', handle: saveOrder },
]

export const publishDoor = async ({ house, query, body }: Ask) =>
  ok(await publish(house, readShape(publicationShape, body), single(query.join_once) === 'true'))

const publications: CompatDoor[] = [
  { method: 'post', path: '/publications', scope: 'vouchers.issue', handle: publishDoor },
  {
    method: 'get',
    path: '/publications',
    scope: 'vouchers.read',
    handle: async ({ house, query }) => {
      const { limit, offset } = paging(query)
      const customer = single(query.customer)
      const voucher = single(query.voucher)
      const customerId = customer === undefined ? undefined : (await requirePerson(house, customer)).id
      const voucherId = voucher === undefined ? undefined : (await requireVoucher(house, voucher)).row.id
      const { publications: some, total } = await listPublications(house, { limit, offset, customerId, voucherId })
      return list('publications', some, total)
    },
  },
]

export const thingDoors: CompatDoor[] = [
  ...shelf('/products', 'product', 'products', 'products.write'),
  ...shelf('/categories', 'category', 'data', 'campaigns.write'),
  ...skus,
  ...orders,
  ...publications,
]
