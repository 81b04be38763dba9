// Lists vouchers of the drop-in.
import type { House } from '#core/house.ts'
import { spreadPrints } from '#core/secrets.ts'
import { countMatching, pageOfVouchers, printsOf, type VoucherRow } from '#vouchers/foreign.ts'
import { findCampaign, requireCampaign } from './campaigns.ts'
import type { Body } from './notes.ts'
import { showVouchers } from './show-voucher.ts'
import { type AskedVoucher, type Pattern, patternOf, shelfPattern } from './vouchers.ts'

export interface VouchersAsked {
  limit: number
  offset: number
  campaignId?: string | undefined
  customerId?: string | undefined
  issuedAfter?: number | undefined
  issuedBefore?: number | undefined
  isAscending: boolean
  category?: string | undefined
  codes?: string[] | undefined
  /** Ids or names. */
  campaignIds?: string[] | undefined
  /** Whether one of the two filters is enough. */
  isEither: boolean
}

const MOST_SEARCHED = 5000

export async function listVouchers(house: House, asked: VouchersAsked): Promise<{ vouchers: Body[]; total: number }> {
  const { limit, offset, campaignId, customerId, issuedAfter, issuedBefore, isAscending, category } = asked
  const rows = asked.codes || asked.campaignIds ? await filtered(house, asked) : null
  if (rows !== null) return page(await showVouchers(house, rows), asked)
  const wanted = { campaignId, customerId, issuedAfter, issuedBefore, isAscending }
  if (category !== undefined) {
    const all = await showVouchers(house, await pageOfVouchers(house.store.read, wanted, MOST_SEARCHED, 0))
    return page(
      all.filter((one) => one.category === category),
      asked,
    )
  }
  const some = await pageOfVouchers(house.store.read, wanted, limit, offset)
  return { vouchers: await showVouchers(house, some), total: await countMatching(house.store.read, wanted) }
}

const page = (all: Body[], { limit, offset }: VouchersAsked) => ({
  vouchers: all.slice(offset, offset + limit),
  total: all.length,
})

async function filtered(house: House, asked: VouchersAsked): Promise<VoucherRow[]> {
  const { codes, campaignIds, isEither } = asked
  const q = house.store.read
  const prints = codes && spreadPrints(codes.flatMap((code) => printsOf(house.secrets, code)))
  const byCode = prints ? await pageOfVouchers(q, { prints }, MOST_SEARCHED, 0) : null
  const ids: string[] = []
  for (const key of campaignIds ?? []) {
    const found = await findCampaign(house, key)
    if (found) ids.push(found.campaign.id)
  }
  const ofCampaigns: VoucherRow[] = []
  for (const campaignId of ids) ofCampaigns.push(...(await pageOfVouchers(q, { campaignId }, MOST_SEARCHED, 0)))
  if (byCode === null) return ofCampaigns
  if (campaignIds === undefined) return byCode
  if (!isEither) return byCode.filter((row) => ids.includes(row.campaignId))
  return [...new Map([...byCode, ...ofCampaigns].map((row) => [row.id, row])).values()]
}

/** For a row of an import: its campaign's, or a shelf's. */
export async function patternFor(house: House, row: AskedVoucher): Promise<Pattern> {
  const named = row.campaign_id || row.campaign
  return named ? patternOf(await requireCampaign(house, named)) : shelfPattern(house, row)
}
