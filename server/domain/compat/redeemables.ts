// What a customer holds: the vouchers that were given to her, and whether they are any good.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { countMatching, pageOfVouchers, type VoucherRow } from '#vouchers/foreign.ts'
import { requirePerson } from './customers.ts'
import { toVendor } from './ids.ts'
import type { Body } from './notes.ts'
import { showVouchers } from './show-voucher.ts'

const MOST = 5000

/** 404 `not_found`. */
export async function listRedeemables(
  house: House,
  key: string,
  asked: { limit: number; isAscending: boolean; startingAfterId?: string | undefined },
) {
  const { id: customerId } = await requirePerson(house, key)
  const rows = await pageOfVouchers(house.store.read, { customerId, isAscending: asked.isAscending }, MOST, 0)
  const from =
    asked.startingAfterId === undefined ? 0 : rows.findIndex((row) => idOf(row) === asked.startingAfterId) + 1
  const page = rows.slice(from, from + asked.limit)
  const shown = await showVouchers(house, page)
  const data = page.map((row, at) => tell(row, shown[at] ?? {}, house.clock.now()))
  const hasMore = rows.length > from + asked.limit
  return { data, hasMore, total: await countMatching(house.store.read, { customerId }) }
}

const idOf = ({ id }: VoucherRow): string => id.replace(/^vch_/, 'rh_')

function tell(row: VoucherRow, voucher: Body, now: number): Body {
  const isGift = row.balanceMinor !== null
  return {
    id: idOf(row),
    created_at: iso(row.issuedAt),
    redeemable_id: toVendor(row.id),
    redeemable_object: 'voucher',
    customer_id: toVendor(row.customerId),
    holder_role: 'OWNER',
    campaign_id: voucher.campaign_id ?? null,
    campaign_type: isGift ? 'GIFT_VOUCHERS' : 'DISCOUNT_COUPONS',
    voucher_type: voucher.type,
    redeemable: { type: 'voucher', voucher, status: statusOf(row, now) },
  }
}

function statusOf(row: VoucherRow, now: number): string {
  if (row.disabledAt !== null || row.state === 'revoked') return 'DISABLED'
  if (row.balanceMinor === 0) return 'NO_BALANCE'
  if (row.state === 'redeemed') return 'USED'
  if (row.expiresAt <= now) return 'EXPIRED'
  if (row.startsAt !== null && row.startsAt > now) return 'NOT_ACTIVE_YET'
  return 'ACTIVE'
}
