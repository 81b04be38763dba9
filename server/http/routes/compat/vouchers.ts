// Doors of the drop-in about vouchers.
import { z } from 'zod'
import { startAction } from '#compat/actions.ts'
import { requireCampaign } from '#compat/campaigns.ts'
import { deleteVoucher, moveBalance, remember, switchVoucher, updateVoucher } from '#compat/change-voucher.ts'
import { requirePerson } from '#compat/customers.ts'
import { importVouchers } from '#compat/generate.ts'
import { listTransactions, listVouchers, patternFor } from '#compat/list-vouchers.ts'
import { readShape, record } from '#compat/read-shape.ts'
import { releaseSession } from '#compat/sessions.ts'
import { createVoucher, findVoucher, requireVoucher, showFound, voucherShape } from '#compat/vouchers.ts'
import { type Ask, accepted, type CompatDoor, gone, list, ok, paging, single, span } from './door.ts'
import { filterOf } from './filters.ts'
import { voucherOfRow } from './voucher-rows.ts'

const codeIn = ({ params }: Ask): string => params.code ?? ''

async function importAll({ house, requestId }: Ask, rows: unknown[]) {
  const asked = rows.map((row) => readShape(voucherShape, row))
  return accepted(
    await startAction(house, 'VOUCHERS.IMPORT', requestId, () =>
      importVouchers(house, (row) => patternFor(house, row), asked),
    ),
  )
}

async function listAll({ house, query }: Ask) {
  const { limit, offset } = paging(query)
  const campaign = single(query.campaign) ?? single(query.campaign_id)
  const customer = single(query.customer)
  const micros = span(query, 'created_at')
  const { vouchers, total } = await listVouchers(house, {
    limit,
    offset,
    campaignId: campaign === undefined ? undefined : (await requireCampaign(house, campaign)).campaign.id,
    customerId: customer === undefined ? undefined : (await requirePerson(house, customer)).id,
    issuedAfter: micros.after === undefined ? undefined : micros.after / 1000,
    issuedBefore: micros.before === undefined ? undefined : micros.before / 1000,
    isAscending: single(query.order) === 'created_at',
    category: single(query.category),
    codes: filterOf(query, 'code', '$in') ?? filterOf(query, 'code', '$is'),
    campaignIds: filterOf(query, 'campaign_ids', '$in') ?? filterOf(query, 'campaign_ids', '$is'),
    isEither: typeof query.filters === 'object' && !Array.isArray(query.filters) && query.filters.junction === 'OR',
  })
  return list('vouchers', vouchers, total)
}

const balance = z.object({ amount: z.number().int(), source_id: z.string().nullish(), reason: z.string().nullish() })
const bulk = z.array(z.object({ code: z.string(), metadata: record.nullish() })).max(10_000)
const metadataInBulk = z.object({ codes: z.array(z.string()).max(10_000), metadata: record })

async function changeMany({ house, requestId }: Ask, type: string, rows: z.infer<typeof bulk>) {
  return accepted(
    await startAction(house, type, requestId, async () => {
      const failed: Record<string, unknown>[] = []
      for (const { code, metadata } of rows) {
        const found = await findVoucher(house, code)
        if (found) await remember(house, found.row.id, found.code, { metadata })
        else failed.push({ code, reason: 'Voucher not found' })
      }
      return { done: rows.length - failed.length, failed }
    }),
  )
}

export const voucherDoors: CompatDoor[] = [
  { method: 'get', path: '/vouchers', scope: 'vouchers.read', handle: listAll },
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
    handle: (ask) => changeMany(ask, 'VOUCHERS.BULK_UPDATE', readShape(bulk, ask.body)),
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
      const { data, total } = await listTransactions(ask.house, codeIn(ask), limit, offset)
      return list('data', data, total, { has_more: offset + data.length < total })
    },
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
