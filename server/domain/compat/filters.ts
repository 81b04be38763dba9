// The vendor's filters and orders over things as they are told: `{ junction, <field>: { conditions } }`; pure. What is not known
// here is refused by its name, so that nobody takes a whole list for a filtered one.
import { checkConditions, holdOf } from './judge-conditions.ts'
import type { Body } from './notes.ts'
import { invalidPayload, unsupported, VendorError } from './vendor-error.ts'

/** What a field of a filter means of a thing as it is told; metadata is known by itself. */
export type Readers = Record<string, (shown: Body) => unknown>
export type Fits = (shown: Body) => boolean

const METADATA = 'metadata.'

/** Undefined when nothing is filtered. 400 `not_supported` with the name of a field or condition; `invalid_payload`. */
export function readFilters(asked: unknown, readers: Readers): Fits | undefined {
  if (asked === undefined || asked === null || asked === '') return undefined
  if (typeof asked !== 'object' || Array.isArray(asked)) throw invalidPayload('Property .filters must be an object')
  const { junction, ...fields } = asked as Body
  const isEither = String(junction ?? 'and').toLowerCase() === 'or'
  const leaves = Object.entries(fields).map(([field, value]) => {
    const read = readerOf(field, readers)
    const conditions = (value as Body | null)?.conditions
    checkConditions(conditions, `filters.${field}`)
    return { read, conditions }
  })
  if (leaves.length === 0) return undefined
  return (shown) => {
    const holds = ({ read, conditions }: (typeof leaves)[number]) => holdOf(conditions, read(shown))
    return isEither ? leaves.some(holds) : leaves.every(holds)
  }
}

function readerOf(field: string, readers: Readers): (shown: Body) => unknown {
  if (field.startsWith(METADATA)) {
    const key = field.slice(METADATA.length)
    return ({ metadata }) => (metadata as Body | null | undefined)?.[key]
  }
  const read = Object.hasOwn(readers, field) ? readers[field] : undefined
  if (read === undefined) throw unsupported(`The filter ${field.slice(0, 60)}`)
  return read
}

const plain = (names: string): Readers => Object.fromEntries(names.split(' ').map((name) => [name, (it) => it[name]]))
const inside =
  (part: string, name: string) =>
  (shown: Body): unknown =>
    (shown[part] as Body | null | undefined)?.[name]
const ofVoucher = (name: string) => inside('voucher', name)

export const voucherReaders: Readers = {
  ...plain(
    'id code type active campaign campaign_id category category_id holder_id start_date expiration_date created_at updated_at is_referral_code additional_info',
  ),
  voucher_type: ({ type }) => type,
  customer_id: ({ holder_id }) => holder_id,
  campaigns: ({ campaign }) => campaign,
  campaign_ids: ({ campaign, campaign_id }) => [campaign_id, campaign],
  category_ids: ({ category_id }) => category_id,
  discount_type: inside('discount', 'type'),
  redemption_quantity: inside('redemption', 'quantity'),
  redemption_count: inside('redemption', 'redeemed_quantity'),
  gift_balance: inside('gift', 'balance'),
}
export const campaignReaders: Readers = {
  ...plain('id name campaign_type type active category category_id description created_at updated_at vouchers_count'),
  ...plain('start_date expiration_date'),
  campaign_status: ({ active }) => (active === true ? 'ACTIVE' : 'DISABLED'),
  is_active: ({ active }) => active,
  category_ids: ({ category_id }) => category_id,
  voucher_type: inside('voucher', 'type'),
}
export const redemptionReaders: Readers = {
  ...plain('id object date customer_id tracking_id result status failure_code related_object_type related_object_id'),
  created_at: ({ date }) => date,
  voucher_code: ofVoucher('code'),
  voucher_id: ofVoucher('id'),
  campaign: ofVoucher('campaign'),
  campaign_name: ofVoucher('campaign'),
  campaign_id: ofVoucher('campaign_id'),
  customer: ({ customer_id, customer }) => [customer_id, (customer as Body | null)?.source_id],
  customer_source_id: inside('customer', 'source_id'),
  customer_name: inside('customer', 'name'),
  order_amount: inside('order', 'amount'),
  gift_amount: inside('gift', 'amount'),
}
export const publicationReaders: Readers = {
  ...plain('id customer_id tracking_id source_id channel result created_at'),
  voucher_code: ({ voucher, vouchers }) => vouchers ?? (voucher as Body | null)?.code,
  voucher_type: ofVoucher('type'),
  campaign_name: ofVoucher('campaign'),
  campaign: ofVoucher('campaign'),
  campaign_id: ofVoucher('campaign_id'),
  is_referral_code: () => false,
  parent_object_id: ofVoucher('campaign_id'),
  related_object_id: ofVoucher('id'),
}
export const redeemableReaders: Readers = {
  ...plain(
    'id redeemable_id redeemable_object customer_id holder_role campaign_id campaign_type voucher_type created_at',
  ),
  status: inside('redeemable', 'status'),
  code: ({ redeemable }) => ((redeemable as Body | undefined)?.voucher as Body | undefined)?.code,
}
export const qualifiedReaders: Readers = {
  ...plain('code campaign_id category_id'),
  resource_id: ({ id }) => id,
  resource_type: () => 'voucher',
  voucher_type: ({ type }) => type,
}

export interface Order {
  isAscending: boolean
  /** Undefined for the time of making, which everything is kept in the order of. */
  by?: string
}

/** `-created_at` and the like; `others` may be asked for besides. 400 `invalid_query_params` for any other. */
export function readOrder(text: string | undefined, others: readonly string[] = []): Order {
  if (text === undefined) return { isAscending: false }
  const isAscending = !text.startsWith('-')
  const by = isAscending ? text : text.slice(1)
  if (by === 'created_at') return { isAscending }
  if (!others.includes(by)) {
    const details = `order must be one of ${['created_at', ...others].join(', ')}, with a - before it for the other way`
    throw new VendorError(400, 'invalid_query_params', 'Invalid query params', { details })
  }
  return { isAscending, by }
}

/** What has no such field comes last. */
export function sortedBy(
  shown: Body[],
  by: string,
  isAscending: boolean,
  read = (it: Body): unknown => it[by],
): Body[] {
  const order = (a: unknown, b: unknown): number => {
    if (a === b) return 0
    if (a === null || a === undefined) return 1
    if (b === null || b === undefined) return -1
    const isLess = typeof a === 'number' && typeof b === 'number' ? a < b : String(a) < String(b)
    return isLess === isAscending ? -1 : 1
  }
  return [...shown].sort((one, other) => order(read(one), read(other)))
}
