/** The drop-in's life cycle of campaigns and vouchers, driven by the vendor's own client. */
import { VoucherifyServerSide } from '@voucherify/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'

type Told = Record<string, unknown>
type Any = never

describe.each<Engine>(['sqlite', 'postgres'])('vouchers of the drop-in on %s', (engine) => {
  let server: TestServer
  let client: ReturnType<typeof VoucherifyServerSide>
  let nth = 0
  const fresh = (word: string) => `${word}-${++nth}`

  beforeAll(async () => {
    server = await startServer({ engine })
    client = VoucherifyServerSide({
      applicationId: 'a',
      secretKey: server.adminKey,
      apiUrl: `${server.url}/voucherify`,
    })
  })
  afterAll(() => server.close())

  const raw = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    server.request(method, `/voucherify/v1${path}`, body, {
      key: null,
      headers: { 'x-app-id': 'a', 'x-app-token': server.adminKey, ...headers },
    })
  const refused = (key: string, code = 400) => expect.objectContaining({ code, key })

  async function campaign(more: Told = {}) {
    const name = fresh('campaign')
    const asked = {
      name,
      voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 1000 } },
      ...more,
    }
    return { name, made: (await client.campaigns.create(asked as Any)) as unknown as Told }
  }

  async function voucher(more: Told = {}): Promise<string> {
    const code = fresh('CODE/ %')
    await client.vouchers.create({
      code,
      type: 'DISCOUNT_VOUCHER',
      discount: { type: 'AMOUNT', amount_off: 500 },
      ...more,
    } as Any)
    return code
  }

  test('a campaign is made, found by both names, listed, changed, switched and deleted', async () => {
    const { name, made } = await campaign({
      vouchers_count: 25,
      start_date: '2020-01-01T00:00:00Z',
      metadata: { a: 1 },
    })
    expect(made).toMatchObject({
      name,
      object: 'campaign',
      campaign_type: 'DISCOUNT_COUPONS',
      active: true,
      metadata: { a: 1 },
    })
    expect(made.voucher).toMatchObject({ code_config: {}, discount: { type: 'AMOUNT', amount_off: 1000 } })
    expect(made).not.toHaveProperty('expiration_date')
    await until(
      async () => (await client.campaigns.get(name)) as unknown as Told,
      (one) => one.vouchers_generation_status === 'DONE',
    )
    expect(await client.campaigns.get(String(made.id))).toMatchObject({ vouchers_count: 25 })
    await expect(campaign({ name })).rejects.toEqual(refused('duplicate_found', 409))
    const { vouchers, total } = await client.vouchers.list({ campaign: name, limit: 100 })
    expect([vouchers.length, total, new Set(vouchers.map(({ code }) => code)).size]).toEqual([25, 25, 25])
    expect((await client.campaigns.list({ limit: 1 })).campaigns[0]).toMatchObject({ name })

    const [one] = vouchers
    const code = one?.code ?? ''
    await raw('POST', `/campaigns/${name}/disable`)
    await expect(client.redemptions.redeem(code)).rejects.toEqual(refused('voucher_disabled'))
    expect(await client.campaigns.enable(name)).toMatchObject({ active: true })
    const dated = await raw('PUT', `/campaigns/${name}`, { expiration_date: '2020-02-01T00:00:00Z' })
    expect(dated.body).toMatchObject({ expiration_date: '2020-02-01T00:00:00Z', metadata: { a: 1 } })
    await expect(client.redemptions.redeem(code)).rejects.toEqual(refused('voucher_expired'))
    expect((await raw('PUT', `/campaigns/${name}`, { expiration_date: null })).body).not.toHaveProperty(
      'expiration_date',
    )
    expect(await client.redemptions.redeem(code)).toMatchObject({ result: 'SUCCESS' })

    const gone = await raw('DELETE', `/campaigns/${name}?force=true`)
    expect(gone.status).toBe(202)
    await done((gone.body as { async_action_id: string }).async_action_id)
    await expect(client.campaigns.get(name)).rejects.toEqual(refused('not_found', 404))
    await expect(client.vouchers.get(code)).rejects.toEqual(refused('not_found', 404))
    expect((await campaign({ name })).made).toMatchObject({ name })
  })

  test('vouchers are added to a campaign: one, many, with a code of their own, from a list and a file', async () => {
    const { name, made } = await campaign({ voucher: { type: 'GIFT_VOUCHER', gift: { amount: 5000 } }, type: 'STATIC' })
    expect(made.campaign_type).toBe('GIFT_VOUCHERS')
    const one = await raw('POST', `/campaigns/${name}/vouchers`, { code_config: { pattern: 'G-####', charset: 'AB' } })
    expect(one.body).toMatchObject({
      code: expect.stringMatching(/^G-[AB]{4}$/),
      gift: { amount: 5000, balance: 5000 },
    })
    const many = await raw('POST', `/campaigns/${name}/vouchers?vouchers_count=7`)
    await done((many.body as { async_action_id: string }).async_action_id)
    expect(await client.campaigns.addCertainVoucher(name, 'MINE', { metadata: { x: 1 } })).toMatchObject({
      code: 'MINE',
      metadata: { x: 1 },
    })
    await expect(client.campaigns.addCertainVoucher(name, 'MINE')).rejects.toEqual(refused('duplicate_found', 409))
    const { async_action_id: id } = (await client.campaigns.importVouchers(name, [
      { code: 'IMP-1' },
      { code: 'MINE' },
    ] as Any)) as unknown as { async_action_id: string }
    expect((await done(id)).result).toMatchObject({ done_count: 1, failed_count: 1, failed: [{ code: 'MINE' }] })
    const form = new FormData()
    form.append(
      'file',
      new Blob([
        'Code,Voucher Type,Active,Discount Type,Value,Redemption Limit,shoe\nCSV-1,DISCOUNT_VOUCHER,true,AMOUNT,12.50,3,42\n',
      ]),
      'v.csv',
    )
    const headers = { 'x-app-id': 'a', 'x-app-token': server.adminKey }
    const sent = await fetch(`${server.url}/voucherify/v1/vouchers/importCSV`, { method: 'POST', headers, body: form })
    await done(((await sent.json()) as { async_action_id: string }).async_action_id)
    expect(await client.vouchers.get('CSV-1')).toMatchObject({
      campaign: null,
      discount: { type: 'AMOUNT', amount_off: 1250 },
      redemption: { quantity: 3 },
      metadata: { shoe: '42' },
    })
    expect(await client.campaigns.get(name)).toMatchObject({ vouchers_count: 10 })
  })

  test('a voucher stands alone, is changed, switched off and on, and deleted', async () => {
    const code = await voucher({ metadata: { a: 1 }, expiration_date: '2099-01-01T00:00:00Z' })
    expect(await client.vouchers.get(code)).toMatchObject({
      code,
      campaign: null,
      active: true,
      expiration_date: '2099-01-01T00:00:00.000Z',
      redemption: { quantity: 1, redeemed_quantity: 0 },
    })
    await expect(voucher2(code)).rejects.toEqual(refused('duplicate_found', 409))
    const unnamed = (await client.vouchers.create({
      discount: { type: 'PERCENT', percent_off: 12.5 },
      code_config: { prefix: 'P-', length: 4 },
    } as Any)) as unknown as Told
    expect(unnamed).toMatchObject({ code: expect.stringMatching(/^P-.{4}$/), discount: { percent_off: 12.5 } })
    expect(unnamed.updated_at).toBe(null)
    // A first change is a change, whatever was known before.
    for (const first of [
      { metadata: { a: 1 } },
      { discount: { type: 'PERCENT', percent_off: 5 } },
      { active: false },
    ]) {
      const made = (await raw('POST', '/vouchers', { discount: { type: 'PERCENT', percent_off: 12.5 } })).body as Told
      const changed = await client.vouchers.update({ code: made.code, ...first } as Any)
      expect(changed).toMatchObject({ ...first, updated_at: expect.stringMatching(/Z$/) })
    }
    expect(await client.vouchers.update({ code, metadata: { b: 2 } } as Any)).toMatchObject({
      metadata: { a: 1, b: 2 },
    })
    await client.vouchers.create({ code: 'CARD', type: 'GIFT_VOUCHER', gift: { amount: 100 } } as Any)
    const imported = await raw('POST', '/vouchers/import', [
      {
        code: 'WAS-USED',
        discount: { type: 'PERCENT', percent_off: 5 },
        redemption: { quantity: 1, redeemed_quantity: 1 },
      },
    ])
    await done(String((imported.body as Told).async_action_id))
    for (const [one, change] of [
      ['CARD', { discount: { type: 'AMOUNT', amount_off: 5 } }],
      [code, { gift: { amount: 5 } }],
      ['WAS-USED', { discount: { type: 'PERCENT', percent_off: 6 } }],
    ] as const)
      await expect(client.vouchers.update({ code: one, ...change } as Any)).rejects.toEqual(refused('not_supported'))
    expect(await client.vouchers.disable(code)).toMatchObject({ active: false })
    await expect(client.redemptions.redeem(code)).rejects.toEqual(refused('voucher_disabled'))
    expect(await client.vouchers.enable(code)).toMatchObject({ active: true })
    await client.vouchers.delete(code)
    await expect(client.vouchers.get(code)).rejects.toEqual(refused('not_found', 404))
    await voucher2(code)
    expect(await client.vouchers.get(code)).toMatchObject({ code })
  })
  const voucher2 = (code: string) =>
    client.vouchers.create({ code, type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 1 } } as Any)

  test('a redemption is made, listed, looked at, taken back and made again', async () => {
    const code = await voucher()
    const order = { source_id: fresh('order'), amount: 2000, items: [{ product_id: 'p1', quantity: 2, price: 1000 }] }
    const valid = (await client.validations.validateVoucher(code, { order } as Any)) as unknown as Told
    expect(valid).toMatchObject({ valid: true, code, discount: { amount_off: 500 }, order: { total_amount: 1500 } })
    const asked = { order, customer: { source_id: 'eve', name: 'Eve' }, metadata: { till: 4 }, tracking_id: 't-1' }
    const made = (await client.redemptions.redeem(code, asked as Any)) as unknown as Told
    expect(made).toMatchObject({
      object: 'redemption',
      result: 'SUCCESS',
      tracking_id: 't-1',
      metadata: { till: 4 },
      customer: { source_id: 'eve', name: 'Eve' },
      voucher: { code, redemption: { quantity: 1, redeemed_quantity: 1 } },
      order: { total_amount: 1500, total_discount_amount: 500, status: 'PAID', source_id: order.source_id },
    })
    const told = (await raw('GET', `/orders/${(made.order as Told).id}`)).body as Told
    expect(made.order).toMatchObject({ created_at: told.created_at, redemptions: told.redemptions })
    // The same order with the same tracking id is the same redemption; without it, another.
    expect(await client.redemptions.redeem(code, asked as Any)).toMatchObject({ id: made.id })
    const error = await client.redemptions.redeem(code, { order } as Any).catch((one: Told) => one)
    expect(error).toMatchObject({
      code: 400,
      key: 'quantity_exceeded',
      message: 'quantity exceeded',
      resource_type: 'redemption',
    })
    const failed = String((error as unknown as Told).resource_id)
    expect(failed).toMatch(/^rf_/)
    expect(await client.redemptions.get(failed)).toMatchObject({
      result: 'FAILURE',
      failure_code: 'quantity_exceeded',
      order: null,
      voucher: { code },
    })
    expect(await client.validations.validateVoucher(code, { order } as Any)).toMatchObject({
      valid: false,
      reason: 'quantity exceeded',
    })
    expect(await client.redemptions.get(String(made.id))).toMatchObject({ id: made.id })

    const back = (await client.redemptions.rollback(String(made.id), { reason: 'unwanted' })) as unknown as Told
    expect(back).toMatchObject({
      object: 'redemption_rollback',
      redemption: made.id,
      reason: 'unwanted',
      order: { status: 'CANCELED', redemptions: { [String(made.id)]: { rollback_id: back.id } } },
    })
    expect((await raw('GET', `/orders/${(made.order as Told).id}`)).body).toMatchObject({
      redemptions: (back.order as Told).redemptions,
    })
    await expect(client.redemptions.rollback(String(made.id), { reason: 'again' })).rejects.toEqual(
      expect.objectContaining({
        code: 400,
        key: 'already_rolled_back',
        message: 'Already rolled back',
        resource_id: expect.stringMatching(/^rrf_/),
      }),
    )
    expect(await client.vouchers.get(code)).toMatchObject({ code, redemption: { redeemed_quantity: 0 } })
    expect(await client.redemptions.redeem(code, { order } as Any)).toMatchObject({ result: 'SUCCESS' })
    expect(await client.redemptions.getForVoucher(code)).toMatchObject({ redeemed_quantity: 1, total: 5 })
    const { redemptions } = await client.redemptions.list({ limit: 100, customer: 'eve' } as Any)
    const [unreversed, ...good] = redemptions.map((one) => (one as unknown as Told).id)
    expect([String(unreversed).slice(0, 4), ...good]).toEqual(['rrf_', back.id, made.id])
    expect(await client.redemptions.get(String(unreversed))).toMatchObject({
      object: 'redemption_rollback',
      redemption: made.id,
      result: 'FAILURE',
      failure_code: 'already_rolled_back',
    })
    expect(await client.customers.get('eve')).toMatchObject({ summary: { redemptions: { total_rollback_failed: 1 } } })
    await expect(client.redemptions.redeem('nobody-has-this')).rejects.toEqual(refused('not_found', 404))
  })

  test('of a hundred at once on one code exactly one is redeemed, and of a code for three exactly three', async () => {
    for (const [quantity, more] of [
      [1, {}],
      [3, { redemption: { quantity: 3 } }],
    ] as const) {
      const code = await voucher(more)
      const all = await Promise.allSettled(Array.from({ length: 100 }, () => client.redemptions.redeem(code)))
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(quantity)
      for (const one of all)
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ key: 'quantity_exceeded' })
      expect(await client.vouchers.get(code)).toMatchObject({ redemption: { redeemed_quantity: quantity } })
    }
  })

  test('a code without end is redeemed again and again', async () => {
    const code = await voucher({ redemption: { quantity: null } })
    const ids = new Set<unknown>()
    for (let i = 0; i < 4; i++)
      ids.add(
        (
          (await client.redemptions.redeem(code, {
            order: { amount: 900, source_id: 'same' },
          } as Any)) as unknown as Told
        ).id,
      )
    expect(ids.size).toBe(4)
    expect(await client.vouchers.get(code)).toMatchObject({ redemption: { quantity: null, redeemed_quantity: 4 } })
  })

  test('a gift card pays in parts, is topped up and gets back what is rolled back', async () => {
    const code = await voucher({ type: 'GIFT_VOUCHER', gift: { amount: 1000 }, discount: undefined })
    const redeem = (credits: number) =>
      client.redemptions.redeem(code, { gift: { credits }, order: { amount: 5000 } } as Any) as unknown as Promise<Told>
    const first = await redeem(300)
    expect(first).toMatchObject({
      amount: 300,
      gift: { amount: 300 },
      voucher: { gift: { amount: 1000, balance: 700 } },
    })
    await expect(redeem(800)).rejects.toEqual(refused('gift_amount_exceeded'))
    expect(await client.vouchers.balance.create(code, { amount: 500 })).toMatchObject({
      amount: 500,
      total: 1500,
      balance: 1200,
      object: 'balance',
    })
    await redeem(1200)
    await expect(redeem(1)).rejects.toEqual(refused('gift_amount_exceeded'))
    expect(await client.redemptions.rollback(String(first.id))).toMatchObject({ amount: -300 })
    expect(await client.vouchers.get(code)).toMatchObject({ gift: { amount: 1500, balance: 300 } })
  })

  test('several codes go together or not at all', async () => {
    const [one, two, used] = [
      await voucher(),
      await voucher({ discount: { type: 'PERCENT', percent_off: 10 } }),
      await voucher(),
    ]
    await client.redemptions.redeem(used)
    const stack = (...ids: string[]) => ({
      redeemables: ids.map((id) => ({ object: 'voucher' as const, id })),
      order: { amount: 10_000, items: [{ product_id: 'p', quantity: 1, price: 10_000 }] },
      customer: { source_id: 'stacker' },
    })
    const good = (await client.validations.validateStackable(stack(one, two) as Any)) as unknown as Told
    expect(good).toMatchObject({
      valid: true,
      redeemables: [
        { status: 'APPLICABLE', id: one },
        { status: 'APPLICABLE', id: two },
      ],
    })
    expect(good).not.toHaveProperty('inapplicable_redeemables')
    const bad = (await client.validations.validateStackable(stack(one, used) as Any)) as unknown as Told
    expect(bad).toMatchObject({
      valid: false,
      inapplicable_redeemables: [{ id: used, result: { error: { key: 'quantity_exceeded' } } }],
    })
    await expect(client.redemptions.redeemStackable(stack(one, used) as Any)).rejects.toEqual(
      refused('quantity_exceeded'),
    )
    expect(await client.vouchers.get(one)).toMatchObject({ redemption: { redeemed_quantity: 0 } })
    const { redemptions, order } = (await client.redemptions.redeemStackable(stack(one, two) as Any)) as unknown as {
      redemptions: Told[]
      order: Told
    }
    expect([redemptions.length, order.total_discount_amount]).toEqual([2, 1450])
    const back = await client.redemptions.rollbackStackable(String(redemptions[0]?.id), { reason: 'no' } as Any)
    expect((back as unknown as { rollbacks: Told[] }).rollbacks).toHaveLength(2)
    expect(await client.vouchers.get(two)).toMatchObject({ redemption: { redeemed_quantity: 0 } })
    await expect(client.validations.validateStackable(stack(one, one) as Any)).rejects.toEqual(
      refused('duplicated_redeemables'),
    )
  })

  test('a session keeps a use until it is redeemed, let go or over', async () => {
    for (const more of [{}, { redemption: { quantity: 2 } }]) {
      const code = await voucher(more)
      if ('redemption' in more) await client.redemptions.redeem(code)
      const lock = (key: string) =>
        client.validations.validateVoucher(code, {
          order: { amount: 900 },
          session: { type: 'LOCK', key, ttl: 1, ttl_unit: 'HOURS' },
        } as Any) as unknown as Promise<Told>
      expect(await lock('mine')).toMatchObject({
        valid: true,
        session: { key: 'mine', ttl: 1, ttl_unit: 'HOURS', type: 'LOCK' },
      })
      expect(await lock('mine')).toMatchObject({ valid: true })
      expect(await lock('yours')).toMatchObject({ valid: false, reason: 'quantity exceeded' })
      await expect(client.redemptions.redeem(code)).rejects.toEqual(refused('quantity_exceeded'))
      await client.vouchers.releaseValidationSession(code, 'mine')
      expect((await raw('DELETE', `/vouchers/${encodeURIComponent(code)}/sessions/mine`)).status).toBe(404)
      expect(await lock('yours')).toMatchObject({ valid: true })
      expect(
        await client.redemptions.redeem(code, { session: { key: 'yours' }, order: { amount: 900 } } as Any),
      ).toMatchObject({ session: { key: 'yours' } })
    }
  })

  test('what a session redeemed stands under its order: when that is cancelled the use comes back', async () => {
    const code = await voucher()
    const order = { source_id: fresh('order'), amount: 900 }
    const session = { type: 'LOCK', key: 'cart', ttl: 1, ttl_unit: 'HOURS' }
    await client.validations.validateVoucher(code, { order, session } as Any)
    await client.redemptions.redeem(code, { order, session: { key: 'cart' } } as Any)
    const event = { id: fresh('event'), type: 'order.cancelled', at: new Date().toISOString() }
    const told = await server.request('POST', '/v1/events', [{ ...event, orderReference: order.source_id }])
    expect([told.status, told.body]).toMatchObject([202, { accepted: 1 }])
    expect(await client.vouchers.get(code)).toMatchObject({ redemption: { redeemed_quantity: 0 } })
    await expect(client.redemptions.redeem(code, { order } as Any)).rejects.toMatchObject({ code: 400 })
  })

  test('the requests of other clients are understood: slashes, no bodies, nulls, long lists, unknown keys', async () => {
    const made = await raw('POST', '/vouchers/', {
      discount: { type: 'AMOUNT', amount_off: 5 },
      campaign: null,
      metadata: null,
      redemption: { quantity: null },
      what: { ever: 1 },
    })
    expect([made.status, made.body]).toMatchObject([200, { redemption: { quantity: null } }])
    const { code } = made.body as { code: string }
    const bare = await raw('POST', `/vouchers/${code}/disable`, undefined, { 'content-type': 'application/json' })
    expect(bare.body).toMatchObject({ active: false })
    const codes = Array.from(
      { length: 30 },
      (_, i) => `filters[code][conditions][$in][${i}]=${i === 29 ? code : `no-${i}`}`,
    )
    const found = await raw('GET', `/vouchers?limit=100&filters[junction]=AND&${codes.join('&')}`)
    expect(found.body).toMatchObject({ total: 1, vouchers: [{ code }] })
    const fixed = await raw('POST', '/vouchers', { discount: { type: 'FIXED', fixed_amount: 5 } })
    expect([fixed.status, fixed.body]).toMatchObject([400, { key: 'not_supported' }])
    const bad = await raw('POST', '/vouchers', { discount: { type: 'AMOUNT', amount_off: 'five' } })
    expect([bad.status, bad.body]).toMatchObject([400, { key: 'invalid_payload' }])
  })

  test('the books are right after all of this', async () => {
    // Some are used in part, some without end.
    const { code } = (
      await raw('POST', '/vouchers', {
        discount: { type: 'AMOUNT', amount_off: 100 },
        redemption: { quantity: 3 },
      })
    ).body as Told
    for (const order of [{ amount: 500 }, { amount: 700 }])
      await client.redemptions.redeem(String(code), { order } as Any)
    expect(await client.vouchers.get(String(code))).toMatchObject({ redemption: { quantity: 3, redeemed_quantity: 2 } })
    const fewer = client.vouchers.update({ code, redemption: { quantity: 1 } } as Any)
    await expect(fewer).rejects.toEqual(refused('not_supported'))
    expect(await checkBooks(server)).toEqual([])
  })

  const done = (id: string) =>
    until(
      async () => (await client.asyncActions.get(id)) as unknown as Told,
      (one) => one.status === 'DONE' || one.status === 'FAILED',
    )
})

async function until(ask: () => Promise<Told>, isSo: (one: Told) => boolean): Promise<Told> {
  for (let asked = 0; asked < 2000; asked += 1) {
    const one = await ask()
    if (isSo(one)) return one
  }
  throw new Error(`It never came: ${JSON.stringify(await ask())}`)
}
