// Doors of the drop-in about exports; a file is fetched by the token in its address.
import {
  type Caller,
  createExport,
  deleteExport,
  exportLines,
  listExports,
  opensExport,
  showExport,
} from '#compat/exports.ts'
import type { Scope } from '#shared/kinds.ts'
import { type Ask, type CompatDoor, gone, list, ok, orderIn, paging, refuseFilters, single } from './door.ts'

const scopeOf: Record<Parameters<Caller['may']>[0], Scope> = {
  voucher: 'codes.export',
  redemption: 'redemptions.read',
  publication: 'codes.export',
  customer: 'customers.read',
  order: 'redemptions.read',
  voucher_transactions: 'vouchers.read',
}

/** What is exported must be what its maker may see. */
export const exporterIn = ({ principal }: Ask): Caller => ({
  id: principal.id,
  may: (exported) => principal.scopes.has(scopeOf[exported]),
})

export const exportDoors: CompatDoor[] = [
  {
    method: 'post',
    path: '/exports',
    scope: 'vouchers.read',
    handle: async (ask) => ok(await createExport(ask.house, ask.body, exporterIn(ask))),
  },
  {
    method: 'get',
    path: '/exports',
    scope: 'vouchers.read',
    handle: async ({ house, query, base }) => {
      const { limit, offset } = paging(query)
      // All exports are done, so that the order of their status is that of their making.
      refuseFilters(query)
      const { isAscending } = orderIn(query, ['status'])
      const { exports: some, total } = await listExports(house, { limit, offset, isAscending }, base)
      return list('exports', some, total)
    },
  },
  {
    method: 'get',
    path: '/exports/:id',
    scope: 'vouchers.read',
    isOpen: ({ house, params, query }) => opensExport(house, params.id ?? '', single(query.token) ?? ''),
    handle: async ({ house, params, query, base }) => {
      const id = params.id ?? ''
      const isFile = opensExport(house, id, single(query.token) ?? '')
      return isFile ? { status: 200, lines: await exportLines(house, id) } : ok(await showExport(house, id, base))
    },
  },
  {
    method: 'delete',
    path: '/exports/:id',
    scope: 'vouchers.read',
    handle: async ({ house, params }) => {
      await deleteExport(house, params.id ?? '')
      return gone
    },
  },
]
