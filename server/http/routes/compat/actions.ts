// Doors of the drop-in about work in the background.
import { listActions, showAction } from '#compat/actions.ts'
import { type CompatDoor, list, ok, paging, span } from './door.ts'

export const actionDoors: CompatDoor[] = [
  {
    method: 'get',
    path: '/async-actions',
    scope: 'vouchers.read',
    handle: async ({ house, query }) => {
      const { limit } = paging(query)
      const { actions, total, hasMore } = await listActions(house, { ...span(query, 'created_at'), limit })
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
