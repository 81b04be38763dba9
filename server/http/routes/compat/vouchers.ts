// Doors of the drop-in about vouchers.
import { z } from 'zod'
import { startAction } from '#compat/actions.ts'
import { requireCampaign } from '#compat/campaigns.ts'
import { deleteVoucher, moveBalance, switchVoucher, updateVoucher } from '#compat/change-voucher.ts'
import { requirePerson } from '#compat/customers.ts'
import { exportTransactions } from '#compat/exports.ts'
import { toVendor } from '#compat/ids.ts'
import { listVouchers } from '#compat/list-vouchers.ts'
import { examine } from '#compat/qualifications.ts'
import { readShape, record } from '#compat/read-shape.ts'
import { releaseSession } from '#compat/sessions.ts'
import { listTransactions } from '#compat/transactions.ts'
import { createVoucher, requireVoucher, showFound, voucherShape } from '#compat/vouchers.ts'
import { bulkShape } from '#compat/works.ts'
import { importedRows } from './campaigns.ts'
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
import { examinedIn } from './examined.ts'
import { exporterIn } from './exports.ts'
import { voucherOfRow } from './voucher-rows.ts'

const codeIn = ({ params }: Ask): string => params.code ?? ''

const importAll = async ({ house, requestId }: Ask, rows: unknown[]) =>
  accepted(await startAction(house, 'VOUCHERS.IMPORT', requestId, { campaignId: null, rows: importedRows(rows) }))

const ORDERS = ['updated_at', 'type', 'code', 'campaign', 'category']

const msOf = (micros: number | undefined): number | undefined => (micros === undefined ? undefined : micros / 1000)

export async function listVouchersDoor({ house, query }: Ask) {
  const { limit, offset } = paging(query)
  const campaign = single(query.campaign) ?? single(query.campaign_id)
  const customer = single(query.customer)
  const made = span(query, 'created_at')
  const changed = span(query, 'updated_at')
  const { vouchers, total } = await listVouchers(house, {
    limit,
    offset,
    campaignId: campaign === undefined ? undefined : (await requireCampaign(house, campaign)).campaign.id,
    customerId: customer === undefined ? undefined : (await requirePerson(house, customer)).id,
    issuedAfter: msOf(made.after),
    issuedBefore: msOf(made.before),
    changedAfter: msOf(changed.after),
    changedBefore: msOf(changed.before),
    order: orderIn(query, ORDERS),
    category: single(query.category) ?? single(query.category_id),
    filters: query.filters,
  })
  return list('vouchers', vouchers, total)
}

const balance = z.object({ amount: z.number().int(), source_id: z.string().nullish(), reason: z.string().nullish() })
const metadataInBulk = z.object({ codes: z.array(z.string()).max(10_000), metadata: record })

const changeMany = async (
  { house, requestId }: Ask,
  type: 'VOUCHERS.BULK_UPDATE' | 'VOUCHERS.BULK_UPDATE_METADATA',
  rows: z.infer<typeof bulkShape>,
) => accepted(await startAction(house, type, requestId, { rows }))

export const voucherDoors: CompatDoor[] = [
  { method: 'get', path: '/vouchers', scope: 'vouchers.read', handle: listVouchersDoor },
  {
    method: 'post',
    path: '/vouchers',
    scope: 'vouchers.issue',
    handle: async ({ house, body }) => ok(await createVoucher(house, undefined, readShape(voucherShape, body))),
  },
  {
    method: 'post',
    path: '/vouchers/import',
    scope: 'vouchers.issue',
    handle: (ask) => importAll(ask, readShape(z.array(z.unknown()).max(100_000), ask.body)),
  },
  {
    method: 'post',
    path: '/vouchers/importCSV',
    scope: 'vouchers.issue',
    handle: (ask) => importAll(ask, ask.rows.map(voucherOfRow)),
  },
  {
    method: 'post',
    path: '/vouchers/bulk/async',
    scope: 'vouchers.issue',
    handle: (ask) => changeMany(ask, 'VOUCHERS.BULK_UPDATE', readShape(bulkShape, ask.body)),
  },
  {
    method: 'post',
    path: '/vouchers/metadata/async',
    scope: 'vouchers.issue',
    handle: (ask) => {
      const { codes, metadata } = readShape(metadataInBulk, ask.body)
      return changeMany(
        ask,
        'VOUCHERS.BULK_UPDATE_METADATA',
        codes.map((code) => ({ code, metadata })),
      )
    },
  },
  {
    method: 'get',
    path: '/vouchers/:code',
    scope: 'codes.read',
    handle: async (ask) => ok(await showFound(ask.house, codeIn(ask))),
  },
  {
    method: 'post',
    path: '/vouchers/:code',
    scope: 'vouchers.issue',
    handle: async (ask) => ok(await createVoucher(ask.house, codeIn(ask), readShape(voucherShape, ask.body))),
  },
  {
    method: 'put',
    path: '/vouchers/:code',
    scope: 'vouchers.issue',
    handle: async (ask) => ok(await updateVoucher(ask.house, codeIn(ask), readShape(voucherShape, ask.body))),
  },
  {
    method: 'delete',
    path: '/vouchers/:code',
    scope: 'vouchers.issue',
    handle: async (ask) => {
      await deleteVoucher(ask.house, codeIn(ask))
      return gone
    },
  },
  {
    method: 'post',
    path: '/vouchers/:code/enable',
    scope: 'vouchers.issue',
    handle: async (ask) => ok(await switchVoucher(ask.house, codeIn(ask), true)),
  },
  {
    method: 'post',
    path: '/vouchers/:code/disable',
    scope: 'vouchers.issue',
    handle: async (ask) => ok(await switchVoucher(ask.house, codeIn(ask), false)),
  },
  {
    method: 'post',
    path: '/vouchers/:code/balance',
    scope: 'vouchers.issue',
    handle: async (ask) => ok(await moveBalance(ask.house, codeIn(ask), readShape(balance, ask.body))),
  },
  {
    method: 'get',
    path: '/vouchers/:code/transactions',
    scope: 'vouchers.read',
    handle: async (ask) => {
      const { limit, offset } = paging(ask.query)
      refuseFilters(ask.query)
      const { isAscending } = orderIn(ask.query, ['id'])
      const startingAfterId = single(ask.query.starting_after_id)
      const asked = { limit, offset, isAscending, startingAfterId }
      const { data, hasMore } = await listTransactions(ask.house, codeIn(ask), asked)
      const more = hasMore ? { more_starting_after: data.at(-1)?.id } : {}
      return ok({ object: 'list', data_ref: 'data', data, has_more: hasMore, ...more })
    },
  },
  {
    method: 'post',
    path: '/vouchers/:code/transactions/export',
    scope: 'vouchers.read',
    handle: async (ask) => {
      const { row } = await requireVoucher(ask.house, codeIn(ask))
      return ok(await exportTransactions(ask.house, toVendor(row.id), ask.body, exporterIn(ask)))
    },
  },
  {
    method: 'post',
    path: '/vouchers/qualification',
    scope: 'redemptions.read',
    handle: async ({ house, query, body }) =>
      ok(await examine(house, body, { limit: paging(query).limit, ...examinedIn(query), campaigns: false })),
  },
  {
    method: 'delete',
    path: '/vouchers/:code/sessions/:key',
    scope: 'redemptions.write',
    handle: async (ask) => {
      const { row } = await requireVoucher(ask.house, codeIn(ask))
      await releaseSession(ask.house, row, ask.params.key ?? '')
      return gone
    },
  },
]
