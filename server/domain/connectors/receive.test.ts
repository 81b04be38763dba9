// Deliveries of vendors: exact ids, codes on orders, stock, people; in any order and any number of times.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outOfStock } from '#catalog/out-of-stock.ts'
import { showProduct } from '#catalog/show.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { findCustomer } from '#customers/find.ts'
import { showCustomer } from '#customers/show.ts'
import { findOrders } from '#occasions/find-orders.ts'
import { listRequests } from '#privacy/requests.ts'
import { listRedemptions } from '#redemption/find.ts'
import { refusedCodesOf } from '#redemption/queries.ts'
import { anOrder, openWithOne, redeemCode } from '#redemption/test-shop.ts'
import { connect } from './test-vendors.ts'

const BIG = '820982911946154508'

/** Text, because a parser would round its ids. */
function shopifyOrder(more: object = {}, id = BIG): string {
  const order = {
    id: 0,
    created_at: '2026-06-14T23:30:00+02:00',
    updated_at: '2026-06-14T23:30:00+02:00',
    currency: 'EUR',
    total_price: '95.00',
    customer: null,
    email: '',
    discount_codes: [],
    discount_applications: [],
    line_items: [{ id: 1, sku: 'tea', quantity: 2, price: '50.00', discount_allocations: [] }],
    refunds: [],
    ...more,
  }
  return JSON.stringify(order).replace('"id":0', `"id":${id}`)
}

const order = async (house: TestHouse, reference: string) =>
  (await findOrders(house.store.read, [reference])).get(reference)
const redemptions = async (house: TestHouse, orderReference: string) =>
  (await listRedemptions(house.store.read, { orderReference, limit: 50 })).data

forEachHouse('deliveries of shops', (open) => {
  test('an order of nobody, with an id beyond what a number holds, counts once; its voucher is redeemed once', async () => {
    const house = await open()
    const { code, id } = await openWithOne(house)
    const { send } = await connect(house, 'shopify')
    const bought = shopifyOrder({
      discount_codes: [{ code: code.toLowerCase(), amount: '5.00', type: 'fixed_amount' }, { code: 'SUMMER' }],
      discount_applications: [{ type: 'discount_code', code: code.toLowerCase() }],
      line_items: [
        {
          id: 1,
          sku: 'tea',
          quantity: 2,
          price: '50.00',
          discount_allocations: [{ amount: '5.00', discount_application_index: 0 }],
        },
      ],
    })
    expect(await send('orders/create', bought)).toMatchObject({ handled: true, accepted: 1, rejected: 0 })
    expect(await send('orders/paid', bought)).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(await redemptions(house, BIG)).toMatchObject([{ voucherId: id, discountMinor: 500 }])
    expect(await refusedCodesOf(house.store.read, BIG)).toEqual([])
    expect(await order(house, BIG)).toBeDefined()
    await send('orders/cancelled', shopifyOrder({ cancelled_at: '2026-06-15T00:00:00Z' }))
    const [redeemed] = await redemptions(house, BIG)
    expect(redeemed).toMatchObject({ reversedMinor: 500 })
  })

  test('what the checkout has redeemed under the order is not redeemed again', async () => {
    const house = await open()
    const { code } = await openWithOne(house)
    await redeemCode(house, code, anOrder({ reference: BIG }))
    const { send } = await connect(house, 'shopify')
    await send('orders/create', shopifyOrder({ discount_codes: [{ code }] }))
    expect(await redemptions(house, BIG)).toHaveLength(1)
    expect(await refusedCodesOf(house.store.read, BIG)).toEqual([])
  })

  test('every order of arrival and every repetition of a life of an order ends alike', async () => {
    const life: [topic: string, body: string][] = [
      ['orders/create', shopifyOrder()],
      ['orders/updated', shopifyOrder({ updated_at: '2026-06-15T00:10:00Z', total_price: '90.00' })],
      [
        'refunds/create',
        `{"id":509562969,"order_id":${BIG},"created_at":"2026-06-15T01:00:00Z","refund_line_items":[],
          "transactions":[{"kind":"refund","status":"success","amount":"10.00","currency":"EUR"}]}`,
      ],
      [
        'orders/updated',
        shopifyOrder({
          updated_at: '2026-06-15T02:00:00Z',
          total_price: '90.00',
          refunds: [
            {
              id: 509_562_969,
              created_at: '2026-06-15T01:00:00Z',
              transactions: [{ kind: 'refund', status: 'success', amount: '10.00', currency: 'EUR' }],
            },
          ],
        }),
      ],
    ]
    const ends = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...life, ...life], { minLength: 8, maxLength: 8 }), async (deliveries) => {
        const house = await open()
        const { send } = await connect(house, 'shopify')
        for (const [topic, body] of deliveries) await send(topic, body)
        ends.add(JSON.stringify(await order(house, BIG)))
      }),
      { numRuns: 6 },
    )
    expect([...ends].map((end) => JSON.parse(end).refundedMinor)).toEqual([1000])
    expect(ends.size).toBe(1)
  })

  test('a person’s newest record stands, an order names her only until it has come, and the erased stay away', async () => {
    const house = await open()
    const { send } = await connect(house, 'shopify')
    const person = (email: string, updated: string) => ({
      id: 115_310_627,
      email,
      first_name: 'Ann',
      last_name: null,
      phone: 'nothing to ring',
      created_at: '2026-06-01T00:00:00Z',
      updated_at: updated,
    })
    await send('orders/create', shopifyOrder({ customer: { ...person('order@x.example', ''), id: 115_310_627 } }))
    expect(await showCustomer(house, '115310627')).toMatchObject({ email: 'order@x.example' })
    await send('customers/update', person('new@x.example', '2026-06-03T00:00:00Z'))
    await send('customers/create', person('old@x.example', '2026-06-02T00:00:00Z'))
    await send('orders/create', shopifyOrder({ customer: person('order@x.example', '') }, '77'))
    const shown = await showCustomer(house, '115310627')
    expect(shown).toMatchObject({ email: 'new@x.example', givenName: 'Ann', familyName: null, phone: null })
    await send('customers/delete', { id: 115_310_627 })
    expect((await listRequests(house, { limit: 5 })).data).toMatchObject([{ kind: 'erase', state: 'open' }])
    await send('customers/redact', { customer: { id: 115_310_627 } })
    await send('customers/update', person('late@x.example', '2026-06-09T00:00:00Z'))
    expect(await findCustomer(house.store.read, house.secrets, '115310627')).toBeNull()
  })

  test('stock is the sum of what lies anywhere, whatever was heard first, and nothing left is sold out', async () => {
    const house = await open()
    const { send } = await connect(house, 'shopify', { currency: 'EUR' })
    const level = (place: number, available: number, minute: number) => ({
      inventory_item_id: 9,
      location_id: place,
      available,
      updated_at: `2026-06-15T00:0${minute}:00Z`,
    })
    await send('inventory_levels/update', level(1, 3, 2))
    await send('products/update', {
      id: 5,
      title: 'Tea',
      product_type: 'drinks',
      updated_at: '2026-06-15T00:00:00Z',
      variants: [
        {
          id: 6,
          sku: 'tea',
          price: '4.50',
          inventory_item_id: 9,
          inventory_quantity: 9,
          inventory_management: 'shopify',
        },
      ],
    })
    expect(await showProduct(house.store.read, 'tea')).toMatchObject({ priceMinor: 450, stock: 3 })
    await send('inventory_levels/update', level(2, 4, 3))
    await send('inventory_levels/update', level(1, 7, 1))
    expect(await showProduct(house.store.read, 'tea')).toMatchObject({ stock: 7 })
    await send('inventory_levels/update', level(1, 0, 4))
    await send('inventory_levels/update', level(2, 0, 5))
    expect(await outOfStock(house.store.read, ['tea'])).toEqual(new Set(['tea']))
  })

  test('WooCommerce: local days, coupons taken apart, guests, states, refunds by their ids', async () => {
    const house = await open()
    const { code, id } = await openWithOne(house)
    const { send } = await connect(house, 'woocommerce')
    const bought = (more: object) => ({
      id: 727,
      status: 'processing',
      currency: 'EUR',
      date_created: '2026-06-15T01:30:00',
      date_created_gmt: '2026-06-14T23:30:00',
      date_modified_gmt: '2026-06-14T23:30:00',
      total: '85.00',
      customer_id: 0,
      line_items: [{ product_id: 93, variation_id: 0, sku: '', quantity: 2, subtotal: '100.00', total: '85.00' }],
      coupon_lines: [
        { code: code.toLowerCase(), discount: '5.00', discount_tax: '0.00' },
        { code: 'theirs', discount: '10.00', discount_tax: '0.00' },
      ],
      refunds: [],
      ...more,
    })
    expect(await send('order.created', bought({ status: 'pending' }))).toMatchObject({ accepted: 0, rejected: 0 })
    expect(await order(house, '727')).toBeUndefined()
    expect(await send('order.updated', bought({}))).toMatchObject({ accepted: 1 })
    expect(await redemptions(house, '727')).toMatchObject([{ voucherId: id, discountMinor: 500 }])
    const refund = { date_modified_gmt: '2026-06-15T10:00:00', refunds: [{ id: 1, total: '-8.50' }] }
    await send('order.updated', bought(refund))
    await send('order.updated', bought({ ...refund, date_modified_gmt: '2026-06-15T11:00:00' }))
    expect(await order(house, '727')).toMatchObject({ refundedMinor: 850 })
  })

  test('HubSpot: changes in lists, each property by its own time, ids that are not the shop’s', async () => {
    const house = await open()
    const { send } = await connect(house, 'hubspot')
    const change = (propertyName: string, propertyValue: string, occurredAt: number) => ({
      eventId: 1,
      subscriptionType: 'contact.propertyChange',
      objectId: 138_017_612_137,
      propertyName,
      propertyValue,
      occurredAt,
    })
    await send('', [change('email', 'new@x.example', 2000), change('firstname', 'Ada', 1000)])
    await send('', [change('email', 'old@x.example', 1000), change('hs_lead_status', 'OPEN', 3000)])
    expect(await showCustomer(house, 'hubspot:138017612137')).toMatchObject({
      email: 'new@x.example',
      givenName: 'Ada',
    })
    expect(await findCustomer(house.store.read, house.secrets, '138017612137')).toBeNull()
    await send('', [{ subscriptionType: 'contact.privacyDeletion', objectId: 138_017_612_137, occurredAt: 4000 }])
    expect(await findCustomer(house.store.read, house.secrets, 'hubspot:138017612137')).toBeNull()
  })

  test('Stripe: sessions are orders when they are paid, refunds are what has been added', async () => {
    const house = await open()
    const { send } = await connect(house, 'stripe')
    const said = (id: string, type: string, object: object, previous_attributes = {}) => ({
      id,
      type,
      created: 1_781_000_000,
      data: { object, previous_attributes },
    })
    const session = { id: 'cs_1', payment_intent: 'pi_1', currency: 'jpy', amount_total: 5000, created: 1_781_000_000 }
    const charge = { id: 'ch_1', payment_intent: 'pi_1', currency: 'jpy' }
    await send('', said('evt_3', 'charge.refunded', { ...charge, amount_refunded: 1500 }, { amount_refunded: 500 }))
    await send('', said('evt_0', 'checkout.session.completed', { ...session, payment_status: 'unpaid' }))
    await send('', said('evt_1', 'checkout.session.completed', { ...session, payment_status: 'paid' }))
    await send('', said('evt_2', 'charge.refunded', { ...charge, amount_refunded: 500 }, { amount_refunded: 0 }))
    await send('', said('evt_2', 'charge.refunded', { ...charge, amount_refunded: 500 }, { amount_refunded: 0 }))
    expect(await order(house, 'pi_1')).toMatchObject({ refundedMinor: 1500 })
  })

  test('a sender nobody knows says what it means by mappings', async () => {
    const house = await open()
    const { code, id } = await openWithOne(house)
    const { send } = await connect(house, 'generic', {
      mappings: [
        {
          makes: 'order.placed',
          each: '$.sales[*]',
          when: { path: '$.state', equals: 'done' },
          fields: {
            orderReference: '$.no',
            at: { path: '$.when', as: 'epoch_seconds' },
            totalMinor: { path: '$.sum', as: 'decimal' },
            currency: { value: 'EUR' },
            voucherCodes: '$.codes[*]',
            customerReference: '$.who',
          },
          items: {
            each: '$.lines[*]',
            fields: { sku: '$.a', quantity: '$.n', unitPriceMinor: { path: '$.p', as: 'decimal' } },
          },
        },
        { makes: 'customer', each: '$.sales[*]', fields: { reference: '$.who', email: '$.mail', updatedAt: '$.at' } },
      ],
    })
    const sale = (state: string, no: number) => ({
      state,
      no,
      when: 1_781_000_000,
      sum: '95.00',
      codes: [code],
      who: 'w1',
      mail: 'w1@x.example',
      at: '2026-06-01T00:00:00Z',
      lines: [{ a: 'tea', n: 2, p: 50 }],
    })
    expect(await send('sale', { sales: [sale('done', 1), sale('open', 2)] })).toMatchObject({
      accepted: 2,
      rejected: 0,
    })
    expect(await redemptions(house, '1')).toMatchObject([{ voucherId: id, discountMinor: 500 }])
    expect(await order(house, '2')).toBeUndefined()
    expect(await send('sale', { sales: [sale('done', 1)] })).toMatchObject({ accepted: 0, duplicates: 2 })
    expect(await showCustomer(house, 'w1')).toMatchObject({ email: 'w1@x.example' })
    expect(await send('sale', { sales: [{ ...sale('done', 3), lines: [{ a: 'tea' }] }] })).toMatchObject({
      rejected: 1,
    })
  })
})
