// Doors of the drop-in about who somebody is to the shop: segments, validation rules, consents, events.
import { listConsents, updateConsents } from '#compat/consents.ts'
import { trackEvent } from '#compat/events.ts'
import { tryRule } from '#compat/hold-rules.ts'
import { createSegment, deleteSegment, showSegment } from '#compat/segments.ts'
import {
  assignRule,
  createRule,
  deleteRule,
  listAssignments,
  listRules,
  showRule,
  unassignRule,
  updateRule,
} from '#compat/validation-rules.ts'
import { type Ask, type CompatDoor, gone, list, ok, orderIn, paging, refuseFilters, single } from './door.ts'

const idIn = ({ params }: Ask): string => params.id ?? ''

export const listConsentsDoor: CompatDoor = {
  method: 'get',
  path: '/consents',
  scope: 'notices.read',
  handle: async ({ house }) => ok(await listConsents(house)),
}
export const updateConsentsDoor: CompatDoor = {
  method: 'put',
  path: '/customers/:id/consents',
  scope: 'consents.write',
  handle: async ({ house, params, body, principal }) => {
    await updateConsents(house, params.id ?? '', body, principal)
    return ok({})
  },
}
export const trackDoor: CompatDoor = {
  method: 'post',
  path: '/events',
  scope: 'events.write',
  handle: async ({ house, body }) => ok(await trackEvent(house, body)),
}

async function assignments(ask: Ask, rule: string | undefined) {
  const { limit, offset } = paging(ask.query)
  const { data, total } = await listAssignments(ask.house, {
    limit,
    offset,
    rule,
    related: single(ask.query.related_object_id),
    isAscending: orderIn(ask.query).isAscending,
  })
  return list('data', data, total)
}

const rules: CompatDoor[] = [
  {
    method: 'post',
    path: '/validation-rules',
    scope: 'campaigns.write',
    handle: async ({ house, body }) => ok(await createRule(house, body)),
  },
  {
    method: 'get',
    path: '/validation-rules',
    scope: 'campaigns.read',
    handle: async ({ house, query }) => {
      const { limit, offset } = paging(query)
      refuseFilters(query)
      const { data, total } = await listRules(house, { limit, offset, isAscending: orderIn(query).isAscending })
      return list('data', data, total)
    },
  },
  {
    method: 'get',
    path: '/validation-rules-assignments',
    scope: 'campaigns.read',
    handle: (ask) => assignments(ask, single(ask.query.rule)),
  },
  {
    method: 'get',
    path: '/validation-rules/:id',
    scope: 'campaigns.read',
    handle: async (ask) => ok(await showRule(ask.house, idIn(ask))),
  },
  {
    method: 'put',
    path: '/validation-rules/:id',
    scope: 'campaigns.write',
    handle: async (ask) => ok(await updateRule(ask.house, idIn(ask), ask.body)),
  },
  {
    method: 'delete',
    path: '/validation-rules/:id',
    scope: 'campaigns.write',
    handle: async (ask) => {
      await deleteRule(ask.house, idIn(ask))
      return gone
    },
  },
  {
    method: 'post',
    path: '/validation-rules/:id/validation',
    scope: 'redemptions.read',
    handle: async (ask) => ok(await tryRule(ask.house, idIn(ask), ask.body)),
  },
  {
    method: 'post',
    path: '/validation-rules/:id/assignments',
    scope: 'campaigns.write',
    handle: async (ask) => ok(await assignRule(ask.house, idIn(ask), ask.body)),
  },
  {
    method: 'get',
    path: '/validation-rules/:id/assignments',
    scope: 'campaigns.read',
    handle: (ask) => assignments(ask, idIn(ask)),
  },
  {
    method: 'delete',
    path: '/validation-rules/:id/assignments/:assignment',
    scope: 'campaigns.write',
    handle: async (ask) => {
      await unassignRule(ask.house, idIn(ask), ask.params.assignment ?? '')
      return gone
    },
  },
]

const segments: CompatDoor[] = [
  {
    method: 'post',
    path: '/segments',
    scope: 'segments.write',
    handle: async ({ house, body }) => ok(await createSegment(house, body)),
  },
  {
    method: 'get',
    path: '/segments/:id',
    scope: 'customers.read',
    handle: async (ask) => ok(await showSegment(ask.house, idIn(ask))),
  },
  {
    method: 'delete',
    path: '/segments/:id',
    scope: 'segments.write',
    handle: async (ask) => {
      await deleteSegment(ask.house, idIn(ask))
      return gone
    },
  },
]

export const audienceDoors: CompatDoor[] = [...segments, ...rules, listConsentsDoor, trackDoor]
