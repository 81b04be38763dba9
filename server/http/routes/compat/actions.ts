// Doors of the drop-in about work in the background.
import { listActions, showAction } from '#compat/actions.ts'
import { microsOf } from '#compat/times.ts'
import { type CompatDoor, list, ok, orderIn, paging, refuseFilters, single, span } from './door.ts'

export const actionDoors: CompatDoor[] = [
  {
    method: 'get',
    path: '/async-actions',
    scope: 'vouchers.read',
    handle: async ({ house, query }) => {
      refuseFilters(query)
      orderIn(query)
      const { limit } = paging(query)
      const end = single(query.end_date)
      const before = end === undefined ? undefined : microsOf(end)
      const asked = { ...(before === undefined ? {} : { before }), ...span(query, 'created_at'), limit }
      const { actions, total, hasMore } = await listActions(house, asked)
      return list('async_actions', actions, total, { has_more: hasMore })
    },
  },
  {
    method: 'get',
    path: '/async-actions/:id',
    scope: 'vouchers.read',
    handle: async ({ house, params }) => ok(await showAction(house, params.id ?? '')),
  },
]
