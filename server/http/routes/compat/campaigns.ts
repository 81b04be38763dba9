// Doors of the drop-in about campaigns, and the vouchers that are made for them.
import { z } from 'zod'
import { draftAction, runSoon, startAction } from '#compat/actions.ts'
import { campaignChangeShape, campaignShape, createCampaign, requireCampaign, showCampaign } from '#compat/campaigns.ts'
import { switchCampaign, updateCampaign } from '#compat/change-campaign.ts'
import { toVendor } from '#compat/ids.ts'
import { listCampaigns } from '#compat/list-campaigns.ts'
import { insertNotes } from '#compat/notes.ts'
import { examine } from '#compat/qualifications.ts'
import { readShape } from '#compat/read-shape.ts'
import { summariseCampaign } from '#compat/summarise-campaign.ts'
import { VendorError } from '#compat/vendor-error.ts'
import { addVoucher, foreignOf, importedShape, patternOf, requireCount, voucherShape } from '#compat/vouchers.ts'
import { type Ask, accepted, type CompatDoor, list, ok, orderIn, paging, single } from './door.ts'
import { examinedIn } from './examined.ts'
import { voucherOfRow } from './voucher-rows.ts'

const nameIn = ({ params }: Ask): string => params.id ?? ''

async function create({ house, body, requestId }: Ask) {
  const asked = readShape(campaignShape, body)
  const count = asked.vouchers_count ?? 0
  let action = ''
  // What is promised is written down with the campaign.
  const id = await createCampaign(house, asked, async (tx, campaignId) => {
    if (count === 0) return
    const args = { campaignId, count, asked: {}, isWhole: true }
    const drafted = await draftAction(house, 'CAMPAIGN.VOUCHERS_GENERATE', requestId, args)
    action = drafted.id
    await insertNotes(tx, drafted.notes)
  })
  if (action !== '') runSoon(house, action)
  return ok(await showCampaign(house, await requireCampaign(house, toVendor(id))))
}

async function add(ask: Ask) {
  const { house, query, body, requestId } = ask
  const found = await requireCampaign(house, nameIn(ask))
  const pattern = patternOf(found)
  const asked = readShape(voucherShape, body)
  const count = requireCount(single(query.vouchers_count))
  if (count === 1) return ok(await addVoucher(house, pattern, undefined, asked))
  // What cannot be made is said at once.
  foreignOf(pattern, asked, '')
  const args = { campaignId: found.campaign.id, count, asked }
  return accepted(await startAction(house, 'CAMPAIGN.VOUCHERS_GENERATE', requestId, args))
}

async function importAll(ask: Ask, rows: unknown[]) {
  const { house, requestId } = ask
  const { campaign } = await requireCampaign(house, nameIn(ask))
  const asked = importedRows(rows)
  return accepted(await startAction(house, 'VOUCHERS.IMPORT', requestId, { campaignId: campaign.id, rows: asked }))
}

/** 400 `duplicate_key` for a code that is in it twice. */
export function importedRows(rows: unknown[]) {
  const asked = rows.map((row) => readShape(importedShape, row))
  const codes = asked.flatMap(({ code }) => code ?? [])
  const twice = codes.find((code, at) => codes.indexOf(code) !== at)
  if (codes.length > 0 && new Set(codes).size < codes.length)
    throw new VendorError(400, 'duplicate_key', 'Duplicate key', { details: `Code ${twice ?? ''} is in it twice` })
  return asked
}

const ORDERS = ['updated_at', 'name', 'start_date', 'expiration_date']
const rowsShape = z.array(z.unknown()).max(100_000)

export const campaignDoors: CompatDoor[] = [
  { method: 'post', path: '/campaigns', scope: 'campaigns.write', handle: create },
  {
    method: 'get',
    path: '/campaigns',
    scope: 'campaigns.read',
    handle: async ({ house, query }) => {
      const { limit, offset } = paging(query)
      const type = single(query.campaign_type)
      const asked = { limit, offset, type, order: orderIn(query, ORDERS), filters: query.filters }
      const { campaigns, total } = await listCampaigns(house, asked)
      return list('campaigns', campaigns, total)
    },
  },
  {
    method: 'post',
    path: '/campaigns/qualification',
    scope: 'redemptions.read',
    handle: async ({ house, query, body }) =>
      ok(await examine(house, body, { limit: paging(query).limit, ...examinedIn(query), campaigns: true })),
  },
  {
    method: 'get',
    path: '/campaigns/:id/summary',
    scope: 'campaigns.read',
    handle: async (ask) => {
      const day = (name: string) => single(ask.query[name])?.slice(0, 10)
      return ok(await summariseCampaign(ask.house, nameIn(ask), { from: day('start_date'), to: day('end_date') }))
    },
  },
  {
    method: 'get',
    path: '/campaigns/:id',
    scope: 'campaigns.read',
    handle: async (ask) => ok(await showCampaign(ask.house, await requireCampaign(ask.house, nameIn(ask)))),
  },
  {
    method: 'put',
    path: '/campaigns/:id',
    scope: 'campaigns.write',
    handle: async (ask) => ok(await updateCampaign(ask.house, nameIn(ask), readShape(campaignChangeShape, ask.body))),
  },
  {
    method: 'delete',
    path: '/campaigns/:id',
    scope: 'campaigns.write',
    handle: async (ask) => {
      const { house, requestId } = ask
      const { campaign } = await requireCampaign(house, nameIn(ask))
      const args = { campaignId: campaign.id }
      return accepted(await startAction(house, 'CAMPAIGN.DELETE', requestId, args))
    },
  },
  {
    method: 'post',
    path: '/campaigns/:id/enable',
    scope: 'campaigns.write',
    handle: async (ask) => ok(await switchCampaign(ask.house, nameIn(ask), true)),
  },
  {
    method: 'post',
    path: '/campaigns/:id/disable',
    scope: 'campaigns.write',
    handle: async (ask) => ok(await switchCampaign(ask.house, nameIn(ask), false)),
  },
  { method: 'post', path: '/campaigns/:id/vouchers', scope: 'vouchers.issue', handle: add },
  {
    method: 'post',
    path: '/campaigns/:id/vouchers/:code',
    scope: 'vouchers.issue',
    handle: async (ask) => {
      const pattern = patternOf(await requireCampaign(ask.house, nameIn(ask)))
      return ok(await addVoucher(ask.house, pattern, ask.params.code, readShape(voucherShape, ask.body)))
    },
  },
  {
    method: 'post',
    path: '/campaigns/:id/import',
    scope: 'vouchers.issue',
    handle: (ask) => importAll(ask, readShape(rowsShape, ask.body)),
  },
  {
    method: 'post',
    path: '/campaigns/:id/importCSV',
    scope: 'vouchers.issue',
    handle: (ask) => importAll(ask, ask.rows.map(voucherOfRow)),
  },
]
