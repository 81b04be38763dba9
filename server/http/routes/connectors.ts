// Doors of connectors: endpoints for vendors' webhooks, what they mean, what came of them, and codes kept at shops.
import type { Request } from 'express'
import { once } from '#access/idempotency.ts'
import {
  closeConnector,
  listConnectors,
  listDeliveries,
  makeConnector,
  rotateSecret,
  setMappings,
  showConnector,
} from '#connectors/endpoints.ts'
import { checkMappings, testMappings } from '#connectors/mappings.ts'
import { removeOutlet, setOutlet } from '#connectors/outlet.ts'
import { receiveDelivery } from '#connectors/receive.ts'
import { listShopCodes } from '#connectors/shop-codes.ts'
import type { House } from '#core/house.ts'
import type { Tx } from '#db/store.ts'
import type { ConnectorKind } from '#shared/contracts/connectors.ts'
import type { Call, Routes } from '../endpoint.ts'

type Names =
  | 'createConnector'
  | 'listConnectors'
  | 'getConnector'
  | 'closeConnector'
  | 'rotateConnector'
  | 'testMappings'
  | 'putMappings'
  | 'listDeliveries'
  | 'putOutlet'
  | 'deleteOutlet'
  | 'listShopCodes'
  | ConnectorKind

export const connectorRoutes: Routes<Names> = {
  createConnector: async (house, call) => {
    checkMappings(call.body.mappings ?? [])
    return withSecret(house, call, 201, (tx) => makeConnector(house, tx, call.body, call.principal.id))
  },
  rotateConnector: (house, call) =>
    withSecret(house, call, 200, (tx) => rotateSecret(house, tx, call.params.id, call.body, call.principal.id)),
  listConnectors: async (house, { query }) => ({ status: 200, body: await listConnectors(house, query) }),
  getConnector: async (house, { params }) => ({ status: 200, body: await showConnector(house, params.id) }),
  closeConnector: async ({ store }, { params, principal }) => {
    await store.write((tx) => closeConnector(tx, params.id, principal.id))
    return { status: 204 }
  },
  testMappings: async (house, { body }) => ({ status: 200, body: testMappings(body, house.clock.now()) }),
  putMappings: async (house, { params, body, principal }) => {
    checkMappings(body.mappings)
    await house.store.write((tx) => setMappings(tx, params.id, body.mappings, principal.id))
    return { status: 200, body: await showConnector(house, params.id) }
  },
  listDeliveries: async ({ store }, { params, query }) => ({
    status: 200,
    body: await listDeliveries(store.read, params.id, query),
  }),
  putOutlet: async (house, { params, body, principal }) => {
    await house.store.write((tx) => setOutlet(house, tx, params.id, body, principal.id))
    return { status: 200, body: await showConnector(house, params.id) }
  },
  deleteOutlet: async ({ store }, { params, principal }) => {
    await store.write((tx) => removeOutlet(tx, params.id, principal.id))
    return { status: 204 }
  },
  listShopCodes: async ({ store }, { params, query }) => ({
    status: 200,
    body: await listShopCodes(store.read, params.id, query),
  }),
  shopify: (house, { params, req }) => receive(house, 'shopify', params.id, req),
  woocommerce: (house, { params, req }) => receive(house, 'woocommerce', params.id, req),
  hubspot: (house, { params, req }) => receive(house, 'hubspot', params.id, req),
  stripe: (house, { params, req }) => receive(house, 'stripe', params.id, req),
  generic: (house, { params, req }) => receive(house, 'generic', params.id, req),
}

/** The secret is shown by the first answer alone: a replay knows only the connector. */
async function withSecret(
  house: House,
  { idempotency }: Pick<Call<'createConnector'>, 'idempotency'>,
  status: number,
  write: (tx: Tx) => Promise<{ id: string; secret?: string }>,
) {
  let secret: string | undefined
  const { ref, replayed } = await house.store.write((tx) =>
    once(tx, idempotency, async () => {
      const made = await write(tx)
      secret = made.secret
      return made.id
    }),
  )
  const shown = await showConnector(house, ref)
  return { status, body: secret === undefined || replayed ? shown : { ...shown, secret }, replayed }
}

async function receive(house: House, kind: ConnectorKind, id: string, req: Request) {
  // Which name the vendor has called is only known to it, and its signature has to fit one of these.
  const urls = [house.config.publicUrl, `https://${req.headers.host}`, `http://${req.headers.host}`]
  const body = await receiveDelivery(
    house,
    { id, kind },
    {
      header: (name) => req.headers[name]?.toString(),
      body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
      method: req.method,
      urls: urls.map((base) => `${base}${req.originalUrl}`),
    },
  )
  return { status: 200, body }
}
