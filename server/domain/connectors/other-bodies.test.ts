// Bodies of other shapes than those that were published: what shops really send around edits, refunds, other currencies, guests,
// articles that are gone, discounts on shipping, and subscriptions of a newer kind.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { findCustomer } from '#customers/find.ts'
import { showCustomer } from '#customers/show.ts'
import { shopifyOrders, sold } from './test-shopify-orders.ts'
import { connect } from './test-vendors.ts'

async function orderOf({ store }: TestHouse, reference: string) {
  const [row] = await store.read.rows<{ total: number; back: number; items: string | null }>(
    sql`select total_minor as total, refunded_minor as back, items from orders where reference = ${reference}`,
  )
  const items = JSON.parse(row?.items ?? '[]') as { amountMinor: number }[]
  return { ...row, sum: items.reduce((sum, item) => sum + item.amountMinor, 0), items }
}

forEachHouse('bodies of other shapes', (open) => {
  test('Shopify’s orders', async () => {
    const house = await open()
    const { send } = await connect(house, 'shopify')
    for (const [index, [what, topic, more, [total, back, sum]]] of shopifyOrders.entries()) {
      const id = 5_001_234_567_890 + index
      const body = sold(more)
      const refunds = body.refunds.map((refund) => ({ ...(refund as object), id: 700 + index }))
      const answer = await send(topic, { ...body, id, refunds })
      expect([what, answer.handled, answer.rejected]).toEqual([what, true, 0])
      const order = await orderOf(house, String(id))
      expect([what, Number(order.total), Number(order.back)]).toEqual([what, total, back])
      if (sum >= 0) expect([what, order.sum]).toEqual([what, sum])
      else expect(order.items).toHaveLength(1000)
    }
  })

  test('what means nothing here is taken and counts nothing', async () => {
    const house = await open()
    const { send } = await connect(house, 'shopify', { currency: 'EUR' })
    const quiet: [string, unknown][] = [
      ['draft_orders/create', { id: 1, status: 'open', line_items: [] }],
      [
        'orders/edited',
        { order_edit: { id: 1, order_id: 2, line_items: { additions: [{ id: 3, delta: 1 }], removals: [] } } },
      ],
      ['order_transactions/create', { id: 1, order_id: 2, kind: 'sale', amount: '1.00' }],
      ['products/delete', { id: 1 }],
      ['customers_email_marketing_consent/update', { customer_id: 1, email_address: 'a@x.example' }],
      ['orders/create', { id: null }],
      [
        'refunds/create',
        { id: 1, order_id: 2, created_at: '2026-06-15T01:00:00Z', refund_line_items: [], transactions: [] },
      ],
      ['orders/create', []],
    ]
    for (const [topic, body] of quiet)
      expect([topic, await send(topic, body)]).toMatchObject([topic, { received: true, accepted: 0, rejected: 0 }])
    expect(
      await send('products/update', {
        id: 1,
        title: 'Tea',
        variants: [
          { id: 2, price: null },
          { id: 3, sku: null, price: '1.20', title: 'Large' },
        ],
      }),
    ).toMatchObject({ accepted: 1, rejected: 0 })
  })

  test('WooCommerce’s: guests, articles that are gone, weights, free coupons, refunds in full', async () => {
    const house = await open()
    const { send } = await connect(house, 'woocommerce')
    const bought = {
      id: 801,
      status: 'completed',
      currency: 'JPY',
      prices_include_tax: true,
      customer_id: 0,
      date_created: '2026-06-15T09:00:00',
      date_created_gmt: '2026-06-15T00:00:00',
      date_modified_gmt: '2026-06-15T00:00:00',
      total: '1100',
      billing: { first_name: 'Guest', email: 'guest@x.example', phone: '' },
      line_items: [
        {
          id: 1,
          product_id: 0,
          variation_id: 0,
          sku: null,
          quantity: 1,
          subtotal: '900',
          subtotal_tax: '90',
          total: '900',
          total_tax: '90',
        },
        {
          id: 2,
          product_id: 9,
          variation_id: 0,
          sku: '',
          quantity: 0.5,
          subtotal: '100',
          subtotal_tax: '10',
          total: '100',
          total_tax: '10',
        },
      ],
      coupon_lines: [{ id: 4, code: 'freeship', discount: '0', discount_tax: '0' }],
      fee_lines: [{ name: 'Wrap', total: '10' }],
      shipping_lines: [],
      refunds: [],
    }
    expect(await send('order.created', bought)).toMatchObject({ accepted: 1, rejected: 0 })
    expect(await orderOf(house, '801')).toMatchObject({ sum: 990, items: [{ sku: '1' }] })
    expect(await findCustomer(house.store.read, house.secrets, '0')).toBeNull()
    const back = { ...bought, status: 'refunded', date_modified_gmt: '2026-06-16T00:00:00' }
    expect(await send('order.updated', back)).toMatchObject({ rejected: 0 })
    expect(Number((await orderOf(house, '801')).back)).toBe(1100)
    expect(await send('order.updated', { ...bought, id: 802, status: 'checkout-draft', line_items: [] })).toMatchObject(
      { accepted: 0, rejected: 0 },
    )
    expect(await send('order.deleted', { id: 801 })).toMatchObject({ accepted: 1, rejected: 0 })
  })

  test('HubSpot’s: deals, merges and associations beside contacts, old and new subscriptions, the same event id', async () => {
    const house = await open()
    const { send } = await connect(house, 'hubspot')
    const at = 1_781_000_000_000
    const changes = [
      { eventId: 1, subscriptionType: 'deal.creation', objectId: 5, occurredAt: at },
      { eventId: 1, subscriptionType: 'contact.associationChange', fromObjectId: 5, toObjectId: 6, occurredAt: at },
      {
        eventId: 1,
        subscriptionType: 'contact.merge',
        objectId: 5,
        primaryObjectId: 5,
        mergedObjectIds: [6],
        occurredAt: at,
      },
      {
        eventId: 1,
        subscriptionType: 'deal.propertyChange',
        objectId: 5,
        propertyName: 'email',
        propertyValue: 'no@x.example',
        occurredAt: at,
      },
      {
        eventId: 1,
        subscriptionType: 'object.propertyChange',
        objectTypeId: '0-1',
        objectId: 77,
        propertyName: 'email',
        propertyValue: 'new@x.example',
        occurredAt: at,
      },
      {
        eventId: 1,
        subscriptionType: 'object.propertyChange',
        objectTypeId: '0-3',
        objectId: 77,
        propertyName: 'email',
        propertyValue: 'deal@x.example',
        occurredAt: at + 5,
      },
      { eventId: 1, subscriptionType: 'object.creation', objectTypeId: '0-1', objectId: 77, occurredAt: at },
    ]
    expect(await send('', changes)).toMatchObject({ handled: true, accepted: 2, rejected: 0 })
    expect(await send('', changes)).toMatchObject({ accepted: 0, duplicates: 2, rejected: 0 })
    expect(await showCustomer(house, 'hubspot:77')).toMatchObject({ email: 'new@x.example' })
    expect(await findCustomer(house.store.read, house.secrets, 'hubspot:5')).toBeNull()
    await send('', [
      { subscriptionType: 'object.privacyDeletion', objectTypeId: '0-1', objectId: 77, occurredAt: at + 9 },
    ])
    expect(await findCustomer(house.store.read, house.secrets, 'hubspot:77')).toBeNull()
  })
})
