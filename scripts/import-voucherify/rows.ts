// Rows of the vendor's exports as bodies of the drop-in's requests; pure. A row that cannot be taken over says why.

import { customerShape } from '#compat/customers.ts'
import { offerOf } from '#compat/offers.ts'
import { readShape } from '#compat/read-shape.ts'
import { VendorError } from '#compat/vendor-error.ts'
import { importedShape } from '#compat/vouchers.ts'

/** By the names of columns in small letters with underscores, however the file writes them. */
export type Row = Record<string, string>
export type Body = Record<string, unknown>
export type Amounts = 'major' | 'minor'

export class BadRow extends Error {}

export const columnName = (written: string): string =>
  written.startsWith('metadata.')
    ? written
    : written
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_')

const filled = (fields: Body): Body =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))

/** Of a column of JSON, and of columns `metadata.key`. */
function metadataOf(row: Row): Body {
  let whole: Body = {}
  if (row.metadata) {
    try {
      const read = JSON.parse(row.metadata) as unknown
      if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new BadRow('metadata is no object')
      whole = read as Body
    } catch (error) {
      throw error instanceof BadRow ? error : new BadRow('metadata is no JSON')
    }
  }
  const single = Object.entries(row).flatMap(([name, value]) =>
    name.startsWith('metadata.') && value !== '' ? [[name.slice('metadata.'.length), value] as const] : [],
  )
  return { ...whole, ...Object.fromEntries(single) }
}

function minorOf(text: string, amounts: Amounts): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw new BadRow(`${text} is no amount`)
  const minor = amounts === 'major' ? Math.round(value * 100) : value
  if (!Number.isInteger(minor)) throw new BadRow(`${text} is no whole number of cents`)
  return minor
}

function wholeOf(text: string, what: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new BadRow(`${what} ${text} is no whole number`)
  return value
}

/** Whoever has no source id is known by the vendor's id, which redemptions name her by. */
export function customerOf(row: Row): Body {
  const sourceId = row.source_id || row.id
  if (!sourceId) throw new BadRow('source_id is missing')
  const parts = ['city', 'state', 'line_1', 'line_2', 'country', 'postal_code']
  const address = filled(Object.fromEntries(parts.map((part) => [part, row[`address_${part}`] ?? row[part]])))
  const metadata = metadataOf(row)
  const body = filled({
    source_id: sourceId,
    name: row.name,
    email: row.email,
    phone: row.phone,
    description: row.description,
    birthdate: row.birthdate || row.birthday,
    ...(Object.keys(address).length > 0 ? { address } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  })
  checked(() => readShape(customerShape, body))
  return body
}

/** What was used of vouchers, as their redemptions tell it. */
export interface Used {
  times: number
  giftMinor: number
}

/** `used` is what the file of redemptions says of it: the greater of both counts. */
export function voucherOf(row: Row, amounts: Amounts, used: Used | undefined): Body {
  const { code } = row
  if (!code) throw new BadRow('code is missing')
  const type = (row.voucher_type || row.type || (row.gift_balance ? 'GIFT_VOUCHER' : 'DISCOUNT_VOUCHER')).toUpperCase()
  if (row.is_referral_code === 'true') throw new BadRow('referral codes are not supported')
  const quantity = row.redemption_quantity || row.redemption_limit
  const count = Math.max(row.redemption_count ? wholeOf(row.redemption_count, 'redemption_count') : 0, used?.times ?? 0)
  const isEndless = quantity === undefined || quantity === '' || quantity === '0' || quantity === 'null'
  const limit = isEndless
    ? type === 'GIFT_VOUCHER' || quantity !== undefined
      ? null
      : 1
    : wholeOf(quantity, 'quantity')
  const metadata = metadataOf(row)
  const worth = type === 'GIFT_VOUCHER' ? { gift: giftOf(row, amounts, used) } : { discount: discountOf(row, amounts) }
  const body = filled({
    code,
    type,
    ...worth,
    redemption: { quantity: limit, redeemed_quantity: type === 'GIFT_VOUCHER' ? 0 : count },
    start_date: row.start_date,
    expiration_date: row.expiration_date,
    category: row.category,
    additional_info: row.additional_info,
    active: row.active === undefined || row.active === '' ? undefined : row.active.toLowerCase() === 'true',
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  })
  for (const name of ['start_date', 'expiration_date'])
    if (row[name] && Number.isNaN(Date.parse(row[name]))) throw new BadRow(`${name} ${row[name]} is no date`)
  for (const name of ['validity_timeframe_interval', 'validity_day_of_week'])
    if (row[name]) throw new BadRow(`${name} is not supported`)
  checked(() => offerOf(readShape(importedShape, body)))
  return body
}

function giftOf(row: Row, amounts: Amounts, used: Used | undefined): Body {
  const amount = minorOf(row.value || row.gift_amount || '0', amounts)
  const told = row.gift_balance ? minorOf(row.gift_balance, amounts) : Math.max(0, amount - (used?.giftMinor ?? 0))
  return { amount, balance: told }
}

function discountOf(row: Row, amounts: Amounts): Body {
  const type = (row.discount_type || 'AMOUNT').toUpperCase()
  const value = row.value || row.discount_value || ''
  if (value === '') throw new BadRow('value is missing')
  if (type === 'PERCENT') {
    const limit = row.discount_amount_limit
    return { type, percent_off: Number(value), ...(limit ? { amount_limit: minorOf(limit, amounts) } : {}) }
  }
  if (type === 'UNIT')
    return filled({
      type,
      unit_off: wholeOf(value, 'value'),
      unit_type: row.discount_unit_type,
      effect: row.discount_unit_effect,
    })
  if (type === 'FIXED') return { type, fixed_amount: minorOf(value, amounts) }
  return { type, amount_off: minorOf(value, amounts) }
}

export function redemptionOf(row: Row, amounts: Amounts): Body {
  const { id, voucher_code: code } = row
  if (!id) throw new BadRow('id is missing')
  if (!code) throw new BadRow('voucher_code is missing')
  const metadata = metadataOf(row)
  return filled({
    id,
    voucher_code: code,
    object: row.object,
    date: row.date,
    customer_id: row.customer_id,
    customer_source_id: row.customer_source_id,
    tracking_id: row.tracking_id,
    result: row.result,
    failure_code: row.failure_code,
    failure_message: row.failure_message,
    order_amount: row.order_amount ? minorOf(row.order_amount, amounts) : undefined,
    gift_amount: row.gift_amount ? minorOf(row.gift_amount, amounts) : undefined,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  })
}

/** What was used of each code: redemptions that succeeded, less those that were rolled back. */
export function countUses(rows: readonly Row[], amounts: Amounts): Map<string, Used> {
  const uses = new Map<string, Used>()
  for (const row of rows) {
    const isRollback = row.object === 'redemption_rollback'
    if (!row.voucher_code || row.result === 'FAILURE') continue
    const before = uses.get(row.voucher_code) ?? { times: 0, giftMinor: 0 }
    const minor = Math.abs(Number(row.gift_amount || 0)) * (amounts === 'major' ? 100 : 1)
    const sign = isRollback ? -1 : 1
    uses.set(row.voucher_code, { times: before.times + sign, giftMinor: before.giftMinor + sign * Math.round(minor) })
  }
  return uses
}

/** What vouchers of one campaign have in common here: the same worth. */
export const worthKey = ({ type, discount, gift }: Body): string => JSON.stringify([type, discount ?? Boolean(gift)])

function checked(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    throw error instanceof VendorError ? new BadRow(error.body.details ?? error.message) : error
  }
}
