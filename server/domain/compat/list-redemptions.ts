// Lists redemptions, refused ones and rollbacks together, as the vendor does.
import type { House } from '#core/house.ts'
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
  isAscending: boolean
  /** The vouchers of one campaign, or everything but one code. */
  fits?: ((shown: Body) => boolean) | undefined
}

const MOST_SEARCHED = 5000

/** Redemptions, refused ones and rollbacks together, the newest first. */
export async function listRedemptions(
  house: House,
  asked: RedemptionsAsked,
): Promise<{ redemptions: Body[]; total: number }> {
  const kinds = kindsOf(asked.result)
  const { after, before, customerId, isAscending, fits, limit, offset } = asked
  const wanted = { kinds: [...kinds], after, before, customerId, isAscending }
  if (fits === undefined) {
    const notes = await listNotes(house, wanted, limit, offset)
    return { redemptions: await tellNotes(house, notes), total: await countNotes(house, wanted) }
  }
  const all = (await tellNotes(house, await listNotes(house, wanted, MOST_SEARCHED))).filter(fits)
  return { redemptions: all.slice(offset, offset + limit), total: all.length }
}

function kindsOf(result: string | undefined) {
  if (result === undefined) return ['redemption', 'failure', 'rollback'] as const
  if (result.startsWith('Failure') || result === 'FAILURE') return ['failure'] as const
  return result.includes('Rollback') ? (['rollback'] as const) : (['redemption', 'rollback'] as const)
}

export async function redemptionsOfVoucher(
  house: House,
  key: string,
  page: { limit: number; offset: number } = { limit: 100, offset: 0 },
): Promise<Body> {
  const { row } = await requireVoucher(house, key)
  const note = await noteById(house, row.id)
  const wanted = { kinds: ['redemption' as const, 'failure' as const, 'rollback' as const], parent: row.id }
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
