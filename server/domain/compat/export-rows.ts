// The rows of exports: each kind of thing page by page, with the fields that the vendor names.
import type { House } from '#core/house.ts'
import { pageOfVouchers } from '#vouchers/foreign.ts'
import { type Readers, readFilters } from './filters.ts'
import { fromVendor } from './ids.ts'
import { listPeople } from './list-people.ts'
import { type Body, listNotes } from './notes.ts'
import { tellOrderNote } from './order-notes.ts'
import { listPublications } from './publications.ts'
import { tellNotes } from './show-redemption.ts'
import { showVouchers } from './show-voucher.ts'
import { listTransactions } from './transactions.ts'

export const exportFields = {
  voucher:
    'code voucher_type value discount_type campaign category start_date expiration_date gift_balance loyalty_balance redemption_quantity redemption_count active qr_code bar_code metadata id is_referral_code created_at updated_at validity_timeframe_interval validity_timeframe_duration validity_day_of_week discount_amount_limit campaign_id additional_info customer_id discount_unit_type discount_unit_effect customer_source_id'.split(
      ' ',
    ),
  redemption:
    'id object date voucher_code campaign promotion_tier_id customer_id customer_source_id customer_name tracking_id order_amount gift_amount loyalty_points result failure_code failure_message metadata'.split(
      ' ',
    ),
  publication: 'voucher_code customer_id customer_source_id date channel campaign is_winner metadata'.split(' '),
  customer:
    'name id description email source_id created_at address_city address_state address_line_1 address_line_2 address_country address_postal_code redemptions_total_redeemed redemptions_total_failed redemptions_total_succeeded redemptions_total_rolled_back redemptions_total_rollback_failed redemptions_total_rollback_succeeded orders_total_amount orders_total_count orders_average_amount orders_last_order_amount orders_last_order_date loyalty_points loyalty_referred_customers updated_at phone birthday metadata birthdate'.split(
      ' ',
    ),
  order:
    'id source_id created_at updated_at status amount discount_amount items_discount_amount total_discount_amount total_amount customer_id referrer_id metadata'.split(
      ' ',
    ),
  voucher_transactions:
    'id campaign_id voucher_id type source_id reason source balance amount related_transaction_id created_at details'.split(
      ' ',
    ),
}
export type Exported = keyof typeof exportFields

/** What a file has when nobody says which fields. */
export const usualFields: Record<Exported, string[]> = {
  voucher: ['code', 'voucher_type', 'value', 'discount_type'],
  redemption: ['id', 'object', 'voucher_code', 'customer_id', 'date', 'result'],
  publication: ['voucher_code', 'customer_id', 'date', 'channel'],
  customer: ['name', 'source_id'],
  order: ['id', 'source_id', 'status'],
  voucher_transactions: ['id', 'type', 'source_id', 'balance', 'amount', 'created_at'],
}

const PAGE = 200
type Asked = { filters: Body; isAscending: boolean }

/** Only the rows that the filters let through, the newest first unless it is asked otherwise. */
export async function* pagesOf(house: House, exported: Exported, asked: Asked): AsyncGenerator<Body[]> {
  const fits = readFilters(asked.filters, { ...plainFields(exported), voucher_id: ({ voucher_id }) => voucher_id })
  for (let offset = 0; ; offset += PAGE) {
    const page = await pages[exported](house, asked, offset)
    yield fits === undefined ? page.rows : page.rows.filter(fits)
    if (page.isLast) return
  }
}

const plainFields = (exported: Exported): Readers =>
  Object.fromEntries(exportFields[exported].map((name) => [name, (row) => row[name]]))

interface Page {
  rows: Body[]
  isLast: boolean
}
const of = (rows: Body[], isLast: boolean): Page => ({ rows, isLast })

const pages: Record<Exported, (house: House, asked: Asked, offset: number) => Promise<Page>> = {
  async voucher(house, { isAscending }, offset) {
    const rows = await pageOfVouchers(house.store.read, { isAscending }, PAGE, offset)
    return of((await showVouchers(house, rows)).map(voucherRow), rows.length < PAGE)
  },
  async redemption(house, { isAscending }, offset) {
    const kinds = ['redemption' as const, 'failure' as const, 'rollback' as const, 'unreversed' as const]
    const notes = await listNotes(house, { kinds, isAscending }, PAGE, offset)
    return of((await tellNotes(house, notes)).map(redemptionRow), notes.length < PAGE)
  },
  async publication(house, { isAscending }, offset) {
    const { publications } = await listPublications(house, { limit: PAGE, offset, order: { isAscending } })
    return of(publications.flatMap(publicationRows), publications.length < PAGE)
  },
  async customer(house, { isAscending }, offset) {
    const page = offset / PAGE + 1
    const { customers, hasMore } = await listPeople(house, { limit: PAGE, page, isAscending })
    return of(customers.map(customerRow), !hasMore)
  },
  async order(house, { isAscending }, offset) {
    const notes = await listNotes(house, { kinds: ['order'], isAscending }, PAGE, offset)
    return of(notes.map(tellOrderNote), notes.length < PAGE)
  },
  async voucher_transactions(house, { filters }, offset) {
    const asked = (filters.voucher_id as Body | undefined)?.conditions as
      | { $in?: string[]; $is?: string | string[] }
      | undefined
    const [id] = asked?.$in ?? [asked?.$is ?? []].flat()
    if (id === undefined || fromVendor('vch', id) === undefined) return of([], true)
    const { data } = await listTransactions(house, id, { limit: PAGE, offset })
    return of(data, data.length < PAGE)
  },
}

function voucherRow(voucher: Body): Body {
  const discount = (voucher.discount ?? {}) as Body
  const gift = voucher.gift as Body | null
  const redemption = voucher.redemption as Body
  const { assets } = voucher as { assets?: { qr: Body; barcode: Body } }
  return {
    ...voucher,
    voucher_type: voucher.type,
    value: gift?.amount ?? discount.amount_off ?? discount.percent_off ?? discount.unit_off ?? null,
    discount_type: discount.type ?? null,
    discount_amount_limit: discount.amount_limit ?? null,
    discount_unit_type: discount.unit_type ?? null,
    discount_unit_effect: discount.type === 'UNIT' ? discount.effect : null,
    gift_balance: gift?.balance ?? null,
    redemption_quantity: redemption.quantity,
    redemption_count: redemption.redeemed_quantity,
    customer_id: voucher.holder_id,
    qr_code: assets?.qr.url,
    bar_code: assets?.barcode.url,
  }
}

function redemptionRow(redemption: Body): Body {
  const { voucher, customer, order, gift } = redemption as Record<string, Body | null | undefined>
  return {
    ...redemption,
    voucher_code: voucher?.code ?? null,
    campaign: voucher?.campaign ?? null,
    customer_source_id: customer?.source_id ?? null,
    customer_name: customer?.name ?? null,
    order_amount: order?.amount ?? null,
    gift_amount: gift?.amount ?? null,
  }
}

function publicationRows(publication: Body): Body[] {
  const { customer, voucher } = publication as Record<string, Body | null>
  const codes = Array.isArray(publication.vouchers) ? publication.vouchers : [voucher?.code]
  return codes.map((code) => ({
    ...publication,
    voucher_code: code,
    customer_source_id: customer?.source_id ?? null,
    date: publication.created_at,
    campaign: voucher?.campaign ?? null,
  }))
}

function customerRow(customer: Body): Body {
  const { address, summary } = customer as { address?: Body | null; summary: { redemptions: Body; orders: Body } }
  const under = (prefix: string, body: Body | null | undefined) =>
    Object.fromEntries(Object.entries(body ?? {}).map(([name, value]) => [`${prefix}_${name}`, value]))
  return {
    ...customer,
    ...under('address', address),
    ...under('redemptions', summary.redemptions),
    ...under('orders', summary.orders),
  }
}
