/** The drop-in's first step, driven by the vendor's own client: signing in, errors, the wire's oddities, customers. */
import { VoucherifyServerSide } from '@voucherify/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '#db/open.ts'
import type { Engine } from '#db/store.ts'
import { publish } from '../audit/test-audit.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { call, decide, makeKey } from './shop.ts'

interface Told {
  id: string
  source_id: string
  address: unknown
  metadata: unknown
}

const rowsOf = async (server: TestServer, query: SQL) => {
  const store = await openStore({ url: server.databaseUrl, now: Date.now, migrate: false })
  return store.read.rows(query).finally(() => store.close())
}

describe.each<Engine>(['sqlite', 'postgres'])('customers of the drop-in on %s', (engine) => {
  let server: TestServer
  let client: ReturnType<typeof VoucherifyServerSide>

  beforeAll(async () => {
    server = await startServer({ engine })
    client = VoucherifyServerSide({
      applicationId: 'our-app',
      secretKey: server.adminKey,
      apiUrl: `${server.url}/voucherify`,
      apiVersion: 'v2018-08-01',
    })
  })
  afterAll(() => server.close())

  const create = async (fields: Parameters<typeof client.customers.create>[0]) =>
    (await client.customers.create(fields)) as Told
  const raw = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    server.request(method, `/voucherify${path}`, body, {
      key: null,
      headers: { 'x-app-id': 'our-app', 'x-app-token': server.adminKey, ...headers },
    })

  test('a customer is created, found by both names, changed and let go', async () => {
    const made = await create({
      source_id: 'ada',
      name: 'Ada King Lovelace',
      email: 'ada@example.com',
    })
    expect(made).toMatchObject({ source_id: 'ada', name: 'Ada King Lovelace', object: 'customer', address: null })
    expect(made.id).toMatch(/^cust_/)
    expect(made).not.toHaveProperty('metadata')
    expect(await client.customers.get('ada')).toMatchObject(made)
    expect(await client.customers.get(made.id)).toMatchObject(made)

    const address = { city: 'London', state: null, country: 'GB' }
    const changed = (await client.customers.update({
      id: made.id,
      address: address as never,
      metadata: { test: null as never, size: 'M' },
    })) as Told
    expect(changed.address).toEqual(address)
    expect(changed.metadata).toEqual({ test: null, size: 'M' })
    const again = await create({ source_id: 'ada', metadata: { size: 'L', lang: 'en' } })
    expect(again).toMatchObject({
      id: made.id,
      metadata: { test: null, size: 'L', lang: 'en' },
      email: 'ada@example.com',
    })

    const born = (await client.customers.update({ id: made.id, birthdate: '1990-02-28' } as never)) as Told
    expect(born).toMatchObject({ birthdate: '1990-02-28', address })
    const own = async () => (await server.request('GET', '/v1/customers/ada')).body
    expect(await own()).toMatchObject({ country: 'GB', birthDate: '--02-28' })
    const bare = (await client.customers.update({ id: made.id, birthdate: null, address: null } as never)) as Told
    expect(bare).toMatchObject({ address: null, email: 'ada@example.com' })
    expect(bare).not.toHaveProperty('birthdate')
    expect(await own()).toMatchObject({ country: null, birthDate: null })
    const wrong = await raw('PUT', '/v1/customers/ada', { birthdate: '1990-02-31' })
    expect(wrong.body).toMatchObject({ details: expect.stringContaining('.birthdate ') })
    // A whole customer that is handed back says nothing of a country that she did not have here.
    await server.request('PUT', '/v1/customers/ada', { country: 'FR' })
    await client.customers.update(bare as never)
    expect(await own()).toMatchObject({ country: 'FR' })

    await client.customers.delete('ada')
    await expect(client.customers.get('ada')).rejects.toMatchObject({
      code: 404,
      key: 'not_found',
      message: 'Resource not found',
      details: 'Cannot find customer with id ada',
      resource_id: 'ada',
      resource_type: 'customer',
    })
    await client.customers.create({ source_id: 'bea' })
    expect(await client.customers.deletePermanently('bea')).toMatchObject({
      related_object: 'customer',
      status: 'DONE',
      object: 'pernament_deletion',
    })
  })

  test('scrolling meets everybody once, in both directions, also those whom other doors made', async () => {
    const sources = Array.from({ length: 25 }, (_, i) => `scroll-${i}`)
    for (const source_id of sources) await client.customers.create({ source_id })
    await server.request('PUT', '/v1/customers/own-door', { email: 'own@example.com' })
    for (const order of ['-created_at', 'created_at'] as const) {
      const seen: string[] = []
      const scrolling = client.customers.scroll({ limit: 4, order })
      for (let next = await scrolling.next(); !next.done; next = (await scrolling.next()) as typeof next)
        seen.push((next.value as Told).source_id)
      expect(new Set(seen).size).toBe(seen.length)
      for (const source of [...sources, 'own-door']) expect(seen).toContain(source)
    }
    const byMail = await client.customers.list({ email: 'own@example.com' })
    expect(byMail).toMatchObject({ object: 'list', data_ref: 'customers', total: 1 })
    expect(byMail.customers[0]).toMatchObject({ source_id: 'own-door', email: 'own@example.com' })
  })

  test('many are changed in the background', async () => {
    const { async_action_id: id } = await client.customers.updateInBulk([
      { source_id: 'bulk-1', address: { city: 'Paris', line_2: null } },
      { source_id: 'bulk-2', metadata: { a: 1 } },
    ] as never)
    const done = await until(() => client.asyncActions.get(id))
    expect(done).toMatchObject({ status: 'DONE', operation_status: 'SUCCESS', type: 'CUSTOMERS.BULK_UPDATE' })
    expect(((await client.customers.get('bulk-1')) as Told).address).toEqual({ city: 'Paris', line_2: null })
    const form = new FormData()
    form.append('file', new Blob(['Name,Email,Source_id,City,Shoe\nEve Ng,eve@example.com,eve,Rome,42\n']), 'c.csv')
    const sent = await fetch(`${server.url}/voucherify/v1/customers/importCSV`, {
      method: 'POST',
      headers: { 'x-app-id': 'a', 'x-app-token': server.adminKey },
      body: form,
    })
    expect(sent.status).toBe(202)
    const { async_action_id: imported } = (await sent.json()) as { async_action_id: string }
    await until(() => client.asyncActions.get(imported))
    expect(await client.customers.get('eve')).toMatchObject({
      name: 'Eve Ng',
      address: { city: 'Rome' },
      metadata: { Shoe: '42' },
    })
  })

  test('what is wrong is said in the vendor’s words, with what is left to ask on every answer', async () => {
    const wrong = await raw('GET', '/v1/customers/x', undefined, { 'x-app-token': 'vsk_wrong' })
    expect([wrong.status, wrong.body]).toMatchObject([401, { code: 401, key: 'unauthorized', message: 'Unauthorized' }])
    const till = await makeKey(server, 'checkout')
    const barred = await raw('POST', '/v1/customers', {}, { 'x-app-token': till })
    expect([barred.status, barred.body]).toMatchObject([403, { code: 403, key: 'forbidden' }])
    const nowhere = await raw('GET', '/v1/loyalties')
    expect([nowhere.status, nowhere.body]).toMatchObject([404, { code: 404, key: 'not_found' }])
    const far = await raw('GET', '/v1/customers?page=1001')
    expect([far.status, far.body]).toMatchObject([400, { key: 'page_over_limit' }])
    const garbled = await raw('POST', '/v1/customers', '{"a":')
    expect([garbled.status, garbled.body]).toMatchObject([400, { key: 'invalid_payload' }])
    for (const answer of [wrong, nowhere, far]) {
      expect(answer.body).toHaveProperty('request_id')
      for (const name of ['x-rate-limit-limit', 'x-rate-limit-remaining', 'retry-after']) {
        if (answer !== nowhere) expect(answer.headers.get(name)).not.toBeNull()
      }
    }
    expect(client.apiLimitsHandler.areLimitsAvailable()).toBe(true)
  })

  test('a token is given for a key and works like it, for as long as both live', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const given = await raw('POST', '/v1/oauth/token', 'grant_type=client_credentials&scope=api', form)
    expect(given).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 900, scope: 'api' } })
    const { access_token: token } = given.body as { access_token: string }
    const asked = await server.request('GET', '/voucherify/v1/customers', undefined, { key: token })
    expect(asked.status).toBe(200)
    expect(
      (await server.request('GET', '/voucherify/v1/customers', undefined, { key: [...token].reverse().join('') }))
        .status,
    ).toBe(401)
    const grant = await raw('POST', '/v1/oauth/token', 'grant_type=password&scope=api', form)
    expect([grant.status, grant.body]).toMatchObject([400, { key: 'invalid_grant_type' }])
    const scope = await raw('POST', '/v1/oauth/token', 'grant_type=client_credentials&scope=moon', form)
    expect([scope.status, scope.body]).toMatchObject([400, { key: 'invalid_scope' }])
  })

  test('what she has taken every yes back for goes from the notes as well, and does not come back', async () => {
    await call(server, 'createPurpose', { body: { key: 'offers', legalBasis: 'consent', title: 'Offers' } })
    const cells = (['contact.email', 'birthdate', 'location'] as const).map((category) => {
      return { purpose: 'offers', channel: 'email' as const, category }
    })
    const version = await publish(server, 'What we ask for.', cells)
    const fields = { source_id: 'gina', email: 'gina@shop.example', birthdate: '1990-02-03', address: { city: 'Rome' } }
    const told = async () => (await client.customers.get('gina')) as unknown as Told & { birthdate?: string }
    await create(fields as never)
    await decide(server, 'gina', version, cells)
    expect(await told()).toMatchObject({ birthdate: '1990-02-03', address: { city: 'Rome' } })
    const { data } = (await call(server, 'searchCustomers', { body: { reference: 'gina' } })) as {
      data: { id: string }[]
    }
    const kept = () =>
      rowsOf(
        server,
        sql`select birth_sealed as birth, place_sealed as place from compat_notes where id = ${data[0]?.id}`,
      )
    expect(await kept()).toEqual([{ birth: expect.any(String), place: expect.any(String) }])
    await decide(server, 'gina', version, cells, 'withdraw')
    expect(await kept()).toEqual([{ birth: null, place: null }])
    expect([(await told()).birthdate, (await told()).address]).toEqual([undefined, null])
    await create({ ...fields, metadata: { size: 'M' } } as never)
    expect(await kept()).toEqual([{ birth: null, place: null }])
    expect(await told()).toMatchObject({ address: null, metadata: { size: 'M' } })
  })

  test('what was told of her purchases and wishes goes with its kind; what redeemed is of the contract and stays', async () => {
    await call(server, 'declareAttribute', { body: { key: 'custom.wish', type: 'text', category: 'preferences' } })
    const cells = (['contact.email', 'purchase_history', 'preferences'] as const).map((category) => {
      return { purpose: 'offers', channel: 'email' as const, category }
    })
    const version = await publish(server, 'What we ask for now.', cells)
    await create({ source_id: 'hilda', email: 'hilda@shop.example' })
    await decide(server, 'hilda', version, cells)
    const customer = { source_id: 'hilda' }
    await client.vouchers.create({
      code: 'HILDA-1',
      type: 'DISCOUNT_VOUCHER',
      discount: { type: 'AMOUNT', amount_off: 100 },
    } as never)
    const order = (id: string) => ({ source_id: id, amount: 1000, customer })
    await client.redemptions.redeem('HILDA-1', { order: order('redeemed'), customer } as never)
    const tell = async (round: string) => {
      await client.orders.create(order(`told ${round}`) as never)
      for (const event of ['wish', 'undeclared']) await raw('POST', '/v1/events', { event, customer })
    }
    const kept = async () => {
      const { body } = await raw('GET', '/v1/customers/hilda/activities?limit=100')
      return (
        body as { data: { type: string; data: { event?: { type: string }; order?: { source_id: string } } }[] }
      ).data
        .map(
          ({ type, data }) => data.order?.source_id ?? JSON.stringify(data).match(/"(wish|undeclared)"/)?.[1] ?? type,
        )
        .filter((one) => !one.startsWith('customer.'))
        .sort()
    }
    await tell('before')
    expect(await kept()).toEqual(['redeemed', 'told before', 'undeclared', 'wish'])
    await decide(server, 'hilda', version, cells, 'withdraw')
    expect(await kept()).toEqual(['redeemed', 'undeclared'])
    await tell('after')
    expect(await kept()).toEqual(['redeemed', 'undeclared', 'undeclared'])
    expect((await raw('GET', '/v1/orders/told%20after')).body).toMatchObject({ customer_id: null })
  })
})

async function until<T extends { status: string }>(ask: () => Promise<T>): Promise<T> {
  for (let asked = 0; asked < 2000; asked += 1) {
    const answer = await ask()
    if (answer.status === 'DONE' || answer.status === 'FAILED') return answer
  }
  throw new Error('It never came')
}
