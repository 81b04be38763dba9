// Rows of the vendor's CSV files of vouchers as bodies of requests; pure.

const known = new Set([
  'Code',
  'Voucher Type',
  'Active',
  'Start Date',
  'Expiration Date',
  'Discount Type',
  'Value',
  'Category',
  'Redemption Limit',
  'Additional Info',
])

/** Columns that the vendor does not name are metadata. */
export function voucherOfRow(row: Record<string, string>): Record<string, unknown> {
  const text = (name: string) => (row[name] === '' ? undefined : row[name])
  const value = Number(text('Value') ?? 0)
  const isGift = text('Voucher Type') === 'GIFT_VOUCHER'
  const limit = text('Redemption Limit')
  const metadata = Object.entries(row).filter(([name, said]) => !known.has(name) && said !== '')
  return {
    code: text('Code'),
    type: text('Voucher Type'),
    ...(isGift
      ? { gift: { amount: Math.round(value * 100) } }
      : text('Value')
        ? { discount: discountOf(text('Discount Type'), value) }
        : {}),
    ...(limit === undefined ? {} : { redemption: { quantity: Number(limit) } }),
    start_date: text('Start Date'),
    expiration_date: text('Expiration Date'),
    category: text('Category'),
    additional_info: text('Additional Info'),
    ...(text('Active') === undefined ? {} : { active: text('Active')?.toLowerCase() === 'true' }),
    metadata: Object.fromEntries(metadata),
  }
}

function discountOf(type: string | undefined, value: number): Record<string, unknown> {
  if (type === 'PERCENT') return { type, percent_off: value }
  if (type === 'UNIT') return { type, unit_off: value }
  return { type: 'AMOUNT', amount_off: Math.round(value * 100) }
}
