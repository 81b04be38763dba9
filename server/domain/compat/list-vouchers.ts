// Lists vouchers of the drop-in.
import type { House } from '#core/house.ts'
import { spreadPrints } from '#core/secrets.ts'
import { countMatching, pageOfVouchers, printsOf, type VoucherRow } from '#vouchers/foreign.ts'
import { findCampaign, requireCampaign } from './campaigns.ts'
import { type Fits, type Order, readFilters, sortedBy, voucherReaders } from './filters.ts'
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
  /** Epoch ms, exclusive: of the last change. */
  changedAfter?: number | undefined
  changedBefore?: number | undefined
  order: Order
  category?: string | undefined
  /** As the vendor writes them. */
  filters?: unknown
}

const MOST_SEARCHED = 5000

/** 400 `not_supported` for a filter that is not known. */
export async function listVouchers(house: House, asked: VouchersAsked): Promise<{ vouchers: Body[]; total: number }> {
  const { limit, offset, campaignId, customerId, issuedAfter, issuedBefore, order } = asked
  const wanted = { campaignId, customerId, issuedAfter, issuedBefore, isAscending: order.isAscending }
  const fits = testsOf(asked)
  if (fits.length === 0 && order.by === undefined) {
    const some = await pageOfVouchers(house.store.read, wanted, limit, offset)
    return { vouchers: await showVouchers(house, some), total: await countMatching(house.store.read, wanted) }
  }
  const few = await narrowed(house, asked, wanted)
  const rows = few?.rows ?? (await pageOfVouchers(house.store.read, wanted, MOST_SEARCHED, 0))
  const shown = (await showVouchers(house, rows, few?.codes)).filter((one) => fits.every((test) => test(one)))
  const all = order.by === undefined ? shown : sortedBy(shown, order.by, order.isAscending)
  return { vouchers: all.slice(offset, offset + limit), total: all.length }
}

function testsOf({ filters, category, changedAfter, changedBefore }: VouchersAsked): Fits[] {
  const filter = readFilters(filters, voucherReaders)
  const changed = ({ updated_at: at }: Body) => (typeof at === 'string' ? Date.parse(at) : Number.NaN)
  return [
    ...(filter ? [filter] : []),
    ...(category === undefined ? [] : [(one: Body) => one.category === category || one.category_id === category]),
    ...(changedAfter === undefined ? [] : [(one: Body) => changed(one) > changedAfter]),
    ...(changedBefore === undefined ? [] : [(one: Body) => changed(one) < changedBefore]),
  ]
}

type Wanted = Parameters<typeof pageOfVouchers>[1]
interface Narrowed {
  rows: VoucherRow[]
  /** As they were asked for, by voucher: a code that is used up is kept nowhere in clear. */
  codes: Map<string, string>
}

/** Where codes or campaigns are named, only those are read: all others cannot fit. Null when neither is. */
async function narrowed(house: House, { filters }: VouchersAsked, wanted: Wanted): Promise<Narrowed | null> {
  const { junction, ...fields } = (filters ?? {}) as Body
  const isEither = String(junction ?? 'and').toLowerCase() === 'or'
  const codes = named(fields, 'code')
  const keys = named(fields, 'campaign_ids')
  const isAll = Object.keys(fields).length === (codes === null ? 0 : 1) + (keys === null ? 0 : 1)
  if ((codes === null && keys === null) || (isEither && !isAll)) return null
  const said = new Map<string, string>()
  const rows = new Map<string, VoucherRow>()
  if (codes !== null) {
    const codeOf = new Map<string, string>()
    for (const code of codes) for (const print of spreadPrints(printsOf(house.secrets, code))) codeOf.set(print, code)
    const ofCodes = { ...wanted, prints: [...codeOf.keys()] }
    for (const row of await pageOfVouchers(house.store.read, ofCodes, MOST_SEARCHED, 0)) {
      rows.set(row.id, row)
      said.set(row.id, codeOf.get(row.codePrint) ?? '')
    }
  }
  for (const key of codes === null || isEither ? (keys ?? []) : []) {
    const found = await findCampaign(house, key)
    if (found === null || (wanted.campaignId !== undefined && wanted.campaignId !== found.campaign.id)) continue
    const ofCampaign = { ...wanted, campaignId: found.campaign.id }
    for (const row of await pageOfVouchers(house.store.read, ofCampaign, MOST_SEARCHED, 0)) rows.set(row.id, row)
  }
  const isBefore = (a: VoucherRow, b: VoucherRow) => a.id < b.id === (wanted.isAscending ?? false)
  return { rows: [...rows.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1)), codes: said }
}

/** The values that one of which is asked for; null when it is asked otherwise, or not. */
function named(fields: Body, field: string): string[] | null {
  const { conditions } = (fields[field] ?? {}) as { conditions?: Body }
  const value = conditions?.$in ?? conditions?.$is
  return value === undefined ? null : (Array.isArray(value) ? value : [value]).map(String)
}

/** For a row of an import: its campaign's, or a shelf's. */
export async function patternFor(house: House, row: AskedVoucher): Promise<Pattern> {
  const named = row.campaign_id || row.campaign
  return named ? patternOf(await requireCampaign(house, named)) : shelfPattern(house, row)
}
