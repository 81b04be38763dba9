/** The drop-in's publications, orders, products and categories, driven by the vendor's own client. */
import { VoucherifyServerSide } from '@voucherify/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'

type Told = Record<string, unknown>
type Any = never

describe.each<Engine>(['sqlite', 'postgres'])('things of the drop-in on %s', (engine) => {
  let server: TestServer
  let client: ReturnType<typeof VoucherifyServerSide>

  beforeAll(async () => {
    server = await startServer({ engine })
    client = VoucherifyServerSide({
      applicationId: 'a',
      secretKey: server.adminKey,
      apiUrl: `${server.url}/voucherify`,
    })
  })
  afterAll(() => server.close())

  const refused = (key: string, code = 400) => expect.objectContaining({ code, key })
  const raw = (method: string, path: string, body?: unknown) =>
    server.request(method, `/voucherify/v1${path}`, body, {
      key: null,
      headers: { 'x-app-id': 'a', 'x-app-token': server.adminKey },
    })
  const campaign = (name: string, more: Told = {}) =>
    raw('POST', '/campaigns', {
      name,
      voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 100 } },
      ...more,
    })
  const publish = async (asked: Told) =>
    (await client.distributions.publications.create(asked as Any)) as unknown as Told

  test('a voucher of a campaign is given to a customer: fresh ones, those there are, one only', async () => {
    await campaign('auto')
    const given = await publish({
      campaign: { name: 'auto' },
      customer: { source_id: 'ada', name: 'Ada' },
      metadata: { a: 1 },
    })
    expect(given).toMatchObject({
      object: 'publication',
      result: 'SUCCESS',
      metadata: { a: 1 },
      customer: { source_id: 'ada' },
    })
    const { holder_id, code } = given.voucher as Told
    expect(holder_id).toBe(given.customer_id)
    expect(await client.vouchers.list({ customer: 'ada' } as Any)).toMatchObject({ total: 1, vouchers: [{ code }] })
    expect(
      (await publish({ campaign: { name: 'auto', count: 3 }, customer: { source_id: 'ada' } })).vouchers,
    ).toHaveLength(3)

    await campaign('fixed', { type: 'STATIC' })
    await client.campaigns.addCertainVoucher('fixed', 'ONLY')
    expect(
      await publish({ campaign: { name: 'fixed' }, customer: { source_id: 'ada' }, source_id: 'p-1' }),
    ).toMatchObject({ voucher: { code: 'ONLY' }, source_id: 'p-1' })
    await expect(publish({ campaign: { name: 'fixed' }, customer: { source_id: 'bob' } })).rejects.toEqual(
      refused('no_voucher_suitable_for_publication'),
    )
    await expect(
      publish({ campaign: { name: 'auto' }, customer: { source_id: 'ada' }, source_id: 'p-1' }),
    ).rejects.toEqual(refused('duplicate_source_id'))
    await campaign('club', { join_once: true })
    await publish({ campaign: { name: 'club' }, customer: { source_id: 'ada' } })
    await expect(publish({ campaign: { name: 'club' }, customer: { source_id: 'ada' } })).rejects.toEqual(
      refused('voucher_cannot_be_published'),
    )
    await expect(publish({ customer: { source_id: 'ada' } })).rejects.toEqual(refused('missing_vouchers'))
    expect(await client.distributions.publications.list({ customer: 'ada' } as Any)).toMatchObject({ total: 4 })
  })

  test('whoever has objected is given nothing', async () => {
    await client.customers.create({ source_id: 'no' })
    await campaign('all')
    const noted = await server.request('PUT', '/v1/customers/no/objections', { purpose: 'drop_in', objects: true })
    expect([noted.status, noted.text]).toEqual([200, noted.text])
    await expect(publish({ campaign: { name: 'all' }, customer: { source_id: 'no' } })).rejects.toEqual(
      refused('publication_not_allowed'),
    )
  })

  test('an order is kept, found by both names, and changed', async () => {
    const made = (await client.orders.create({
      source_id: 'o-1',
      amount: 500,
      customer: { source_id: 'ada' },
    } as Any)) as unknown as Told
    expect(made).toMatchObject({
      id: expect.stringMatching(/^ord_/),
      source_id: 'o-1',
      status: 'CREATED',
      amount: 500,
      object: 'order',
    })
    expect(await client.orders.update({ id: made.id, status: 'PAID' } as Any)).toMatchObject({
      id: made.id,
      status: 'PAID',
      amount: 500,
    })
    expect(await client.orders.get(String(made.id))).toMatchObject({ status: 'PAID' })
    expect(await client.orders.list({ limit: 5 } as Any)).toMatchObject({
      data_ref: 'orders',
      orders: [{ id: made.id }],
    })
    await expect(client.orders.get('nothing')).rejects.toEqual(refused('not_found', 404))
  })

  test('products, their SKUs and categories are kept', async () => {
    const product = (await client.products.create({
      name: 'Tea',
      source_id: 'tea',
      price: 900,
    } as Any)) as unknown as Told
    expect(product).toMatchObject({ id: expect.stringMatching(/^prod_/), name: 'Tea', price: 900, object: 'product' })
    expect(await client.products.get(String(product.id))).toMatchObject({ source_id: 'tea' })
    expect(await client.products.update({ id: product.id, metadata: { b: 1 } } as Any)).toMatchObject({
      name: 'Tea',
      metadata: { b: 1 },
    })
    const sku = (await client.products.createSku(String(product.id), {
      sku: 'Tea 100 g',
      source_id: 'tea-100',
    } as Any)) as unknown as Told
    expect(sku).toMatchObject({ sku: 'Tea 100 g', product_id: product.id, object: 'sku' })
    expect(await client.products.listSkus(String(product.id))).toMatchObject({ total: 1 })
    await client.products.delete(String(product.id))
    await expect(client.products.get(String(product.id))).rejects.toEqual(refused('not_found', 404))
    const category = await raw('POST', '/categories', { name: 'first', hierarchy: 1 })
    expect(Object.keys(category.body as Told)).toEqual(['id', 'name', 'hierarchy', 'created_at', 'object'])
    expect((await raw('POST', '/categories', { name: 'first', hierarchy: 2 })).status).toBe(409)
  })

  test('what is given another name is found by it, and nobody else may have that name', async () => {
    for (const [path, name, more] of [
      ['/products', 'source_id', {}],
      ['/categories', 'name', { hierarchy: 1 }],
      ['/orders', 'source_id', { amount: 500 }],
    ] as const) {
      const { id } = (await raw('POST', path, { [name]: 'named once', ...more })).body as Told
      await raw('POST', path, { [name]: 'named before', ...more })
      const changed = await raw('PUT', `${path}/${id}`, { [name]: 'named twice' })
      expect(changed.body).toMatchObject({ id, [name]: 'named twice' })
      expect((await raw('GET', `${path}/${encodeURIComponent('named twice')}`)).body).toEqual(changed.body)
      expect((await raw('PUT', `${path}/${id}`, { [name]: 'named before' })).body).toEqual(
        refused('duplicate_found', 409),
      )
    }
    const product = (await raw('POST', '/products', { source_id: 'shoe', name: 'Shoe' })).body as Told
    const sku = (await raw('POST', `/products/${product.id}/skus`, { source_id: 'red', sku: 'Red' })).body as Told
    expect((await raw('GET', `/products/shoe/skus/${sku.id}`)).body).toEqual(sku)
    expect((await raw('GET', `/products/${encodeURIComponent('named twice')}/skus/${sku.id}`)).body).toEqual(
      refused('not_found', 404),
    )
  })
})
