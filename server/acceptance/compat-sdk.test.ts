/** Every method of the vendor's own client, driven once: what this house has works, what it has not is a clean 404. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VoucherifyServerSide } from '@voucherify/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#db/store.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import { type Answer, misfits } from './vendor-types.ts'

type Told = Record<string, unknown>
type Any = never
type Method = (...args: unknown[]) => Promise<Told>

const AWAY = ['loyalties.', 'rewards.', 'productCollections.', 'promotions.tiers.', 'promotions.stack.']
/** What the client computes by itself, without a request of its own. */
const LOCAL = 'apiLimitsHandler.'

describe.each<Engine>(['sqlite', 'postgres'])('every method of the client on %s', (engine) => {
  let server: TestServer
  let client: ReturnType<typeof VoucherifyServerSide>
  const all = new Map<string, Method>()
  const driven = new Set<string>()
  const answers: Answer[] = []
  let files = ''

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'vouchsafe-csv-'))
    server = await startServer({ engine })
    const made = VoucherifyServerSide({
      applicationId: 'a',
      secretKey: server.adminKey,
      apiUrl: `${server.url}/voucherify`,
      customHeaders: { Authorization: `Bearer ${server.adminKey}` },
    })
    for (const [name, namespace] of Object.entries(made)) note(all, name, namespace)
    client = watched(made, '', { driven, answers })
  })
  afterAll(async () => {
    await server.close()
    await rm(files, { recursive: true, force: true })
  })

  const done = async (started: unknown): Promise<Told> => {
    const id = String((started as Told).async_action_id)
    for (let asked = 0; asked < 2000; asked += 1) {
      const one = (await client.asyncActions.get(id)) as unknown as Told
      if (one.status === 'DONE' || one.status === 'FAILED') return one
    }
    throw new Error('It never came')
  }
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(files, name)
    await writeFile(path, text)
    return path
  }
  const told = (value: unknown): Told => value as Told
  const discount = { type: 'AMOUNT', amount_off: 500 }
  const order = { amount: 2000, items: [{ product_id: 'p', quantity: 2, price: 1000 }] }

  test('customers', async () => {
    const { customers } = client
    await customers.create({ source_id: 'ada', name: 'Ada', email: 'ada@shop.example', metadata: { lang: 'en' } })
    const ada = told(await customers.get('ada'))
    await customers.update({ source_id: 'ada', metadata: { size: 'M' } })
    const list = await customers.list({ limit: 10 })
    expect(list).toMatchObject({ object: 'list', data_ref: 'customers', has_more: false })
    const scrolled = await customers.scroll({ limit: 1 }).next()
    expect(scrolled.value).toMatchObject({ object: 'customer' })
    expect(await done(await customers.updateInBulk([{ source_id: 'bob', name: 'Bob' }] as Any))).toMatchObject({
      status: 'DONE',
      result: { done_count: 1 },
    })
    const unknown = await customers.updateMetadataInBulk({ source_ids: ['ada', 'nobody'], metadata: { vip: true } })
    expect(await done(unknown)).toMatchObject({
      operation_status: 'SUCCESS',
      result: { done_count: 1, failed_count: 1, failed: [{ source_id: 'nobody' }] },
    })
    await done(await customers.importCSV(await file('c.csv', 'Name,Source_id\nEve,eve\n')))
    expect(await customers.get('eve')).toMatchObject({ name: 'Eve' })
    await client.events.create('Looked at tea', { customer: { source_id: 'ada' }, metadata: { page: 1 } } as Any)
    const activity = await customers.listActivity(String(ada.id), { limit: 1, order: 'created_at' })
    expect(activity).toMatchObject({ data_ref: 'data', has_more: true, data: [{ type: 'customer.created' }] })
    const rest = told(
      await customers.listActivity('ada', {
        order: 'created_at',
        starting_after_id: activity.more_starting_after as string,
      }),
    )
    expect(rest.data).toMatchObject([
      { type: 'customer.custom_event', data: { custom_event: { type: 'Looked at tea' } } },
    ])
    expect(rest).not.toHaveProperty('more_starting_after')
    expect(await customers.listActivities('ada', {})).toMatchObject({ object: 'list' })
    expect(await client.consents.list()).toMatchObject({ groups: { data: [] }, consents: { data: [], total: 0 } })
    await expect(customers.updateConsents('ada', { 'no.such': true })).rejects.toMatchObject({ code: 404 })
    await client.orders.create({ source_id: 'gone', amount: 5, status: 'PAID', customer: { source_id: 'bob' } } as Any)
    expect(await customers.get('bob')).toMatchObject({ summary: { orders: { total_amount: 5, total_count: 1 } } })
    expect(await customers.deletePermanently('bob')).toMatchObject({
      object: 'pernament_deletion',
      data_json: { orders: 1, customer: 1 },
    })
    await customers.delete('eve')
    await expect(customers.get('eve')).rejects.toMatchObject({ code: 404, key: 'not_found' })
  })

  test('campaigns, their vouchers and publications', async () => {
    const { campaigns, distributions } = client
    const name = 'spring'
    const made = told(
      await campaigns.create({
        name,
        campaign_type: 'DISCOUNT_COUPONS',
        voucher: { type: 'DISCOUNT_VOUCHER', discount },
      } as Any),
    )
    expect(await campaigns.get(name)).toMatchObject({ id: made.id })
    expect(await campaigns.update(name, { metadata: { a: 1 } } as Any)).toMatchObject({ metadata: { a: 1 } })
    expect(await campaigns.list({ limit: 5 })).toMatchObject({ data_ref: 'campaigns', total: 1 })
    expect(await campaigns.disable(name)).toMatchObject({ active: false })
    expect(await campaigns.enable(name)).toMatchObject({ active: true })
    expect(await campaigns.addVoucher(name)).toMatchObject({ campaign: name, object: 'voucher' })
    expect(await campaigns.addCertainVoucher(name, 'CERTAIN')).toMatchObject({ code: 'CERTAIN' })
    await done(await campaigns.importVouchers(name, [{ code: 'IMP' }] as Any))
    await done(await campaigns.importVouchersCSV(String(made.id), await file('v.csv', 'Code\nCSV\n')))
    expect(await campaigns.get(name)).toMatchObject({ vouchers_count: 4 })
    const given = told(
      await distributions.publications.create({ campaign: { name }, customer: { source_id: 'ada' } } as Any),
    )
    expect(given).toMatchObject({ result: 'SUCCESS', voucher: { holder_id: given.customer_id } })
    expect(await distributions.publications.list({ campaign: name } as Any)).toMatchObject({ total: 1 })
    expect(await client.customers.listRedeemables('ada', {})).toMatchObject({
      total: 1,
      data: [{ holder_role: 'OWNER', redeemable: { type: 'voucher', status: 'ACTIVE' } }],
    })
    expect(
      await campaigns.qualifications.examine({ customer: { source_id: 'ada' }, order } as Any, { limit: 5 } as Any),
    ).toMatchObject({
      total: 1,
      data: [{ name, object: 'campaign' }],
    })
    await campaigns.create({ name: 'short', voucher: { type: 'DISCOUNT_VOUCHER', discount } } as Any)
    expect(await done(await campaigns.delete('short'))).toMatchObject({ type: 'CAMPAIGN.DELETE', status: 'DONE' })
    await expect(client.promotions.create({ name: 'p', campaign_type: 'PROMOTION' } as Any)).rejects.toMatchObject({
      code: 400,
      key: 'not_supported',
    })
  })

  test('vouchers, what they are worth and who may use them', async () => {
    const { vouchers, validations, redemptions, qualifications } = client
    const create = async (code: string, more: Told = {}) =>
      told(await vouchers.create({ code, type: 'DISCOUNT_VOUCHER', discount, ...more } as Any))
    await create('ONE')
    expect(await vouchers.get('ONE')).toMatchObject({ code: 'ONE' })
    expect(await vouchers.update({ code: 'ONE', metadata: { a: 1 } } as Any)).toMatchObject({ metadata: { a: 1 } })
    expect(await vouchers.disable('ONE')).toMatchObject({ active: false })
    expect(await vouchers.enable('ONE')).toMatchObject({ active: true })
    expect(await vouchers.list({ limit: 1 })).toMatchObject({ data_ref: 'vouchers' })
    await done(await vouchers.import([{ code: 'I', discount }] as Any))
    await done(await vouchers.importCSV(await file('w.csv', 'Code,Discount Type,Value\nW,AMOUNT,5\n')))
    await done(await vouchers.bulkUpdate([{ code: 'I', metadata: { b: 1 } }]))
    await done(await vouchers.bulkUpdateMetadata({ codes: ['I', 'none'], metadata: { c: 2 } } as Any))
    expect(await vouchers.get('I')).toMatchObject({ metadata: { b: 1, c: 2 } })
    await vouchers.create({ code: 'GIFT', type: 'GIFT_VOUCHER', gift: { amount: 1000 } } as Any)
    expect(await vouchers.balance.create('GIFT', { amount: 500, source_id: 'b-1' } as Any)).toMatchObject({
      balance: 1500,
      total: 1500,
    })
    await expect(vouchers.balance.create('GIFT', { amount: 500, source_id: 'b-1' } as Any)).rejects.toMatchObject({
      code: 409,
    })
    await redemptions.redeem('GIFT', { gift: { credits: 200 }, order } as Any)
    expect(await vouchers.listTransactions('GIFT', { limit: 10 })).toMatchObject({
      data_ref: 'data',
      has_more: false,
      data: [
        { type: 'CREDITS_REDEMPTION', amount: -200, balance: 1300 },
        { type: 'CREDITS_ADDITION', amount: 500, balance: 1500, source_id: 'b-1' },
      ],
    })
    const newest = told(await vouchers.listTransactions('GIFT', { limit: 1, order: '-id' }))
    expect(newest).toMatchObject({ has_more: true, data: [{ type: 'CREDITS_REDEMPTION', source: null }] })
    const startingAfter = { limit: 1, order: '-id', starting_after_id: newest.more_starting_after } as Any
    expect(await vouchers.listTransactions('GIFT', startingAfter)).toMatchObject({
      has_more: false,
      data: [{ type: 'CREDITS_ADDITION' }],
    })
    const gift = told(await vouchers.get('GIFT'))
    const exported = told(
      await vouchers.exportTransactions('GIFT', { parameters: { fields: ['id', 'amount'] } } as Any),
    )
    expect(exported).toMatchObject({
      exported_object: 'voucher_transactions',
      parameters: { filters: { voucher_id: { conditions: { $in: [gift.id] } } } },
    })
    expect(await vouchers.qualifications.examine({ order } as Any)).toMatchObject({ object: 'list', data_ref: 'data' })
    const eligible = told(
      await qualifications.checkEligibility({
        customer: { source_id: 'ada' },
        order,
        scenario: 'ALL',
        options: { limit: 50 },
      } as Any),
    )
    expect(eligible).toMatchObject({ tracking_id: expect.any(String), order: { amount: 2000 }, stacking_rules: {} })
    const ids = ((eligible.redeemables as Told).data as Told[]).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['ONE', 'I', 'W', 'GIFT']))
    expect(await qualifications.checkEligibility({ scenario: 'ALL' } as Any)).toMatchObject({
      order: { customer_id: null, referrer_id: null, object: 'order' },
    })
    await validations.validateVoucher('ONE', { order } as Any)
    expect(await validations.validate({ amount: 5 } as Any)).toMatchObject({ valid: false, promotions: [] })
    await client.promotions.validate({} as Any)
    await validations.validateStackable({ redeemables: [{ object: 'voucher', id: 'ONE' }], order } as Any)
    const locked = { session: { type: 'LOCK', key: 'k' }, order }
    await validations.validateVoucher('W', locked as Any)
    await vouchers.releaseValidationSession('W', 'k')
    const one = told(await redemptions.redeem('ONE', { order, customer: { source_id: 'ada' } } as Any))
    expect(await redemptions.get(String(one.id))).toMatchObject({ id: one.id })
    expect(await redemptions.list({ limit: 1 })).toMatchObject({ data_ref: 'redemptions' })
    expect(await redemptions.getForVoucher('ONE')).toMatchObject({ redemption_entries: [{ id: one.id }] })
    await redemptions.rollback(String(one.id), { reason: 'no' })
    const stack = told(
      await redemptions.redeemStackable({
        redeemables: [
          { object: 'voucher', id: 'ONE' },
          { object: 'voucher', id: 'I' },
        ],
        order: { ...order, source_id: 'stacked' },
        customer: { source_id: 'ada' },
      } as Any),
    )
    const parent = stack.parent_redemption as Told
    expect(await redemptions.get(String(parent.id))).toMatchObject({ related_object_type: 'redemption', id: parent.id })
    const kept = told(await client.orders.get('stacked'))
    expect(Object.keys(kept.redemptions as Told)).toHaveLength(3)
    expect(kept.redemptions).toMatchObject({
      [String(parent.id)]: { stacked: (stack.redemptions as Told[]).map(({ id }) => id) },
    })
    const back = told(await redemptions.rollbackStackable(String(parent.id), { reason: 'no' } as Any))
    expect(back).toMatchObject({
      parent_rollback: { redemption: parent.id },
      rollbacks: [{}, {}],
      order: { status: 'CANCELED' },
    })
    expect(await client.orders.get('stacked')).toMatchObject({ status: 'CANCELED', total_discount_amount: 0 })
    await vouchers.delete('W')
  })

  test('segments and validation rules decide who may use a code', async () => {
    const { segments, validationRules, redemptions, validations } = client
    const ada = told(await client.customers.get('ada'))
    const named = told(await segments.create({ name: 'friends', type: 'static', customers: [String(ada.id)] }))
    expect(named).toMatchObject({ id: expect.stringMatching(/^seg_/), type: 'static', initial_sync_status: 'DONE' })
    const filter = { junction: 'AND', 'metadata.lang': { conditions: { $is: ['en'] } } }
    const english = told(await segments.create({ name: 'english', type: 'auto-update', filter } as Any))
    expect(await segments.get(String(english.id))).toMatchObject({ filter })
    expect(await segments.list('ada')).toMatchObject({ total: 2, data_ref: 'data' })
    await expect(
      segments.create({ name: 'x', type: 'auto-update', filter: { shoe_size: { conditions: { $is: [42] } } } } as Any),
    ).rejects.toMatchObject({ key: 'not_supported', details: 'The segment condition shoe_size' })
    const rule = told(
      await validationRules.create({
        name: 'Friends who buy much',
        error: { message: 'Only for friends' },
        rules: {
          '1': { name: 'customer_segment', conditions: { $is: [String(named.id)] } },
          '2': { name: 'order.amount', conditions: { $more_than: [1000] } },
          logic: '1 and (2)',
        },
      }),
    )
    expect(rule).toMatchObject({
      id: expect.stringMatching(/^val_/),
      object: 'validation_rules',
      error: { message: 'Only for friends' },
    })
    await expect(
      validationRules.create({
        name: 'x',
        rules: { '1': { name: 'redemption.count.per_customer', conditions: { $less_than: [2] } }, logic: '1' },
      }),
    ).rejects.toMatchObject({ key: 'not_supported', details: 'The rule redemption.count.per_customer' })
    const id = String(rule.id)
    expect(await validationRules.get(id)).toMatchObject({ assignments_count: 0 })
    expect(await validationRules.update({ id, name: 'Friends' } as Any)).toMatchObject({ name: 'Friends', id })
    expect(await validationRules.list({ limit: 5 })).toMatchObject({ data_ref: 'data', total: 1 })
    const code = 'FRIENDS'
    const made = told(
      await client.vouchers.create({ code, type: 'DISCOUNT_VOUCHER', discount, validation_rules: [id] } as Any),
    )
    expect(made.validation_rules_assignments).toMatchObject({
      total: 1,
      data: [{ rule_id: id, related_object_id: made.id }],
    })
    await client.vouchers.create({ code: 'OPEN', type: 'DISCOUNT_VOUCHER', discount } as Any)
    const assigned = told(await validationRules.createAssignment(id, { voucher: 'OPEN' }))
    expect(assigned).toMatchObject({
      rule_id: id,
      related_object_type: 'voucher',
      object: 'validation_rules_assignment',
    })
    expect(await validationRules.listAssignments(id)).toMatchObject({ total: 2 })
    expect(await validationRules.listRulesAssignments({ related_object_id: String(made.id) })).toMatchObject({
      total: 1,
    })
    await validationRules.deleteAssignment(id, String(assigned.id))
    expect(await validationRules.validate(id, { customer: { id: ada.id }, order } as Any)).toMatchObject({
      valid: true,
      rule_id: id,
    })
    const stranger = { customer: { source_id: 'stranger' }, order }
    expect(await validations.validateVoucher(code, stranger as Any)).toMatchObject({
      valid: false,
      error: { key: 'customer_rules_violated', error: { message: 'Only for friends' } },
    })
    const error = await redemptions.redeem(code, stranger as Any).catch((one: Told) => one)
    expect(error).toMatchObject({ code: 400, key: 'customer_rules_violated', error: { message: 'Only for friends' } })
    expect(await redemptions.get(String((error as unknown as Told).resource_id))).toMatchObject({
      failure_message: 'Only for friends',
    })
    const small = { customer: { source_id: 'ada' }, order: { amount: 900 } }
    expect(await validations.validateVoucher(code, small as Any)).toMatchObject({
      valid: false,
      error: { key: 'order_rules_violated' },
    })
    expect(await redemptions.redeem(code, { customer: { source_id: 'ada' }, order } as Any)).toMatchObject({
      result: 'SUCCESS',
    })
    await expect(validationRules.delete(id)).rejects.toMatchObject({ key: 'resource_in_use' })
    const loose = told(await validationRules.create({ name: 'Loose', rules: {} }))
    await validationRules.delete(String(loose.id))
    await segments.delete(String(english.id))
    await expect(segments.get(String(english.id))).rejects.toMatchObject({ code: 404, resource_type: 'segment' })
  })

  test('orders, products, categories, schemas', async () => {
    const { orders, products, categories, metadataSchemas } = client
    const made = told(await orders.create({ source_id: 'o', amount: 10 } as Any))
    await orders.update({ id: made.id, status: 'PAID' } as Any)
    expect(await orders.get('o')).toMatchObject({ status: 'PAID' })
    expect(await orders.list({ limit: 1 })).toMatchObject({ data_ref: 'orders' })
    await done(await orders.import([{ source_id: 'imported', amount: 7, status: 'FULFILLED' }] as Any))
    expect(await orders.get('imported')).toMatchObject({ amount: 7, status: 'FULFILLED' })
    const tea = told(await products.create({ source_id: 'tea', name: 'Tea' } as Any))
    await products.get('tea')
    await products.update({ id: tea.id, price: 5 } as Any)
    await done(
      await products.bulkUpdate([
        { source_id: 'tea', price: 6 },
        { source_id: 'cup', name: 'Cup' },
      ] as Any),
    )
    await done(await products.bulkUpdateMetadata({ source_ids: ['tea'], metadata: { green: true } } as Any))
    expect(await products.get('tea')).toMatchObject({ price: 6, metadata: { green: true } })
    expect(await products.list()).toMatchObject({ data_ref: 'products', total: 2 })
    const sku = told(await products.createSku('tea', { source_id: 'tea-1', sku: 'Tea 1' } as Any))
    await products.getSku(String(sku.id))
    await products.updateSku('tea', { id: sku.id, price: 3 } as Any)
    expect(await products.listSkus('tea')).toMatchObject({ total: 1, data_ref: 'skus' })
    await products.deleteSku('tea', String(sku.id))
    await done(await products.importCSV(await file('p.csv', 'name,source_id,price\nPot,pot,12.50\n')))
    expect(await products.get('pot')).toMatchObject({ price: 1250 })
    await done(await products.importSkusCSV(await file('s.csv', 'product_id,sku,source_id\npot,Big pot,pot-big\n')))
    await products.delete('cup')
    const category = told(await categories.create({ name: 'one', hierarchy: 1 }))
    expect(await categories.get(String(category.id))).toEqual(category)
    expect(await categories.update(String(category.id), { name: 'uno', hierarchy: 2 })).toMatchObject({
      name: 'uno',
      updated_at: expect.any(String),
    })
    expect(await categories.list()).toMatchObject({ data_ref: 'data' })
    await categories.delete(String(category.id))
    expect(await metadataSchemas.list()).toMatchObject({ data_ref: 'schemas' })
    await expect(metadataSchemas.get('customer')).rejects.toMatchObject({ code: 404 })
  })

  test('exports are asked for, fetched by their address and deleted; what is done behind is listed', async () => {
    const { exports } = client.distributions
    const made = told(
      await exports.create({
        exported_object: 'voucher',
        parameters: { fields: ['code', 'redemption_count'], filters: { code: { conditions: { $in: ['FRIENDS'] } } } },
      } as Any),
    )
    expect(made).toMatchObject({ object: 'export', status: 'SCHEDULED', channel: 'API', result: null, user_id: null })
    const ready = told(await exports.get(String(made.id)))
    expect(ready.status).toBe('DONE')
    const { url } = ready.result as { url: string }
    expect(await (await fetch(url)).text()).toBe('code,redemption_count\nFRIENDS,1\n')
    expect((await fetch(`${url}x`)).status).toBe(401)
    for (const exported_object of ['redemption', 'publication', 'customer', 'order']) {
      const one = told(await exports.create({ exported_object } as Any))
      const { result } = told(await exports.get(String(one.id)))
      expect((await (await fetch((result as { url: string }).url)).text()).split('\n').length).toBeGreaterThan(2)
    }
    await expect(
      exports.create({ exported_object: 'customer', parameters: { fields: ['shoe'] } } as Any),
    ).rejects.toMatchObject({
      key: 'invalid_export_fields',
    })
    expect(await exports.list()).toMatchObject({ data_ref: 'exports' })
    await exports.delete(String(made.id))
    await expect(exports.get(String(made.id))).rejects.toMatchObject({ code: 404 })
    const actions = told(await client.asyncActions.list({ limit: 2 }))
    expect(actions).toMatchObject({ data_ref: 'async_actions', has_more: true })
    expect((actions.async_actions as Told[])[0]).not.toHaveProperty('result')
  })

  test('loyalty, rewards, collections and promotions are nowhere, and every method was driven', async () => {
    const away = [...all].filter(([name]) => AWAY.some((one) => name.startsWith(one)))
    expect(away.length).toBeGreaterThan(50)
    for (const [name, call] of away) {
      const error = await call('one', { id: 'two' }, 'three').catch((reason: Told) => reason)
      expect([name, error]).toEqual([
        name,
        expect.objectContaining({ code: 404, key: 'not_found', message: 'Resource not found' }),
      ])
      driven.add(name)
    }
    const left = [...all.keys()].filter((name) => !driven.has(name) && !name.startsWith(LOCAL))
    expect(left).toEqual([])
    expect(client.apiLimitsHandler.getRateLimitRemaining()).toBeGreaterThan(0)
    expect(answers.length).toBeGreaterThan(100)
    expect(await misfits(answers)).toEqual([])
    // The check sees what is wrong.
    expect(await misfits([['vouchers.get', { code: 7 }]])).toEqual([expect.stringContaining('vouchers.get')])
    expect(await checkBooks(server)).toEqual([])
  })
})

/** Every method under its path, as `vouchers.balance.create`. */
function note(all: Map<string, Method>, path: string, namespace: object): void {
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(namespace))) {
    const method = (namespace as Record<string, unknown>)[name]
    if (name !== 'constructor' && typeof method === 'function')
      all.set(`${path}.${name}`, method.bind(namespace) as Method)
  }
  for (const [name, inner] of Object.entries(namespace)) {
    const isNamespace = typeof inner === 'object' && inner !== null && !['client', 'requestController'].includes(name)
    // The same object hangs at two places: it is noted at the one that callers use.
    if (isNamespace && !(path === 'validations' && name === 'promotions')) note(all, `${path}.${name}`, inner)
  }
}

/** The same client, noting which methods are called and what they answer. */
function watched<T extends object>(target: T, path: string, seen: { driven: Set<string>; answers: Answer[] }): T {
  return new Proxy(target, {
    get(of, name) {
      const value = Reflect.get(of, name) as unknown
      if (typeof name !== 'string' || name === 'client') return value
      const own = path === '' ? name : `${path}.${name}`
      if (typeof value === 'function') {
        return (...args: unknown[]) => {
          seen.driven.add(own)
          const answer = (value as (...all: unknown[]) => unknown).apply(of, args)
          if (!(answer instanceof Promise)) return answer
          return answer.then((told: unknown) => {
            seen.answers.push([own, told])
            return told
          })
        }
      }
      return typeof value === 'object' && value !== null ? watched(value, own, seen) : value
    },
  })
}
