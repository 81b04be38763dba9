// Doors of the drop-in about products, SKUs, categories, orders and publications.
import { z } from 'zod'
import { startAction } from '#compat/actions.ts'
import { requireCampaign } from '#compat/campaigns.ts'
import { namedCustomer, requirePerson } from '#compat/customers.ts'
import { type Fits, publicationReaders } from '#compat/filters.ts'
import { listOrders, putOrder, showOrder } from '#compat/order-notes.ts'
import { orderShape } from '#compat/orders.ts'
import { listPublications, publicationShape, publish } from '#compat/publications.ts'
import { readShape, record } from '#compat/read-shape.ts'
import { changeThing, dropThing, listThings, makeThing, showThing, type Thing } from '#compat/things.ts'
import { requireVoucher } from '#compat/vouchers.ts'
import type { Scope } from '#shared/kinds.ts'
import { type Ask, accepted, type CompatDoor, gone, list, ok, orderIn, paging, refuseFilters, single } from './door.ts'

function shelf(path: string, kind: Thing, ref: string, write: Scope): CompatDoor[] {
  const one = `${path}/:id`
  return [
    { method: 'post', path, scope: write, handle: async ({ house, body }) => ok(await makeThing(house, kind, body)) },
    {
      method: 'get',
      path,
      scope: 'vouchers.read',
      handle: async ({ house, query }) => {
        refuseFilters(query)
        const { isAscending } = orderIn(query)
        const { limit, page, offset } = paging(query)
        const { items, total } = await listThings(house, kind, { limit, offset, isAscending })
        return list(ref, items, total, kind === 'category' ? { has_more: page * limit < total } : {})
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

const many = z.array(record).max(100_000)
const sameMetadata = z.object({ source_ids: z.array(z.string()).max(10_000), metadata: record })

/** A row of a CSV file as a product or an SKU: columns that the vendor does not name are metadata. */
function thingOfRow(row: Record<string, string>) {
  const fields: Record<string, unknown> = {}
  const metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(row)) {
    const key = name.toLowerCase()
    if (value === '') continue
    if (key === 'price') fields.price = Math.round(Number(value) * 100)
    else if (['name', 'source_id', 'sku', 'currency', 'product_id', 'image_url'].includes(key)) fields[key] = value
    else metadata[name] = value
  }
  return Object.keys(metadata).length > 0 ? { ...fields, metadata } : fields
}

const inBulk: CompatDoor[] = [
  {
    method: 'post',
    path: '/products/bulk/async',
    scope: 'products.write',
    handle: async ({ house, body, requestId }) => {
      // Some clients send nothing at all, which is nothing to do.
      const rows = Array.isArray(body) ? readShape(many, body) : []
      return accepted(await startAction(house, 'PRODUCTS.BULK_UPDATE', requestId, { kind: 'product', rows }))
    },
  },
  {
    method: 'post',
    path: '/products/metadata/async',
    scope: 'products.write',
    handle: async ({ house, body, requestId }) => {
      const asked = readShape(sameMetadata, body)
      const rows = asked.source_ids.map((source_id) => ({ source_id, metadata: asked.metadata }))
      return accepted(await startAction(house, 'PRODUCTS.BULK_UPDATE_METADATA', requestId, { kind: 'product', rows }))
    },
  },
  ...(['product', 'sku'] as const).map(
    (kind): CompatDoor => ({
      method: 'post',
      path: `/${kind}s/importCSV`,
      scope: 'products.write',
      handle: async ({ house, rows, requestId }) =>
        accepted(await startAction(house, 'PRODUCTS.IMPORT', requestId, { kind, rows: rows.map(thingOfRow) })),
    }),
  ),
  {
    method: 'post',
    path: '/orders/import',
    scope: 'events.write',
    handle: async ({ house, body, requestId }) =>
      accepted(await startAction(house, 'ORDERS.IMPORT', requestId, { rows: readShape(many, body) })),
  },
  {
    method: 'post',
    path: '/redemptions/import',
    scope: 'vouchers.issue',
    handle: async ({ house, body, requestId }) =>
      accepted(await startAction(house, 'REDEMPTIONS.IMPORT', requestId, { rows: readShape(many, body) })),
  },
]

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
    path: '/products/:product/skus/:id',
    scope: 'vouchers.read',
    handle: async ({ house, params }) => ok(await showThing(house, 'sku', params.id ?? '', params.product)),
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
      refuseFilters(query)
      const { orders, total } = await listOrders(house, {
        ...paging(query),
        isAscending: orderIn(query).isAscending,
      })
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

const VOUCHER_TYPES: Record<string, string> = { GIFT: 'GIFT_VOUCHER', DISCOUNT: 'DISCOUNT_VOUCHER' }

/** What this list asks of publications beside filters; undefined when it asks nothing. */
function alsoIn(query: Ask['query']): Fits | undefined {
  const [result, type, source, referral] = ['result', 'voucher_type', 'source_id', 'is_referral_code'].map((name) =>
    single(query[name]),
  )
  if (result === undefined && type === undefined && source === undefined && referral === undefined) return undefined
  const wanted = type === undefined ? undefined : (VOUCHER_TYPES[type] ?? type)
  return (one) =>
    (result === undefined || one.result === result) &&
    (wanted === undefined || publicationReaders.voucher_type?.(one) === wanted) &&
    (source === undefined || one.source_id === source) &&
    referral !== 'true'
}

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
      const campaign = single(query.campaign)
      const campaignId = campaign === undefined ? undefined : (await requireCampaign(house, campaign)).campaign.id
      const order = orderIn(query, ['id', 'voucher_code', 'tracking_id', 'customer_id', 'channel'])
      const asked = {
        limit,
        offset,
        customerId,
        voucherId,
        campaignId,
        order,
        filters: query.filters,
        also: alsoIn(query),
      }
      const { publications: some, total } = await listPublications(house, asked)
      return list('publications', some, total)
    },
  },
]

export const thingDoors: CompatDoor[] = [
  ...inBulk,
  ...shelf('/products', 'product', 'products', 'products.write'),
  ...shelf('/categories', 'category', 'data', 'campaigns.write'),
  ...skus,
  ...orders,
  ...publications,
]
