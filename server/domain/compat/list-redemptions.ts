// Lists redemptions, refused ones and rollbacks together, as the vendor does.
import type { House } from '#core/house.ts'
import { type Order, readFilters, redemptionReaders, sortedBy } from './filters.ts'
import { type Body, countNotes, listNotes, noteById } from './notes.ts'
import { tellNotes } from './show-redemption.ts'
import { wholeQuantityOf } from './show-voucher.ts'
import { requireVoucher } from './vouchers.ts'

export interface RedemptionsAsked {
  limit: number
  offset: number
  result?: string | undefined
  after?: number | undefined
  before?: number | undefined
  customerId?: string | undefined
  order: Order
  /** A name or an id. */
  campaign?: string | undefined
  /** As the vendor writes them. */
  filters?: unknown
}

const MOST_SEARCHED = 5000

/** Redemptions, refused ones and rollbacks together, the newest first. 400 `not_supported` for a filter that is not known. */
export async function listRedemptions(
  house: House,
  asked: RedemptionsAsked,
): Promise<{ redemptions: Body[]; total: number }> {
  const kinds = kindsOf(asked.result)
  const { after, before, customerId, order, campaign, limit, offset } = asked
  const filter = readFilters(asked.filters, redemptionReaders)
  const wanted = { kinds: [...kinds], after, before, customerId, isAscending: order.isAscending }
  if (filter === undefined && campaign === undefined && order.by === undefined) {
    const notes = await listNotes(house, wanted, limit, offset)
    return { redemptions: await tellNotes(house, notes), total: await countNotes(house, wanted) }
  }
  const fits = (shown: Body) => {
    const { campaign: name, campaign_id: id } = (shown.voucher ?? {}) as Body
    return (campaign === undefined || name === campaign || id === campaign) && filter?.(shown) !== false
  }
  const found = (await tellNotes(house, await listNotes(house, wanted, MOST_SEARCHED))).filter(fits)
  const all = order.by === undefined ? found : sortedBy(found, order.by, order.isAscending, redemptionReaders[order.by])
  return { redemptions: all.slice(offset, offset + limit), total: all.length }
}

const ALL = ['redemption', 'failure', 'rollback', 'unreversed'] as const

function kindsOf(result: string | undefined) {
  if (result === undefined) return ALL
  if (result.startsWith('Failure-Rollback')) return ['unreversed'] as const
  if (result.startsWith('Failure') || result === 'FAILURE') return ['failure', 'unreversed'] as const
  return result.includes('Rollback') ? (['rollback'] as const) : (['redemption', 'rollback'] as const)
}

export async function redemptionsOfVoucher(
  house: House,
  key: string,
  page: { limit: number; offset: number } = { limit: 100, offset: 0 },
): Promise<Body> {
  const { row } = await requireVoucher(house, key)
  const note = await noteById(house, row.id)
  const wanted = { kinds: [...ALL], parent: row.id }
  const notes = await listNotes(house, wanted, page.limit, page.offset)
  return {
    quantity: wholeQuantityOf(row, note ?? undefined),
    redeemed_quantity: row.activeUses + Number(note?.body.priorUses ?? 0),
    object: 'list',
    url: `/v1/vouchers/${encodeURIComponent(key)}/redemptions?page=1&limit=10`,
    data_ref: 'redemption_entries',
    total: await countNotes(house, wanted),
    redemption_entries: await tellNotes(house, notes),
  }
}
