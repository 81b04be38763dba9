// Doors of the person responsible for data: requests with their deadlines.
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { listDisclosures, listStaffReads } from '#privacy/list-looks.ts'
import {
  answerRequest,
  askFor,
  extendRequest,
  listRequests,
  pauseRequest,
  resumeRequest,
  showRequest,
} from '#privacy/requests.ts'
import type { Routes } from '../endpoint.ts'

type Names =
  | 'listStaffReads'
  | 'listDisclosures'
  | 'listRequests'
  | 'createRequest'
  | 'getRequest'
  | 'extendRequest'
  | 'pauseRequest'
  | 'resumeRequest'
  | 'answerRequest'

export const rightsRoutes: Routes<Names> = {
  listStaffReads: async (house, { query }) => ({ status: 200, body: await listStaffReads(house, query) }),
  listDisclosures: async ({ store }, { query }) => ({ status: 200, body: await listDisclosures(store.read, query) }),
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
  pauseRequest: async (house, { params, body, principal }) => {
    await pauseRequest(house, params.id, body.text, principal.id)
    return { status: 200, body: await showRequest(house, params.id) }
  },
  resumeRequest: async (house, { params, principal }) => {
    await resumeRequest(house, params.id, principal.id)
    return { status: 200, body: await showRequest(house, params.id) }
  },
  answerRequest: async (house, { params, body, principal }) => {
    await answerRequest(house, params.id, body, principal.id)
    return { status: 200, body: await showRequest(house, params.id) }
  },
}
