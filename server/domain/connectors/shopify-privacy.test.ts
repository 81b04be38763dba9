import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listAudit } from '#access/audit.ts'
import { makePerson } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { findCustomer } from '#customers/find.ts'
import { closeConnector, listConnectors, makeConnector } from './connectors.ts'
import { requestsOf } from './requests.ts'
import { receiveShopify } from './shopify.ts'

const SECRET = 'hush, from the vendor'
const body = (customerId: string, more: object = {}) =>
  JSON.stringify({
    shop_id: 954_889,
    shop_domain: 's.example',
    customer: { id: 0, email: 'john@example.com', phone: null },
    ...more,
  }).replace('"id":0', `"id":${customerId}`)

forEachHouse('webhooks of Shopify', (open) => {
  async function connect(house: TestHouse) {
    const id = await house.store.write((tx) =>
      makeConnector(house, tx, { kind: 'shopify', name: 'S', secret: SECRET }, 'key_1'),
    )
    const send = (topic: string, text: string, secret = SECRET, connectorId = id) => {
      const bytes = Buffer.from(text)
      const signature = createHmac('sha256', secret).update(bytes).digest('base64')
      return receiveShopify(house, { connectorId, topic, signature, body: bytes })
    }
    return { id, send }
  }

  test('somebody asks: one request however often it is delivered, with an id beyond what a number holds', async () => {
    const house = await open()
    const { send } = await connect(house)
    const ann = await makePerson(house, '115310627314723955', { email: 'john@example.com' })
    const asked = body('115310627314723955', { orders_requested: [299_938], data_request: { id: 9999 } })
    for (let i = 0; i < 3; i++) expect(await send('customers/data_request', asked)).toBe(true)
    const requests = await requestsOf(house.store.read, ann, house.clock.now())
    expect(requests.map(({ kind, via, state }) => [kind, via, state])).toEqual([['access', 'shopify', 'open']])
    await send('customers/data_request', body('1', { data_request: { id: 10_000 } }))
    expect(await requestsOf(house.store.read, ann, house.clock.now())).toHaveLength(1)
  })

  test('somebody is to be erased: she is, once, and nobody else', async () => {
    const house = await open()
    const { send } = await connect(house)
    await makePerson(house, 'gid://shopify/Customer/191167', { email: 'john@example.com' })
    await makePerson(house, '191168', { email: 'john@example.com' })
    for (let i = 0; i < 2; i++)
      expect(await send('customers/redact', body('191167', { orders_to_redact: [1] }))).toBe(true)
    const known = (reference: string) => findCustomer(house.store.read, house.secrets, reference)
    expect([await known('gid://shopify/Customer/191167'), (await known('191168')) !== null]).toEqual([null, true])
    const actions = (await listAudit(house.store.read, { limit: 50 })).data.map(({ action }) => action)
    expect(actions.filter((action) => action === 'customer.erased')).toHaveLength(1)
    expect(actions).toContain('redact.nobody')
  })

  test('a shop has gone: on record; other topics are none of ours', async () => {
    const house = await open()
    const { send, id } = await connect(house)
    expect(await send('shop/redact', JSON.stringify({ shop_id: 1, shop_domain: 's.example' }))).toBe(true)
    const [entry] = (await listAudit(house.store.read, { limit: 1 })).data
    expect(entry).toMatchObject({ action: 'shop.redact', actor: id, detail: { shop: 's.example' } })
    expect(await send('orders/create', '{}')).toBe(false)
  })

  test('what is not signed by the connector’s own secret is refused, to the last byte', async () => {
    const house = await open()
    const { send, id } = await connect(house)
    const text = body('1')
    await expect(send('customers/redact', text, 'another secret')).rejects.toMatchObject({
      code: 'connector.signature',
    })
    await expect(send('customers/redact', text, SECRET, 'con_nobody')).rejects.toMatchObject({
      code: 'connector.not_found',
    })
    const signature = createHmac('sha256', SECRET).update(text).digest('base64')
    const receive = (bytes: string, given: string | undefined) =>
      receiveShopify(house, { connectorId: id, topic: 'customers/redact', signature: given, body: Buffer.from(bytes) })
    await expect(receive(`${text} `, signature)).rejects.toMatchObject({ code: 'connector.signature' })
    await expect(receive(text, undefined)).rejects.toMatchObject({ code: 'connector.signature' })
    await expect(receive(text, signature.slice(0, 20))).rejects.toMatchObject({ code: 'connector.signature' })
    await expect(send('customers/redact', '{"customer":{}}')).rejects.toMatchObject({ code: 'request.invalid' })
    const [row] = await house.store.read.rows<{ secret_sealed: string }>(sql`select secret_sealed from connectors`)
    expect(row?.secret_sealed).not.toContain('hush')
    expect(JSON.stringify(await listConnectors(house.store.read, { limit: 5 }, 'http://x'))).not.toContain('hush')
    await house.store.write((tx) => closeConnector(tx, id, 'key_1'))
    await expect(send('customers/redact', text)).rejects.toMatchObject({ code: 'connector.not_found' })
  })
})
