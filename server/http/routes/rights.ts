// Doors of the person responsible for data: requests with their deadlines, and shops' own privacy webhooks.
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { closeConnector, listConnectors, makeConnector, showConnector } from '#privacy/connectors.ts'
import { answerRequest, askFor, extendRequest, listRequests, showRequest } from '#privacy/requests.ts'
import { receiveShopify } from '#privacy/shopify.ts'
import { writeThenShow } from '../answers.ts'
import type { Routes } from '../endpoint.ts'

type Names =
  | 'listRequests'
  | 'createRequest'
  | 'getRequest'
  | 'extendRequest'
  | 'answerRequest'
  | 'createConnector'
  | 'listConnectors'
  | 'closeConnector'
  | 'shopify'

export const rightsRoutes: Routes<Names> = {
  listRequests: async (house, { query }) => ({ status: 200, body: await listRequests(house, query) }),
  createRequest: async (house, { body, principal, idempotency }) => {
    const customer = await findCustomer(house.store.read, house.secrets, body.customerReference)
    if (customer === null) throw new Refusal('customer.unknown')
    const receivedAt = body.receivedAt === undefined ? {} : { receivedAt: Date.parse(body.receivedAt) }
    // The key is what makes a repeated request the same one.
    const source = idempotency === null ? {} : { source: `${principal.id} ${idempotency.key}` }
    const id = await askFor(house, customer.id, { kind: body.kind, via: 'staff', ...receivedAt, ...source })
    return { status: 201, body: await showRequest(house, id) }
  },
  getRequest: async (house, { params }) => ({ status: 200, body: await showRequest(house, params.id) }),
  extendRequest: async (house, { params, body, principal }) => {
    await extendRequest(house, params.id, body.reason, principal.id)
    return { status: 200, body: await showRequest(house, params.id) }
  },
  answerRequest: async (house, { params, body, principal }) => {
    await answerRequest(house, params.id, body, principal.id)
    return { status: 200, body: await showRequest(house, params.id) }
  },
  createConnector: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      (tx) => makeConnector(house, tx, call.body, call.principal.id),
      (id) => showConnector(house.store.read, id, house.config.publicUrl),
    ),
  listConnectors: async ({ store, config }, { query }) => ({
    status: 200,
    body: await listConnectors(store.read, query, config.publicUrl),
  }),
  closeConnector: async ({ store }, { params, principal }) => {
    await store.write((tx) => closeConnector(tx, params.id, principal.id))
    return { status: 204 }
  },
  shopify: async (house, { params, req }) => {
    const header = (name: string) => req.headers[name]?.toString()
    const handled = await receiveShopify(house, {
      connectorId: params.id,
      topic: header('x-shopify-topic'),
      signature: header('x-shopify-hmac-sha256'),
      body: req.body as Uint8Array,
    })
    return { status: 200, body: { received: true, handled } }
  },
}
