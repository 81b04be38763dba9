/**
 * The requests of the vendor's other clients, the 3.x one for JavaScript and the one for Python, as they go over the wire, and
 * answers in the types that those clients insist on.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'

type Told = Record<string, unknown>

const text = z.string()
const maybe = text.nullable()
const whole = z.int()
const time = z.iso.datetime()
const maybeTime = time.nullable()
const metadata = z.record(z.string(), z.unknown())
const listOf = <K extends string>(ref: K, item: z.ZodType) =>
  z.object({ object: z.literal('list'), data_ref: z.literal(ref), [ref]: z.array(item), total: whole })

const simpleCustomer = z.object({
  id: text.regex(/^cust_/),
  name: maybe,
  email: maybe,
  source_id: maybe,
  metadata,
  object: z.literal('customer'),
})
const customer = z.object({
  id: text.regex(/^cust_/),
  source_id: maybe,
  name: maybe,
  email: maybe,
  phone: maybe,
  description: maybe,
  address: z.record(z.string(), maybe).nullable(),
  metadata: metadata.optional(),
  system_metadata: metadata,
  summary: z.object({
    redemptions: z.object({
      total_redeemed: whole,
      total_failed: whole,
      total_succeeded: whole,
      total_rolled_back: whole,
      total_rollback_failed: whole,
      total_rollback_succeeded: whole,
      gift: z.object({ redeemed_amount: whole, amount_to_go: whole }),
      loyalty_card: z.object({ redeemed_points: whole, points_to_go: whole }),
    }),
    orders: z.object({
      total_amount: whole,
      total_count: whole,
      average_amount: whole,
      last_order_amount: whole,
      last_order_date: time.optional(),
    }),
  }),
  loyalty: z.object({ points: whole, referred_customers: whole, campaigns: metadata }),
  referrals: z.object({ total: whole, campaigns: z.array(z.unknown()) }),
  created_at: time,
  updated_at: maybeTime,
  object: z.literal('customer'),
})
const assignments = listOf(
  'data',
  z.object({
    id: text.regex(/^asgm_/),
    rule_id: text.regex(/^val_/),
    related_object_id: text,
    related_object_type: text,
    created_at: time,
    object: z.literal('validation_rules_assignment'),
  }),
)
const asset = z.object({ id: text, url: text })
const voucher = z.object({
  id: text.regex(/^v_/),
  code: text,
  campaign: maybe,
  campaign_id: maybe,
  category: maybe,
  category_id: maybe,
  categories: z.array(z.unknown()),
  type: z.enum(['DISCOUNT_VOUCHER', 'GIFT_VOUCHER']),
  discount: z.object({ type: text, effect: text }).loose().nullable(),
  gift: z.object({ amount: whole, balance: whole, effect: text }).nullable(),
  loyalty_card: z.null(),
  start_date: maybeTime,
  expiration_date: maybeTime,
  validity_timeframe: z.null(),
  validity_day_of_week: z.null(),
  validity_hours: z.null(),
  active: z.boolean(),
  additional_info: maybe,
  metadata,
  assets: z.object({ qr: asset, barcode: asset }),
  is_referral_code: z.literal(false),
  holder_id: maybe,
  created_at: time,
  updated_at: maybeTime,
  validation_rules_assignments: assignments,
  redemption: z.object({
    quantity: whole.nullable(),
    redeemed_quantity: whole,
    object: z.literal('list'),
    url: text.regex(/^\/v1\/vouchers\/.+\/redemptions\?page=1&limit=10$/),
  }),
  publish: z.object({ object: z.literal('list'), count: whole, url: text }),
  object: z.literal('voucher'),
})
const campaign = z.object({
  id: text.regex(/^camp_/),
  name: text,
  description: maybe,
  campaign_type: z.enum(['DISCOUNT_COUPONS', 'GIFT_VOUCHERS']),
  type: z.enum(['AUTO_UPDATE', 'STATIC', 'STANDALONE']),
  voucher: z.object({
    type: text,
    redemption: z.object({ quantity: whole.nullable() }),
    code_config: metadata,
    is_referral_code: z.literal(false),
  }),
  auto_join: z.boolean(),
  join_once: z.boolean(),
  use_voucher_metadata_schema: z.boolean(),
  vouchers_count: whole,
  active: z.boolean(),
  metadata,
  created_at: time,
  updated_at: maybeTime,
  creation_status: z.enum(['IN_PROGRESS', 'DONE', 'FAILED', 'DRAFT', 'MODIFYING']),
  vouchers_generation_status: z.enum(['IN_PROGRESS', 'DONE', 'FAILED', 'DRAFT', 'MODIFYING']),
  protected: z.boolean(),
  category_id: maybe,
  categories: z.array(z.unknown()),
  validation_rules_assignments: assignments,
  object: z.literal('campaign'),
})
const money = {
  amount: whole,
  initial_amount: whole,
  discount_amount: whole,
  items_discount_amount: whole,
  total_discount_amount: whole,
  applied_discount_amount: whole,
  items_applied_discount_amount: whole,
  total_applied_discount_amount: whole,
  total_amount: whole,
}
const orderCalculated = z.object({
  ...money,
  items: z.array(
    z.object({ object: z.literal('order_item'), quantity: whole, price: whole, amount: whole, subtotal_amount: whole }),
  ),
  metadata,
  customer_id: maybe,
  referrer_id: z.null(),
  object: z.literal('order'),
})
const order = orderCalculated.extend({
  id: text.regex(/^ord_/),
  source_id: maybe,
  status: z.enum(['CREATED', 'PAID', 'CANCELED', 'FULFILLED']),
  created_at: time,
  updated_at: maybeTime,
  customer: z.object({ id: text, object: z.literal('customer') }).nullable(),
  redemptions: z.record(
    text.regex(/^r_/),
    z.object({ date: time, related_object_type: text, related_object_id: text }).loose(),
  ),
})
const channel = z.object({ channel_id: text, channel_type: z.enum(['API', 'USER', 'AUTO_REDEEM']) })
const use = {
  date: time,
  customer_id: maybe,
  tracking_id: maybe,
  metadata: metadata.nullable(),
  result: z.enum(['SUCCESS', 'FAILURE']),
  status: z.enum(['SUCCEEDED', 'FAILED', 'ROLLED_BACK']),
  channel,
  customer: simpleCustomer.nullable(),
  related_object_type: z.literal('voucher'),
  related_object_id: text.regex(/^v_/),
  voucher,
}
const redemption = z.object({ ...use, id: text.regex(/^r_/), object: z.literal('redemption'), order })
const rollback = z.object({
  ...use,
  id: text.regex(/^rr_/),
  object: z.literal('redemption_rollback'),
  redemption: text.regex(/^r_/),
  reason: maybe,
  order: order.extend({ status: z.literal('CANCELED') }),
})
const none = listOf('data', z.never())
const stackingRules = z.object({
  redeemables_limit: whole.min(1).max(30),
  applicable_redeemables_limit: whole.min(1).max(30),
  applicable_redeemables_per_category_limit: whole.min(1).max(5),
  applicable_redeemables_category_limits: metadata,
  applicable_exclusive_redeemables_limit: whole.min(1).max(5),
  applicable_exclusive_redeemables_per_category_limit: whole.min(1).max(5),
  exclusive_categories: z.array(z.unknown()),
  joint_categories: z.array(z.unknown()),
  redeemables_application_mode: z.enum(['ALL', 'PARTIAL']),
  redeemables_sorting_rule: text,
  redeemables_products_application_mode: z.enum(['STACK', 'ONCE']),
  redeemables_no_effect_rule: text,
  redeemables_rollback_order_mode: text,
})
const validStack = z.strictObject({
  id: text.regex(/^valid_/),
  valid: z.literal(true),
  redeemables: z.array(
    z.object({
      status: z.literal('APPLICABLE'),
      id: text,
      object: z.literal('voucher'),
      order: orderCalculated.loose(),
      applicable_to: none,
      inapplicable_to: none,
      result: z.object({ discount: metadata }),
      metadata,
      categories: z.array(z.unknown()),
    }),
  ),
  order: orderCalculated.loose(),
  tracking_id: text,
  session: z.object({ key: text, type: z.literal('LOCK'), ttl: z.number(), ttl_unit: text }).optional(),
  stacking_rules: stackingRules,
})
const error = z.object({ code: whole, key: text, message: text, details: text, request_id: text.regex(/^v-/) })
const inapplicable = z.object({
  status: z.literal('INAPPLICABLE'),
  id: text,
  object: z.literal('voucher'),
  result: z.object({ error, details: z.object({ message: text, key: text }) }),
})
const action = z.object({
  id: text.regex(/^aa_/),
  type: text.regex(/^[A-Z_]+\.[A-Z_]+$/),
  status: z.enum(['ENQUEUED', 'IN_PROGRESS', 'DONE', 'FAILED']),
  operation_status: z.enum(['SUCCESS', 'FAILED', 'UNKNOWN']),
  progress: whole.min(0).max(100),
  processing_time: whole.nullable(),
  request_id: text,
  created_at: time,
  updated_at: maybeTime,
  object: z.literal('async_action'),
})
const accepted = z.strictObject({ async_action_id: text.regex(/^aa_/) })

describe.each<Engine>(['sqlite', 'postgres'])('requests of other clients on %s', (engine) => {
  let server: TestServer
  const headers: Record<string, Record<string, string>> = {}

  beforeAll(async () => {
    server = await startServer({ engine })
    const app = { 'x-app-id': 'app', 'x-app-token': server.adminKey }
    headers.v3 = { ...app, accept: 'application/json', 'x-voucherify-channel': 'Node.js-v20-SDK-v3' }
    headers.python = { ...app, accept: 'application/json', 'user-agent': 'OpenAPI-Generator/6.0.0/python' }
    headers.office = { 'x-management-id': 'app', 'x-management-token': server.adminKey }
    const form = { ...app, 'content-type': 'application/x-www-form-urlencoded' }
    const token = await server.request(
      'POST',
      '/voucherify/v1/oauth/token',
      'grant_type=client_credentials&scope=api',
      {
        key: null,
        headers: form,
      },
    )
    const { access_token } = z
      .object({
        access_token: text,
        client_id: z.literal('app'),
        expires_at: whole,
        expires_in: z.literal(900),
        scope: z.literal('api'),
        token_type: z.literal('Bearer'),
      })
      .parse(token.body)
    headers.oauth = { authorization: `Bearer ${access_token}` }
  })
  afterAll(() => server.close())

  async function send(client: string, method: string, path: string, body?: unknown, status = 200): Promise<Told> {
    const more: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const said = await server.request(
      method,
      `/voucherify${path}`,
      body === undefined ? undefined : JSON.stringify(body),
      {
        key: null,
        headers: { ...headers[client], ...more },
      },
    )
    expect([method, path, said.status, said.text]).toEqual([method, path, status, said.text])
    for (const name of [
      'x-rate-limit-limit',
      'x-rate-limit-remaining',
      'x-rate-limit-retry',
      'x-rate-limit-type',
      'retry-after',
    ])
      expect([name, said.headers.get(name)]).not.toEqual([name, null])
    return said.body as Told
  }
  const discount = { type: 'AMOUNT', amount_off: 300 }
  const items = [{ product_id: 'p', quantity: 2, price: 1000 }]
  const basket = { amount: 2000, items, metadata: { gate: 7 } }

  test('the ways in: app headers, a bearer token, management; what they say no with', async () => {
    for (const client of ['v3', 'python', 'oauth']) await send(client, 'GET', '/v1/customers?limit=1')
    const { projects } = (await send('office', 'GET', '/management/v1/projects')) as { projects: Told[] }
    const path = `/management/v1/projects/${String(projects[0]?.id)}/metadata-schemas`
    const properties = { shoe: { type: 'number', optional: true, array: false } }
    const made = await send('office', 'POST', path, { related_object: 'customer', properties })
    expect(made).toMatchObject({ id: expect.stringMatching(/^ms_/), properties, object: 'metadata_schema' })
    await send('office', 'POST', path, { related_object: 'customer' }, 409)
    await send('office', 'PUT', `${path}/${String(made.id)}`, { properties: { hat: { type: 'string' } } })
    expect(await send('office', 'GET', `${path}/${String(made.id)}`)).toMatchObject({
      properties: { shoe: {}, hat: {} },
    })
    expect(await send('v3', 'GET', '/v1/metadata-schemas/customer')).toMatchObject({ id: made.id })
    expect(await send('office', 'GET', path)).toMatchObject({ data_ref: 'schemas', total: 1 })
    await send('office', 'DELETE', `${path}/${String(made.id)}`, undefined, 204)
    for (const [missing, what] of [
      ['/v1/customers/x', 'customer'],
      ['/v1/campaigns/x', 'campaign'],
      ['/v1/vouchers/x', 'voucher'],
      ['/v1/redemptions/r_x', 'redemption'],
      ['/v1/orders/x', 'order'],
      ['/v1/segments/x', 'segment'],
      ['/v1/exports/x', 'export'],
      ['/v1/async-actions/x', 'async_action'],
    ] as const) {
      const told = await send('v3', 'GET', missing, undefined, 404)
      const id = missing.split('/').at(-1) ?? ''
      const details = `Cannot find ${what} with id ${id}`
      expect(told).toMatchObject({
        code: 404,
        key: 'not_found',
        message: 'Resource not found',
        details,
        resource_id: id,
        resource_type: what,
      })
    }
    for (const path of [
      '/v1/loyalties',
      '/v1/rewards',
      '/v1/referrals',
      '/v1/product-collections/',
      '/v1/promotions/tiers',
    ])
      error.parse(await send('python', 'GET', path, undefined, 404))
    expect(await send('python', 'POST', '/v1/loyalties/members/CODE/balance', { points: 1 }, 404)).toMatchObject({
      key: 'not_found',
    })
    const big = await server.request('POST', '/voucherify/v1/customers', `"${'x'.repeat(10_485_761)}"`, {
      key: null,
      headers: { ...headers.v3, 'content-type': 'application/json' },
    })
    expect([big.status, big.body]).toEqual([
      413,
      {
        statusCode: 413,
        error: 'Request Entity Too Large',
        message: 'Payload content length greater than maximum allowed: 10485760',
      },
    ])
  })

  test('customers: every field in its type; keys that nobody gave are absent', async () => {
    const bare = await send('python', 'POST', '/v1/customers', { source_id: 'ada', unknown: { key: 1 } })
    customer.parse(bare)
    expect(bare).not.toHaveProperty('metadata')
    expect(bare.address).toBeNull()
    const whole = {
      source_id: 'bea',
      name: 'Bea',
      email: 'b@shop.example',
      birthdate: '1990-02-03',
      metadata: { test: null },
      address: null,
    }
    const made = await send('python', 'POST', '/v1/customers', whole)
    expect(made).toMatchObject({ birthdate: '1990-02-03', metadata: { test: null } })
    expect(await send('v3', 'GET', `/v1/customers/${String(made.id)}`)).toMatchObject(made)
    const again = await send('v3', 'PUT', '/v1/customers/bea', {
      phone: null,
      metadata: null,
      address: { city: 'Rome', state: null },
    })
    expect(customer.parse(again)).toMatchObject({ address: { city: 'Rome', state: null }, metadata: { test: null } })
    expect(Object.keys(again.address as Told)).toEqual(['city', 'state'])
    listOf('customers', customer)
      .extend({ has_more: z.boolean() })
      .parse(await send('v3', 'GET', '/v1/customers'))
    expect(await send('v3', 'GET', '/v1/customers?page=1001', undefined, 400)).toMatchObject({ key: 'page_over_limit' })
    expect(await send('v3', 'GET', '/v1/customers?limit=101', undefined, 400)).toMatchObject({
      key: 'invalid_query_params',
    })
    accepted.parse(await send('python', 'POST', '/v1/customers/bulk/async', [{ source_id: 'ada', name: 'Ada' }], 202))
  })

  test('campaigns and vouchers: every field in its type; null clears, and cleared keys are absent', async () => {
    const name = 'typed'
    const made = await send('v3', 'POST', '/v1/campaigns', {
      name,
      voucher: { type: 'DISCOUNT_VOUCHER', discount },
      metadata: null,
      category: null,
    })
    campaign.parse(made)
    expect(made).not.toHaveProperty('expiration_date')
    expect((made.voucher as Told).code_config).toEqual(expect.any(Object))
    await send('v3', 'PUT', `/v1/campaigns/${name}`, { expiration_date: '2099-01-01T00:00:00Z' })
    expect(await send('v3', 'PUT', `/v1/campaigns/${name}`, { expiration_date: null })).not.toHaveProperty(
      'expiration_date',
    )
    // No body at all, with and without a type.
    const added = voucher.parse(await send('v3', 'POST', `/v1/campaigns/${name}/vouchers`))
    expect(added.campaign).toBe(name)
    accepted.parse(await send('python', 'POST', `/v1/campaigns/${name}/vouchers?vouchers_count=3`, undefined, 202))
    campaign.parse(await send('python', 'POST', `/v1/campaigns/${name}/disable`))
    campaign.parse(await send('python', 'POST', `/v1/campaigns/${name}/enable`))
    listOf('campaigns', campaign).parse(await send('python', 'GET', '/v1/campaigns?limit=100&page=1'))
    expect(
      await send('v3', 'POST', '/v1/campaigns', { name, voucher: { type: 'DISCOUNT_VOUCHER', discount } }, 409),
    ).toMatchObject({
      code: 409,
      key: 'duplicate_found',
      message: 'Duplicated resource found',
    })
    const summary = await send(
      'v3',
      'GET',
      `/v1/campaigns/${String(made.id)}/summary?start_date=2020-01-01&end_date=2099-01-01`,
    )
    expect(summary).toMatchObject({ object: 'campaign_summary', campaign: { name }, redemptions: 0 })
    for (const more of [{ validity_day_of_week: [1] }, { validity_timeframe: { interval: 'P1D', duration: 'PT1H' } }])
      expect(
        await send('v3', 'POST', '/v1/vouchers', { type: 'DISCOUNT_VOUCHER', discount, ...more }, 400),
      ).toMatchObject({ key: 'not_supported' })
    voucher.parse(
      await send('v3', 'POST', '/v1/vouchers', { type: 'DISCOUNT_VOUCHER', discount, redemption: { quantity: null } }),
    )
    voucher.parse(
      await send('python', 'POST', '/v1/vouchers/TYPED', { type: 'GIFT_VOUCHER', gift: { amount: 5 }, campaign: null }),
    )
    expect(
      await send('python', 'POST', '/v1/vouchers/TYPED', { type: 'GIFT_VOUCHER', gift: { amount: 5 } }, 409),
    ).toMatchObject({
      details: 'Duplicated voucher exists with id TYPED',
    })
    listOf('vouchers', voucher).parse(await send('python', 'GET', '/v1/vouchers?limit=100'))
    accepted.parse(await send('v3', 'POST', '/v1/products/bulk/async', undefined, 202))
    const twice = [{ code: 'TWICE' }, { code: 'TWICE' }]
    expect(await send('v3', 'POST', `/v1/campaigns/${name}/import`, twice, 400)).toMatchObject({ key: 'duplicate_key' })
  })

  test('validations, redemptions and rollbacks: every field in its type', async () => {
    for (const code of ['T-1', 'T-2', 'T-3'])
      await send('v3', 'POST', `/v1/vouchers/${code}`, { type: 'DISCOUNT_VOUCHER', discount })
    const stack = (...ids: string[]) => ({
      redeemables: ids.map((id) => ({ object: 'voucher', id })),
      order: basket,
      customer: { source_id: 'ada' },
      options: { expand: ['order'] },
    })
    const good = await send('v3', 'POST', '/v1/validations', { ...stack('T-1', 'T-2'), session: { type: 'LOCK' } })
    validStack.parse(good)
    const made = await send('v3', 'POST', '/v1/redemptions', {
      ...stack('T-1', 'T-2'),
      session: good.session,
      metadata: { a: 1 },
    })
    const redemptions = z.array(redemption).parse(made.redemptions)
    expect(redemptions.map(({ order: { total_discount_amount: total } }) => total)).toEqual([600, 600])
    expect(redemptions.map(({ order: { total_applied_discount_amount: applied } }) => applied)).toEqual([300, 300])
    order.parse(made.order)
    expect(made.parent_redemption).toMatchObject({
      object: 'redemption',
      result: 'SUCCESS',
      related_object_type: 'redemption',
    })
    const bad = await send('python', 'POST', '/v1/validations', stack('T-1', 'T-3', 'nobody'))
    expect(bad).toMatchObject({ valid: false, skipped_redeemables: [{ id: 'T-3', status: 'SKIPPED' }] })
    expect(
      z
        .array(inapplicable)
        .parse(bad.inapplicable_redeemables)
        .map(({ result }) => result.error.key),
    ).toEqual(['quantity_exceeded', 'not_found'])
    const all = await send('python', 'POST', '/v1/validations', stack('T-1', 'T-2'))
    expect((all.redeemables as Told[]).length).toBe((all.inapplicable_redeemables as Told[]).length)
    const refused = await send('python', 'POST', '/v1/vouchers/T-1/redemption', undefined, 400)
    error.extend({ resource_id: text.regex(/^rf_/), resource_type: z.literal('redemption') }).parse(refused)
    expect(await send('python', 'GET', `/v1/redemptions/${String(refused.resource_id)}`)).toMatchObject({
      object: 'redemption',
      result: 'FAILURE',
      status: 'FAILED',
      failure_code: 'quantity_exceeded',
      failure_message: 'quantity exceeded',
      order: null,
      voucher: { code: 'T-1', object: 'voucher' },
    })
    const [first] = redemptions
    expect(await send('v3', 'POST', `/v1/redemptions/${first?.id ?? ''}/rollback`, undefined, 400)).toMatchObject({
      key: 'invalid_redemption_parent',
    })
    const parent = String((made.parent_redemption as Told).id)
    const back = await send('v3', 'POST', `/v1/redemptions/${parent}/rollbacks`)
    z.array(rollback).parse(back.rollbacks)
    expect(await send('v3', 'POST', `/v1/redemptions/${parent}/rollbacks`, undefined, 400)).toMatchObject({
      key: 'already_rolled_back',
      message: 'Already rolled back',
    })
    const single = redemption.parse(
      await send('python', 'POST', '/v1/vouchers/T-3/redemption', { order: { source_id: 'o-9', ...basket } }),
    )
    expect(single).toMatchObject({ customer: null, customer_id: null, order: { source_id: 'o-9', status: 'PAID' } })
    expect(
      await send('python', 'POST', `/v1/redemptions/${single.id}/rollback`, { customer: { source_id: 'ada' } }, 400),
    ).toMatchObject({
      key: 'invalid_customer',
    })
    rollback.parse(await send('python', 'POST', `/v1/redemptions/${single.id}/rollback?reason=late`, {}))
    expect(order.parse(await send('v3', 'GET', '/v1/orders/o-9')).redemptions[single.id]).toMatchObject({
      rollback_id: expect.stringMatching(/^rr_/),
    })
    const listed = await send('v3', 'GET', '/v1/redemptions?limit=100&filters[voucher_code][conditions][$is_not]=T-1')
    expect(
      (listed.redemptions as { voucher: { code: string } }[]).some(({ voucher: { code } }) => code === 'T-1'),
    ).toBe(false)
    // An order that is known is judged as it is known.
    await send('v3', 'POST', '/v1/orders', { source_id: 'o-10', ...basket })
    const known = await send('v3', 'POST', '/v1/vouchers/T-3/validate', { order: { source_id: 'o-10' } })
    expect(known).toMatchObject({ valid: true, order: { amount: 2000, total_amount: 1700 } })
    action.parse(((await send('v3', 'GET', '/v1/async-actions?limit=1')).async_actions as Told[])[0])
  })

  test('one order that is new to many redemptions at once is one order, with all of them', async () => {
    await send('v3', 'POST', '/v1/vouchers/MANY', {
      type: 'DISCOUNT_VOUCHER',
      discount,
      redemption: { quantity: null },
    })
    const at = { order: { source_id: 'crowded', amount: 100_000 } }
    const all = await Promise.all(
      Array.from({ length: 8 }, () => send('v3', 'POST', '/v1/vouchers/MANY/redemption', at)),
    )
    expect(new Set(all.map(({ id }) => id)).size).toBe(8)
    const kept = await send('v3', 'GET', '/v1/orders/crowded')
    expect(Object.keys(kept.redemptions as Told).sort()).toEqual(all.map(({ id }) => String(id)).sort())
    expect(kept).toMatchObject({ total_discount_amount: 2400 })
  })
})
