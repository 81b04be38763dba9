/** What a suite written for the other product would ask of the drop-in and no client of ours does: filters and orders of every list,
 * locks of gift cards, what is refused by name, whose pages may ask. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'

type Told = Record<string, unknown>

const SHOP = 'https://shop.example'

describe.each<Engine>(['sqlite', 'postgres'])('the wire of the drop-in on %s', (engine) => {
  let server: TestServer

  beforeAll(async () => {
    server = await startServer({ engine, env: { ONSITE_ORIGINS: SHOP } })
  })
  afterAll(() => server.close())

  const raw = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    server.request(method, `/voucherify${path}`, body, {
      key: null,
      headers: { 'x-app-id': 'a', 'x-app-token': server.adminKey, ...headers },
    })
  const ok = async (method: string, path: string, body?: unknown): Promise<Told> => {
    const { status, body: told, text } = await raw(method, `/v1${path}`, body)
    expect([method, path, status, text]).toEqual([method, path, status < 300 ? status : 200, text])
    return told as Told
  }
  const no = async (method: string, path: string, body?: unknown): Promise<Told> => {
    const { status, body: told } = await raw(method, `/v1${path}`, body)
    expect([method, path, status >= 400]).toEqual([method, path, true])
    return told as Told
  }
  const discount = { type: 'AMOUNT', amount_off: 100 }
  const voucher = { type: 'DISCOUNT_VOUCHER', discount }

  test('lists are filtered by what they tell, and what they cannot filter by is refused by its name', async () => {
    await ok('POST', '/campaigns', { name: 'Spring', voucher, metadata: { region: 'north' } })
    await ok('POST', '/campaigns', { name: 'Cards', voucher: { type: 'GIFT_VOUCHER', gift: { amount: 500 } } })
    for (const code of ['F-1', 'F-2'])
      await ok('POST', `/campaigns/Spring/vouchers/${code}`, { metadata: { tier: code } })
    await ok('POST', '/vouchers/F-3', { ...voucher, category: 'late', active: false })
    await ok('POST', '/publications', { voucher: 'F-1', customer: { source_id: 'ada' }, source_id: 'pub-1' })
    await ok('POST', '/vouchers/F-2/redemption', { customer: { source_id: 'bea' }, order: { amount: 900 } })
    await no('POST', '/vouchers/F-2/redemption', { customer: { source_id: 'ada' } })
    const conditions = (field: string, op: string, ...values: string[]) =>
      values.map((value, at) => `filters[${field}][conditions][${op}][${at}]=${encodeURIComponent(value)}`).join('&')
    const cases: [list: string, ref: string, query: string, total: number][] = [
      ['/vouchers', 'vouchers', conditions('code', '$in', 'F-1', 'F-3', 'none'), 2],
      ['/vouchers', 'vouchers', conditions('campaign_ids', '$in', 'Spring'), 2],
      [
        '/vouchers',
        'vouchers',
        `filters[junction]=OR&${conditions('code', '$is', 'F-3')}&${conditions('campaign_ids', '$is', 'Spring')}`,
        3,
      ],
      ['/vouchers', 'vouchers', conditions('metadata.tier', '$is', 'F-2'), 1],
      [
        '/vouchers',
        'vouchers',
        `${conditions('campaign_ids', '$is', 'Spring')}&${conditions('metadata.tier', '$is', 'F-2')}`,
        1,
      ],
      ['/vouchers', 'vouchers', conditions('category', '$has_value', ''), 1],
      ['/vouchers', 'vouchers', conditions('active', '$is', 'false'), 1],
      ['/vouchers', 'vouchers', conditions('redemption_count', '$more_than', '0'), 1],
      ['/vouchers', 'vouchers', 'category=late', 1],
      ['/vouchers', 'vouchers', 'updated_at[after]=2099-01-01T00:00:00Z', 0],
      ['/campaigns', 'campaigns', conditions('name', '$starts_with', 'spr'), 1],
      ['/campaigns', 'campaigns', conditions('metadata.region', '$is', 'north'), 1],
      ['/campaigns', 'campaigns', 'campaign_type=GIFT_VOUCHERS', 1],
      ['/redemptions', 'redemptions', conditions('voucher_code', '$is_not', 'F-1'), 2],
      ['/redemptions', 'redemptions', conditions('customer_source_id', '$is', 'bea'), 1],
      ['/redemptions', 'redemptions', 'result=FAILURE', 1],
      ['/redemptions', 'redemptions', `campaign=Spring&${conditions('failure_code', '$is', 'quantity_exceeded')}`, 1],
      ['/publications', 'publications', conditions('voucher_code', '$is', 'F-1'), 1],
      ['/publications', 'publications', 'source_id=pub-2', 0],
      ['/publications', 'publications', 'voucher_type=DISCOUNT&result=SUCCESS', 1],
      ['/publications', 'publications', 'voucher_type=GIFT', 0],
      ['/customers/ada/redeemables', 'data', conditions('status', '$in', 'ACTIVE'), 1],
      ['/customers/ada/redeemables', 'data', conditions('voucher_type', '$is', 'GIFT_VOUCHER'), 0],
    ]
    for (const [list, ref, query, total] of cases) {
      const told = await ok('GET', `${list}?limit=100&${query}`)
      expect([query, told.object, told.data_ref, told.total, (told[ref] as unknown[]).length]).toEqual([
        query,
        'list',
        ref,
        total,
        total,
      ])
    }
    for (const list of 'vouchers campaigns redemptions publications customers orders products categories validation-rules exports customers/ada/redeemables vouchers/F-1/transactions async-actions'.split(
      ' ',
    )) {
      const { code, key, details } = await no('GET', `/${list}?${conditions('moon_phase', '$is', 'full')}`)
      expect([list, code, key, details]).toEqual([list, 400, 'not_supported', 'The filter moon_phase'])
      expect([list, (await no('GET', `/${list}?order=moon_phase`)).key]).toEqual([list, 'invalid_query_params'])
    }
    expect(await no('GET', `/vouchers?${conditions('code', '$sounds_like', 'F')}`)).toMatchObject({
      key: 'not_supported',
      details: 'The condition $sounds_like on filters.code',
    })
  })

  test('lists are sorted as they are asked, either way', async () => {
    const codes = async (order: string) =>
      ((await ok('GET', `/vouchers?limit=100&order=${order}`)).vouchers as Told[]).map(({ code }) => code)
    expect(await codes('code')).toEqual(['F-1', 'F-2', 'F-3'])
    expect(await codes('-code')).toEqual(['F-3', 'F-2', 'F-1'])
    expect(await codes('created_at')).toEqual(['F-1', 'F-2', 'F-3'])
    const names = async (order: string) =>
      ((await ok('GET', `/campaigns?order=${order}`)).campaigns as Told[]).map(({ name }) => name)
    expect([await names('name'), await names('-created_at')]).toEqual([
      ['Cards', 'Spring'],
      ['Cards', 'Spring'],
    ])
  })

  test('the older qualifications answer vouchers or campaigns, and judge the order only where it is asked', async () => {
    const rule = await ok('POST', '/validation-rules', {
      name: 'big orders',
      rules: { '1': { name: 'order.amount', conditions: { $more_than: [5000] } }, logic: '1' },
      error: { message: 'Spend more' },
    })
    await ok('POST', '/campaigns', { name: 'Big', voucher, validation_rules: [rule.id] })
    await ok('POST', '/campaigns/Big/vouchers/BIG-1', {})
    const names = async (query: string, amount: number) =>
      ((await ok('POST', `/campaigns/qualification?limit=50&${query}`, { order: { amount } })).data as Told[]).map(
        ({ name, object }) => [name, object],
      )
    expect(await names('', 1000)).not.toContainEqual(['Big', 'campaign'])
    expect(await names('', 9000)).toContainEqual(['Big', 'campaign'])
    expect(await names('audienceRulesOnly=true', 1000)).toContainEqual(['Big', 'campaign'])
    const said = await ok('POST', '/vouchers/BIG-1/validate', { order: { amount: 1000 } })
    expect(said).toMatchObject({
      valid: false,
      error: { key: 'order_rules_violated', error: { message: 'Spend more' } },
    })
    await no('POST', '/vouchers/BIG-1/redemption', { order: { amount: 1000 } })
    expect(await ok('GET', '/campaigns/Big/summary')).toMatchObject({ redemptions: 1, redemptions_failed: 1 })
    const money = async (days = '') => {
      const told = await ok('GET', `/campaigns/Big/summary${days}`)
      return ['discounted_amount', 'rolledback_discounted_amount', 'orders_amount', 'orders_rolledback_amount'].map(
        (name) => told[name],
      )
    }
    const used: Told[] = []
    for (const amount of [6000, 7000]) {
      const code = String((await ok('POST', '/campaigns/Big/vouchers')).code)
      used.push(await ok('POST', `/vouchers/${code}/redemption`, { order: { amount } }))
    }
    const off = used.map((one) => Number((one.order as Told).total_discount_amount))
    await ok('POST', `/redemptions/${String(used[1]?.id)}/rollback`)
    expect(await money()).toEqual([Number(off[0]) + Number(off[1]), off[1], 13_000, 7000])
    await no('POST', `/redemptions/${String(used[1]?.id)}/rollback`)
    expect(await ok('GET', '/campaigns/Big/summary')).toMatchObject({ rollbacks: 2, rollbacks_failed: 1 })
    expect(await money('?start_date=2020-01-01&end_date=2020-12-31')).toEqual([0, 0, 0, 0])
  })

  test('a rule binds at every door: those that cannot judge it refuse the voucher by name', async () => {
    const rules = { '1': { name: 'order.amount', conditions: { $more_than: [500] } }, logic: '1' }
    const rule = await ok('POST', '/validation-rules', { name: 'some', rules })
    await ok('POST', '/vouchers/RULED', voucher)
    const assigned = await ok('POST', `/validation-rules/${String(rule.id)}/assignments`, { voucher: 'RULED' })
    await ok('POST', '/campaigns', { name: 'Ruled', voucher, validation_rules: [rule.id] })
    await ok('POST', '/campaigns/Ruled/vouchers/RULED-2', {})
    const ask = (path: string, code: string) => {
      const order = { reference: `o ${code}`, currency: 'EUR', amountMinor: 900 }
      const headers = { 'idempotency-key': `${path} ${code}` }
      return server.request(
        'POST',
        path,
        { code, order, ...(path === '/v1/holds' ? { ttlSeconds: 60 } : {}) },
        { headers },
      )
    }
    for (const code of ['RULED', 'RULED-2']) {
      expect((await ask('/v1/quotes', code)).body).toMatchObject({
        valid: false,
        reason: { code: 'voucher.ruled_elsewhere' },
      })
      for (const path of ['/v1/redemptions', '/v1/holds'])
        expect((await ask(path, code)).body).toMatchObject({ status: 409, code: 'voucher.ruled_elsewhere' })
      expect(await ok('POST', `/vouchers/${code}/validate`, { order: { amount: 900 } })).toMatchObject({ valid: true })
    }
    expect(await ok('POST', '/vouchers/RULED-2/redemption', { order: { amount: 900 } })).toMatchObject({
      result: 'SUCCESS',
    })
    await raw('DELETE', `/v1/validation-rules/${String(rule.id)}/assignments/${String(assigned.id)}`)
    const order = { reference: 'freed', currency: 'EUR', amountMinor: 900 }
    const freed = await server.request(
      'POST',
      '/v1/redemptions',
      { code: 'RULED', order },
      { headers: { 'idempotency-key': 'freed' } },
    )
    expect([freed.status, freed.body]).toMatchObject([201, { discountMinor: 100 }])
  })

  test('a lock of a gift card keeps what it asked for, and leaves the rest to others', async () => {
    await ok('POST', '/vouchers/CARD', { type: 'GIFT_VOUCHER', gift: { amount: 1000 } })
    const use = (credits: number, key?: string) => ({
      gift: { credits },
      order: { amount: 5000 },
      ...(key === undefined ? {} : { session: { type: 'LOCK', key } }),
    })
    const lock = (key: string, credits: number) => ok('POST', '/vouchers/CARD/validate', use(credits, key))
    expect(await lock('one', 600)).toMatchObject({ valid: true, session: { key: 'one', ttl: 7, ttl_unit: 'DAYS' } })
    expect(await lock('two', 500)).toMatchObject({ valid: false, error: { key: 'gift_amount_exceeded' } })
    expect(await lock('two', 400)).toMatchObject({ valid: true })
    expect(await no('POST', '/vouchers/CARD/redemption', use(100))).toMatchObject({ key: 'gift_amount_exceeded' })
    expect(await no('POST', '/vouchers/CARD/redemption', { order: { amount: 100 } })).toMatchObject({
      key: 'gift_amount_exceeded',
    })
    // The same key says something else, and what it kept before is free.
    expect(await lock('one', 500)).toMatchObject({ valid: true })
    expect(await ok('POST', '/vouchers/CARD/redemption', use(100))).toMatchObject({ gift: { amount: 100 } })
    expect(await ok('POST', '/vouchers/CARD/redemption', use(500, 'one'))).toMatchObject({ amount: 500 })
    expect((await raw('DELETE', '/v1/vouchers/CARD/sessions/two')).status).toBe(204)
    expect(await no('DELETE', '/vouchers/CARD/sessions/two')).toMatchObject({ resource_type: 'session' })
    expect(await ok('POST', '/vouchers/CARD/redemption', use(400))).toMatchObject({ voucher: { gift: { balance: 0 } } })
  })

  test('what is not here is told of each thing that was asked for, beside what is', async () => {
    await ok('POST', '/vouchers/HERE', voucher)
    const redeemables = [
      { object: 'voucher', id: 'HERE' },
      { object: 'promotion_tier', id: 'promo_1' },
    ]
    const told = await ok('POST', '/validations', { redeemables, order: { amount: 900 } })
    expect(told).toMatchObject({
      valid: false,
      inapplicable_redeemables: [
        {
          status: 'INAPPLICABLE',
          id: 'promo_1',
          object: 'promotion_tier',
          result: { error: { code: 404, key: 'not_found', details: 'Cannot find promotion_tier with id promo_1' } },
        },
      ],
      skipped_redeemables: [{ id: 'HERE', status: 'SKIPPED' }],
    })
    expect(await no('POST', '/redemptions', { redeemables })).toMatchObject({
      code: 404,
      resource_type: 'promotion_tier',
    })
    expect(await ok('GET', '/vouchers/HERE')).toMatchObject({ redemption: { redeemed_quantity: 0 } })
  })

  test('codes of any signs, and properties that are wrong, in the words that clients know', async () => {
    for (const code of ['with space', 'a/b', '100%', 'ünï', 'q?x=1&y', 'plus+']) {
      const path = `/vouchers/${encodeURIComponent(code)}`
      await ok('POST', path, voucher)
      expect(await ok('GET', path)).toMatchObject({ code })
      expect(await ok('POST', `${path}/redemption`, {})).toMatchObject({ voucher: { code } })
    }
    const wrong: [path: string, body: unknown, details: string][] = [
      [
        '/validations',
        { redeemables: [{ object: 'voucher', id: 'X' }, { object: 'voucher' }] },
        "Property .redeemables[1] should have required property 'id'",
      ],
      [
        '/vouchers',
        { ...voucher, discount: { amount_off: 1 } },
        "Property .discount should have required property 'type'",
      ],
      ['/customers', { name: 7 }, 'Property .name should be string'],
      ['/campaigns', { name: 'x', vouchers_count: 'many', voucher }, 'Property .vouchers_count should be number'],
    ]
    for (const [path, body, details] of wrong)
      expect(await no('POST', path, body)).toMatchObject({ code: 400, key: 'invalid_payload', details })
    const large = await raw('POST', '/v1/customers', { name: 'x'.repeat(10_485_760) })
    expect([large.status, large.body]).toEqual([
      413,
      {
        statusCode: 413,
        error: 'Request Entity Too Large',
        message: 'Payload content length greater than maximum allowed: 10485760',
      },
    ])
  })

  test('metadata is held to the schema of its kind, in new things and in changes, alone and in many', async () => {
    const properties = {
      shoe: { type: 'number', optional: true, array: false, gte: 20, lte: 50 },
      tags: { type: 'string', optional: true, array: true, maxLength: 5 },
      kind: { type: 'string', optional: false, array: false, eq: ['a', 'b'] },
    }
    const schemas = '/management/v1/projects/proj_vouchsafe/metadata-schemas'
    const office = { 'x-management-id': 'a', 'x-management-token': server.adminKey }
    const made = await raw('POST', schemas, { related_object: 'voucher', properties, allow_defined_only: true }, office)
    expect([made.status, made.text]).toEqual([200, made.text])
    const wrong: [Told, string][] = [
      [{ kind: 'a', shoe: '42' }, '.metadata.shoe should be number'],
      [{ kind: 'a', shoe: 51 }, '.metadata.shoe should be at most 50'],
      [{ kind: 'a', tags: 'x' }, '.metadata.tags should be an array'],
      [{ kind: 'a', tags: ['x', 'longer'] }, '.metadata.tags should have at most 5 signs'],
      [{ kind: 'c' }, '.metadata.kind should be one of a, b'],
      [{ shoe: 42 }, '.metadata.kind is required'],
      [{ kind: 'a', hat: 1 }, '.metadata.hat is not defined'],
    ]
    for (const [metadata, details] of wrong) {
      const told = (await raw('POST', '/v1/vouchers/SCHEMED', { ...voucher, metadata })).body as Told
      expect(told).toMatchObject({ code: 400, key: 'metadata_validation_failed' })
      expect(String(told.details)).toContain(details)
    }
    await ok('POST', '/vouchers/SCHEMED', { ...voucher, metadata: { kind: 'b', shoe: 42, tags: ['x'] } })
    await ok('POST', '/vouchers/PLAIN', voucher)
    // A change says what it changes, and null clears.
    expect(await ok('PUT', '/vouchers/SCHEMED', { metadata: { shoe: null } })).toMatchObject({
      metadata: { kind: 'b' },
    })
    const changed = await raw('PUT', '/v1/vouchers/SCHEMED', { metadata: { shoe: 'large' } })
    expect(changed.body).toMatchObject({ key: 'metadata_validation_failed' })
    const { async_action_id: id } = await ok('POST', '/vouchers/metadata/async', {
      codes: ['PLAIN'],
      metadata: { hat: 1 },
    })
    let action: Told = {}
    while (action.status !== 'DONE') action = await ok('GET', `/async-actions/${String(id)}`)
    expect(action).toMatchObject({ result: { failed_count: 1 } })
    await raw('DELETE', `${schemas}/${String((made.body as Told).id)}`, undefined, office)
    await ok('PUT', '/vouchers/PLAIN', { metadata: { hat: 1 } })
  })

  test('a campaign says from the first answer how many vouchers it is making', async () => {
    const made = await ok('POST', '/campaigns', { name: 'Many', voucher, vouchers_count: 3 })
    expect(made).toMatchObject({ vouchers_count: 3 })
  })

  test('a customer gets another source id, and is found by both', async () => {
    const made = await ok('POST', '/customers', { source_id: 'first', name: 'Eve' })
    expect(await ok('PUT', `/customers/${String(made.id)}`, { source_id: 'second' })).toMatchObject({
      source_id: 'second',
    })
    for (const key of ['first', 'second'])
      expect(await ok('GET', `/customers/${key}`)).toMatchObject({ id: made.id, source_id: 'second' })
    expect(await ok('POST', '/customers', { source_id: 'second', name: 'Eve Ng' })).toMatchObject({ id: made.id })
    await ok('POST', '/customers', { source_id: 'taken' })
    expect(await no('PUT', '/customers/first', { source_id: 'taken' })).toMatchObject({
      code: 409,
      key: 'duplicate_found',
    })
    const unnamed = await ok('POST', '/customers', { name: 'Nobody' })
    expect(await ok('PUT', `/customers/${String(unnamed.id)}`, { source_id: 'named' })).toMatchObject({
      id: unnamed.id,
      source_id: 'named',
    })
  })

  test('of two profiles of one person everything that was kept goes to the one that stays', async () => {
    const used: unknown[] = []
    const segment = await ok('POST', '/segments', { name: 'both', type: 'static', customers: [] })
    for (const source_id of ['stays', 'goes']) {
      await ok('POST', '/customers', { source_id, metadata: { [source_id]: 1, last: source_id } })
      await ok('POST', `/vouchers/OF-${source_id}`, voucher)
      const made = await ok('POST', `/vouchers/OF-${source_id}/redemption`, {
        customer: { source_id },
        order: { source_id: `order of ${source_id}`, amount: 700 },
        metadata: { by: source_id },
      })
      used.push(made.id)
      await ok('POST', '/events', { event: 'seen', customer: { source_id } })
    }
    const merged = await server.request('POST', '/v1/customers/stays/merge', { from: 'goes' })
    expect([merged.status, merged.text]).toEqual([200, merged.text])
    const stays = await ok('GET', '/customers/stays')
    expect(stays).toMatchObject({
      metadata: { stays: 1, goes: 1, last: 'stays' },
      summary: { redemptions: { total_succeeded: 2 }, orders: { total_count: 2, total_amount: 1200 } },
    })
    expect(await ok('GET', '/customers/goes')).toMatchObject({ id: stays.id })
    const { redemptions } = (await ok('GET', '/redemptions?customer=stays')) as { redemptions: Told[] }
    expect(redemptions.map(({ id }) => id).sort()).toEqual([...used].sort())
    expect(redemptions.map(({ customer_id: id }) => id)).toEqual([stays.id, stays.id])
    expect(redemptions.map(({ metadata }) => (metadata as Told).by).sort()).toEqual(['goes', 'stays'])
    expect(await ok('GET', '/orders/order%20of%20goes')).toMatchObject({ customer_id: stays.id, amount: 700 })
    expect(((await ok('GET', '/customers/stays/activity?limit=100')).data as Told[]).length).toBe(7)
    expect(segment.object).toBe('segment')
  })

  test('pages of the shop ask as browsers, pages of others are refused; whoever is new may be asked to confirm', async () => {
    const client = { 'x-client-application-id': 'c', 'x-client-token': server.adminKey }
    const body = { source_id: 'new', email: 'new@shop.example' }
    const double = { ...client, origin: SHOP, 'x-voucherify-double-opt-in': 'true' }
    for (const headers of [client, { ...client, origin: 'https://other.example' }]) {
      const refused = await raw('POST', '/client/v1/customers', body, headers)
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null])
      expect(refused.body).toMatchObject({ code: 403, key: 'forbidden', details: 'This origin is not allowed' })
    }
    const asked = await raw('OPTIONS', '/client/v1/customers', undefined, { origin: SHOP })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, SHOP])
    expect(asked.headers.get('access-control-allow-headers')).toContain('X-Voucherify-Double-Opt-In')
    expect(asked.headers.get('access-control-expose-headers')).toContain('X-Rate-Limit-Remaining')
    expect((await raw('POST', '/client/v1/customers', body, double)).body).toEqual({ object: 'unconfirmed_customer' })
    const again = await raw('POST', '/client/v1/customers', body, { ...client, origin: SHOP })
    expect(again.body).toMatchObject({ source_id: 'new', object: 'customer' })
  })
})
