// What a customer holds: the vouchers that were given to her, and whether they are any good.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { countMatching, pageOfVouchers, type VoucherRow } from '#vouchers/foreign.ts'
import { requirePerson } from './customers.ts'
import { readFilters, redeemableReaders } from './filters.ts'
import { toVendor } from './ids.ts'
import type { Body } from './notes.ts'
import { showVouchers } from './show-voucher.ts'

const MOST = 5000

/** 404 `not_found`; 400 `not_supported` for a filter that is not known. */
export async function listRedeemables(
  house: House,
  key: string,
  asked: { limit: number; isAscending: boolean; startingAfterId?: string | undefined; filters?: unknown },
) {
  const { id: customerId } = await requirePerson(house, key)
  const fits = readFilters(asked.filters, redeemableReaders)
  const { limit, isAscending, startingAfterId } = asked
  const rows = await pageOfVouchers(house.store.read, { customerId, isAscending }, MOST, 0)
  const told = async (some: VoucherRow[]) => {
    const shown = await showVouchers(house, some)
    return some.map((row, at) => tell(row, shown[at] ?? {}, house.clock.now()))
  }
  const all = fits === undefined ? null : (await told(rows)).filter(fits)
  const ids = all?.map(({ id }) => id) ?? rows.map(idOf)
  const from = startingAfterId === undefined ? 0 : ids.indexOf(startingAfterId) + 1
  const data = all?.slice(from, from + limit) ?? (await told(rows.slice(from, from + limit)))
  const total = all?.length ?? (await countMatching(house.store.read, { customerId }))
  return { data, hasMore: ids.length > from + limit, total }
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
