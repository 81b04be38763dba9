// Doors of the drop-in about customers.

import { z } from 'zod'
import { startAction } from '#compat/actions.ts'
import { listActivity } from '#compat/activity.ts'
import { customerShape, deletePerson, putPerson, putUnconfirmed, showPerson, updatePerson } from '#compat/customers.ts'
import { toVendor } from '#compat/ids.ts'
import { listPeople } from '#compat/list-people.ts'
import { readShape, record } from '#compat/read-shape.ts'
import { listRedeemables } from '#compat/redeemables.ts'
import { listSegmentsOf, membersOf } from '#compat/segments.ts'
import { microsOf } from '#compat/times.ts'
import { updateConsentsDoor } from './audience.ts'
import {
  type Ask,
  accepted,
  type CompatDoor,
  gone,
  list,
  ok,
  orderIn,
  paging,
  refuseFilters,
  single,
  span,
} from './door.ts'

const createCustomer = async ({ house, body, isDoubleOptIn }: Ask) => {
  if (isDoubleOptIn) return ok(await putUnconfirmed(house, readShape(customerShape, body)))
  const { id } = await putPerson(house, readShape(customerShape, body))
  return ok(await showPerson(house, toVendor(id)))
}

const columns: Record<string, string> = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  birthdate: 'birthdate',
  birthday: 'birthdate',
  source_id: 'source_id',
  description: 'description',
}
const ofAddress = ['line_1', 'line_2', 'postal_code', 'city', 'state', 'country']

/** A row of a CSV file as the body of a request: columns that the vendor does not name are metadata. */
function customerOfRow(row: Record<string, string>) {
  const fields: Record<string, unknown> = {}
  const address: Record<string, string> = {}
  const metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(row)) {
    if (value === '') continue
    const key = name.toLowerCase().replace(/^address_/, '')
    if (columns[key] !== undefined) fields[columns[key]] = value
    else if (ofAddress.includes(key)) address[key] = value
    else metadata[name] = value
  }
  if (Object.keys(address).length > 0) fields.address = address
  if (Object.keys(metadata).length > 0) fields.metadata = metadata
  return readShape(customerShape, fields)
}

const metadataInBulk = z.object({ source_ids: z.array(z.string()).max(10_000), metadata: record })

const moreAfter = (data: Record<string, unknown>[], hasMore: boolean) =>
  hasMore ? { more_starting_after: data.at(-1)?.id } : {}

async function activity({ house, params, query }: Ask) {
  const after = single(query.start_date)
  const before = single(query.end_date)
  const { data, hasMore } = await listActivity(house, params.id ?? '', {
    limit: paging(query).limit,
    isAscending: orderIn(query).isAscending,
    startingAfterId: single(query.starting_after_id) ?? single(query.starting_after),
    after: after === undefined ? undefined : microsOf(after),
    before: before === undefined ? undefined : microsOf(before),
    type: single(query.type),
    category: single(query.category),
    campaignId: single(query.campaign_id),
  })
  return list('data', data, data.length, { has_more: hasMore, ...moreAfter(data, hasMore) })
}

export const customerDoors: CompatDoor[] = [
  { method: 'post', path: '/customers', scope: 'customers.write', handle: createCustomer },
  {
    method: 'get',
    path: '/customers',
    scope: 'customers.read',
    handle: async ({ house, query }) => {
      const { limit, page } = paging(query)
      refuseFilters(query)
      const { isAscending } = orderIn(query)
      const segment = single(query.segment_id)
      const from = single(query.starting_after)
      const micros = from === undefined ? undefined : microsOf(from)
      const { customers, total, hasMore } = await listPeople(house, {
        ...span(query, 'created_at'),
        ...(micros === undefined ? {} : isAscending ? { after: micros } : { before: micros }),
        limit,
        page,
        isAscending,
        email: single(query.email),
        name: single(query.name),
        city: single(query.city),
        isMember: segment === undefined ? undefined : await membersOf(house, segment),
      })
      return list('customers', customers, total, { has_more: hasMore })
    },
  },
  {
    method: 'post',
    path: '/customers/bulk/async',
    scope: 'customers.write',
    handle: async ({ house, body, requestId }) => {
      const rows = readShape(z.array(customerShape).max(10_000), body)
      return accepted(await startAction(house, 'CUSTOMERS.BULK_UPDATE', requestId, { rows, mayCreate: true }))
    },
  },
  {
    method: 'post',
    path: '/customers/metadata/async',
    scope: 'customers.write',
    handle: async ({ house, body, requestId }) => {
      const { source_ids: ids, metadata } = readShape(metadataInBulk, body)
      const rows = ids.map((id) => readShape(customerShape, { source_id: id, metadata }))
      return accepted(await startAction(house, 'CUSTOMERS.BULK_UPDATE_METADATA', requestId, { rows, mayCreate: false }))
    },
  },
  {
    method: 'post',
    path: '/customers/importCSV',
    scope: 'customers.write',
    handle: async ({ house, rows, requestId }) => {
      const people = rows.map(customerOfRow)
      return accepted(await startAction(house, 'CUSTOMERS.IMPORT', requestId, { rows: people, mayCreate: true }))
    },
  },
  {
    method: 'get',
    path: '/customers/:id',
    scope: 'customers.read',
    handle: async ({ house, params }) => ok(await showPerson(house, params.id ?? '')),
  },
  {
    method: 'put',
    path: '/customers/:id',
    scope: 'customers.write',
    handle: async ({ house, params, body }) =>
      ok(await updatePerson(house, params.id ?? '', readShape(customerShape, body))),
  },
  {
    method: 'delete',
    path: '/customers/:id',
    scope: 'customers.erase',
    handle: async ({ house, params, principal }) => {
      await deletePerson(house, params.id ?? '', principal.id)
      return gone
    },
  },
  { method: 'get', path: '/customers/:id/activity', scope: 'customers.read', handle: activity },
  { method: 'get', path: '/customers/:id/activities', scope: 'customers.read', handle: activity },
  {
    method: 'get',
    path: '/customers/:id/redeemables',
    scope: 'customers.read',
    handle: async ({ house, params, query }) => {
      const { data, total, hasMore } = await listRedeemables(house, params.id ?? '', {
        limit: paging(query).limit,
        // Ids are in the order of their making.
        isAscending: orderIn(query, ['id']).isAscending,
        startingAfterId: single(query.starting_after_id),
        filters: query.filters,
      })
      return list('data', data, total, { has_more: hasMore, ...moreAfter(data, hasMore) })
    },
  },
  {
    method: 'get',
    path: '/customers/:id/segments',
    scope: 'customers.read',
    handle: async ({ house, params }) => {
      const segments = await listSegmentsOf(house, params.id ?? '')
      return list('data', segments, segments.length)
    },
  },
  updateConsentsDoor,
  {
    method: 'post',
    path: '/customers/:id/permanent-deletion',
    scope: 'customers.erase',
    handle: async ({ house, params, principal }) => ok(await deletePerson(house, params.id ?? '', principal.id)),
  },
]

export const createCustomerDoor = createCustomer
