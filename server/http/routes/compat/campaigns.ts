// Doors of the drop-in about campaigns, and the vouchers that are made for them.
import { z } from 'zod'
import { startAction } from '#compat/actions.ts'
import {
  campaignChangeShape,
  campaignShape,
  createCampaign,
  listCampaigns,
  requireCampaign,
  showCampaign,
} from '#compat/campaigns.ts'
import { deleteCampaign, switchCampaign, updateCampaign } from '#compat/change-campaign.ts'
import { generate, generateFor, importVouchers } from '#compat/generate.ts'
import { toVendor } from '#compat/ids.ts'
import { readShape } from '#compat/read-shape.ts'
import { addVoucher, patternOf, requireCount, voucherShape } from '#compat/vouchers.ts'
import { type Ask, accepted, type CompatDoor, list, ok, paging, single } from './door.ts'
import { voucherOfRow } from './voucher-rows.ts'

const nameIn = ({ params }: Ask): string => params.id ?? ''

async function create({ house, body, requestId }: Ask) {
  const asked = readShape(campaignShape, body)
  const id = await createCampaign(house, asked)
  const found = await requireCampaign(house, toVendor(id))
  const count = asked.vouchers_count ?? 0
  if (count > 0) {
    const pattern = patternOf(found)
    await startAction(house, 'CAMPAIGN.VOUCHERS_GENERATE', requestId, () => generateFor(house, pattern, count))
  }
  return ok(await showCampaign(house, found))
}

async function add(ask: Ask) {
  const { house, query, body, requestId } = ask
  const pattern = patternOf(await requireCampaign(house, nameIn(ask)))
  const asked = readShape(voucherShape, body)
  const count = requireCount(single(query.vouchers_count))
  if (count === 1) return ok(await addVoucher(house, pattern, undefined, asked))
  return accepted(
    await startAction(house, 'CAMPAIGN.VOUCHERS_GENERATE', requestId, () => generate(house, pattern, count, asked)),
  )
}

async function importAll(ask: Ask, rows: unknown[]) {
  const { house, requestId } = ask
  const pattern = patternOf(await requireCampaign(house, nameIn(ask)))
  const asked = rows.map((row) => readShape(voucherShape, row))
  return accepted(
    await startAction(house, 'VOUCHERS.IMPORT', requestId, () => importVouchers(house, async () => pattern, asked)),
  )
}

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
      const { campaigns, total } = await listCampaigns(house, { limit, offset, type })
      return list('campaigns', campaigns, total)
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
      return accepted(await startAction(house, 'CAMPAIGN.DELETE', requestId, () => deleteCampaign(house, campaign.id)))
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
